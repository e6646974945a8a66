import { readFileSync } from 'node:fs';
import { isRecord } from '../json.ts';
import { isLoopback } from '../url.ts';
import { SigningError, type SigningErrorCode } from './errors.ts';
import { type OidcRequest, readOidcAccess } from './github-oidc.ts';
import type { ServiceContext } from './service.ts';

/** The fields that the step uses of the file that google-github-actions/auth writes. */
export interface ExternalAccount {
  /** The provider of the workload identity pool. */
  readonly audience: string;
  readonly subjectTokenType: string;
  readonly tokenUrl: string;
  /** Set if a service account signs instead of the workload itself. */
  readonly impersonationUrl?: string;
  readonly oidc: OidcRequest;
}

const VARIABLE = 'GOOGLE_APPLICATION_CREDENTIALS';

function reject(code: SigningErrorCode, problem: string): never {
  throw new SigningError({ code, details: { variable: VARIABLE, problem } });
}

/**
 * Reads an `external_account` credential configuration.
 * @throws SigningError; no message quotes the file, because it contains a token of the runner
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
    tokenUrl: requireGoogleUrl(tokenUrl),
    ...(impersonationUrl === undefined
      ? {}
      : { impersonationUrl: requireGoogleUrl(impersonationUrl) }),
    oidc: readSource(source, context),
  };
}

function readJson(path: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (isRecord(value)) return value;
  } catch {
    // Ignore the error, because its message could quote the file.
  }
  return reject('credentials-file', 'not a JSON file that the step can read');
}

/** Requires the URL to have the runner's own origin, so that no other host receives its token. */
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

function requireGoogleUrl(value: unknown): string {
  const url = URL.parse(String(value));
  const isGoogle = url?.protocol === 'https:' && /^[a-z\d.-]+\.googleapis\.com$/.test(url.host);
  if (!url || !(isGoogle || isLoopback(url.hostname)))
    reject('credentials-host', 'for a token service that is not at googleapis.com');
  return url.href;
}
