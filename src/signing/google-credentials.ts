import { readFileSync, statSync } from 'node:fs';
import { isRecord } from '../json.ts';
import { isLoopback } from '../url.ts';
import { SigningError, type SigningErrorCode } from './errors.ts';
import { type OidcRequest, readOidcAccess } from './github-oidc.ts';
import type { ServiceContext } from './service.ts';

/** Fields that the step uses from the file that google-github-actions/auth writes. */
export interface ExternalAccount {
  /** Full name of the workload identity pool provider. */
  readonly audience: string;
  readonly subjectTokenType: string;
  readonly tokenUrl: string;
  /** Set if a service account is impersonated instead of using the workload's own identity. */
  readonly impersonationUrl?: string;
  readonly oidc: OidcRequest;
}

const VARIABLE = 'GOOGLE_APPLICATION_CREDENTIALS';
const MAX_FILE_BYTES = 65_536;

/** These match the two methods that receive a token, at Google's global host or a regional one. */
const TOKEN_URL = /^https:\/\/sts\.(?:[a-z\d-]+\.rep\.)?googleapis\.com\/v1\/token$/;
const IMPERSONATION_URL =
  /^https:\/\/iamcredentials\.(?:[a-z\d-]+\.rep\.)?googleapis\.com\/v1\/projects\/-\/serviceAccounts\/[\w.@-]+:generateAccessToken$/;

function reject(code: SigningErrorCode, problem: string): never {
  throw new SigningError({ code, details: { variable: VARIABLE, problem } });
}

/**
 * Parses an `external_account` credential configuration.
 * @throws SigningError; its message does not quote the file, because the file contains a token of the
 * runner
 * @see https://google.aip.dev/auth/4117
 */
export function readExternalAccount(path: string, context: ServiceContext): ExternalAccount {
  const file = readJson(path);
  if (file['type'] !== 'external_account')
    reject('credentials-file', 'not of the type external_account');
  const source = isRecord(file['credential_source']) ? file['credential_source'] : {};
  if ('executable' in source) reject('credentials-executable', 'made to run a program');
  const {
    audience,
    subject_token_type: subjectTokenType,
    token_url: tokenUrl,
    service_account_impersonation_url: impersonationUrl,
  } = file;
  if (typeof audience !== 'string' || typeof subjectTokenType !== 'string')
    reject('credentials-file', 'without an audience or a token type');
  return {
    audience,
    subjectTokenType,
    tokenUrl: requireMethod(TOKEN_URL, tokenUrl),
    ...(impersonationUrl === undefined
      ? {}
      : { impersonationUrl: requireMethod(IMPERSONATION_URL, impersonationUrl) }),
    oidc: readSource(source, context),
  };
}

function readJson(path: string): Readonly<Record<string, unknown>> {
  try {
    const stats = statSync(path);
    // Reading a pipe or a device may never end.
    const isReadable = stats.isFile() && stats.size <= MAX_FILE_BYTES;
    const value: unknown = isReadable && JSON.parse(readFileSync(path, 'utf8'));
    if (isRecord(value)) return value;
  } catch {
    // Ignore the error, because its message could quote the file.
  }
  return reject('credentials-file', 'not a JSON file that the step can read');
}

/**
 * Reads the source of the OIDC token. Its URL must have the runner's own origin, so that no other
 * host receives the runner's token.
 */
function readSource(
  { url, format }: Readonly<Record<string, unknown>>,
  context: ServiceContext,
): OidcRequest {
  const runner = readOidcAccess(context, 'Google Cloud KMS');
  const isJson = isRecord(format) && format['subject_token_field_name'] === 'value';
  if (typeof url !== 'string' || !isJson)
    reject('credentials-file', 'not made for GitHub’s OIDC provider');
  if (URL.parse(url)?.origin !== new URL(runner.url).origin)
    reject('credentials-host', 'for an OIDC provider other than that of the runner');
  return { url, bearer: runner.bearer };
}

function requireMethod(pattern: RegExp, value: unknown): string {
  const url = URL.parse(String(value));
  if (!url || !(pattern.test(url.href) || isLoopback(url.hostname)))
    reject('credentials-host', 'for a token service that is not Google’s');
  return url.href;
}
