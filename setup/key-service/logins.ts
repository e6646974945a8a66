import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { oneLine } from '../../src/redaction/one-line.ts';
import type { AwsAddress, KeyAddress } from '../../src/signing/address.ts';
import { cloudOf } from '../../src/signing/azure-key-vault.ts';
import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import type { ProcessOptions, ProcessResult } from '../process.ts';

/** Environment variables, as the login step of the service would leave them for the action. */
export type LoginVariables = Readonly<Record<string, string>>;

/** What the action needs to sign with the key. */
export interface SigningAccess {
  readonly address: string;
  readonly env: LoginVariables;
}

/** The settings that the action reads besides the credentials. */
const SETTINGS = [
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_KMS',
  'AWS_USE_FIPS_ENDPOINT',
  'VAULT_ADDR',
  'VAULT_NAMESPACE',
  'BAO_ADDR',
  'BAO_NAMESPACE',
  'TRANSIT_SECRET_ENGINE_PATH',
  'CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDKMS',
] as const;

/**
 * Returns what the action needs to use the key with the login of the person who runs the command.
 * @throws SetupError that names what is missing
 */
export async function personalLogin(
  context: SetupContext,
  address: KeyAddress,
): Promise<LoginVariables> {
  const { env } = context.runtime;
  const settings = definedOnly(Object.fromEntries(SETTINGS.map((name) => [name, env[name]])));
  switch (address.service) {
    case 'aws-kms':
      return { ...settings, ...(await awsLogin(context, address)) };
    case 'vault':
      return { ...settings, ...vaultLogin(context) };
    case 'google-kms':
      return { ...settings, CLOUDSDK_AUTH_ACCESS_TOKEN: await googleToken(context) };
    case 'azure-key-vault':
      return { ...settings, AZURE_ACCESS_TOKEN: await azureToken(context, address.host) };
  }
}

const definedOnly = (
  values: Readonly<Record<string, string | undefined>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );

async function awsLogin(context: SetupContext, { region }: AwsAddress): Promise<LoginVariables> {
  const { env } = context.runtime;
  const hasRegion = (region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? '') !== '';
  return { ...(hasRegion ? {} : await awsRegion(context)), ...(await awsCredentials(context)) };
}

async function awsRegion(context: SetupContext): Promise<LoginVariables> {
  return { AWS_REGION: await runLogin(context, AWS, ['configure', 'get', 'region']) };
}

async function awsCredentials(context: SetupContext): Promise<LoginVariables> {
  const { runtime, redactor } = context;
  const { env } = runtime;
  const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
  const own = definedOnly(Object.fromEntries(names.map((name) => [name, env[name]])));
  if ('AWS_ACCESS_KEY_ID' in own && 'AWS_SECRET_ACCESS_KEY' in own) return own;
  const args = ['configure', 'export-credentials', '--format', 'process'];
  const exported = await runtime.run({ program: 'aws', args });
  if (/invalid choice/i.test(exported.stderr)) return awsProfile(context);
  const output = requireOutput(context, AWS, exported);
  const { AccessKeyId, SecretAccessKey, SessionToken } = parseObject(output);
  for (const secret of [SecretAccessKey, SessionToken]) redactor.add(String(secret ?? ''));
  if (typeof AccessKeyId !== 'string' || typeof SecretAccessKey !== 'string')
    throw notSignedIn(AWS, '"aws configure export-credentials" printed no credentials');
  return {
    AWS_ACCESS_KEY_ID: AccessKeyId,
    AWS_SECRET_ACCESS_KEY: SecretAccessKey,
    ...(typeof SessionToken === 'string' ? { AWS_SESSION_TOKEN: SessionToken } : {}),
  };
}

/** Version 1 of the AWS CLI exports no credentials, and shows only those of a profile that has a key. */
async function awsProfile({ runtime, redactor }: SetupContext): Promise<LoginVariables> {
  const names = ['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token'];
  const values: Record<string, string> = {};
  for (const name of names) {
    const { stdout } = await runtime.run({ program: 'aws', args: ['configure', 'get', name] });
    const value = stdout.trim();
    if (name !== 'aws_access_key_id') redactor.add(value);
    if (value !== '') values[name.toUpperCase()] = value;
  }
  if ('AWS_ACCESS_KEY_ID' in values && 'AWS_SECRET_ACCESS_KEY' in values) return values;
  throw notSignedIn(
    AWS,
    'the profile has no access key, and version 1 cannot export other credentials. Install version 2, or set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN',
  );
}

/** Reads the variables of Vault or of OpenBao, or else the file that `vault login` writes. */
function vaultLogin({ runtime, redactor }: SetupContext): LoginVariables {
  const { env } = runtime;
  const product = env['VAULT_ADDR'] || !env['BAO_ADDR'] ? 'VAULT' : 'BAO';
  if (!env[`${product}_ADDR`]) {
    throw new SetupError(
      'VAULT_ADDR is not set: the command needs the URL of your Vault or OpenBao.',
      'export VAULT_ADDR=https://HOST:8200, and then the same command',
    );
  }
  const token = env[`${product}_TOKEN`]?.trim() || readTokenFile(env);
  if (token === '') {
    throw new SetupError(
      `You are not signed in to Vault: ${product}_TOKEN is not set, and there is no file ~/.vault-token.`,
      'vault login, or bao login, and then the same command',
    );
  }
  redactor.add(token);
  return { [`${product}_TOKEN`]: token };
}

function readTokenFile(env: SetupContext['runtime']['env']): string {
  try {
    return readFileSync(
      join(env['HOME'] ?? env['USERPROFILE'] ?? '', '.vault-token'),
      'utf8',
    ).trim();
  } catch {
    return '';
  }
}

async function googleToken(context: SetupContext): Promise<string> {
  const { runtime, redactor } = context;
  const own = runtime.env['CLOUDSDK_AUTH_ACCESS_TOKEN'];
  const token = own || (await runLogin(context, GCLOUD, ['auth', 'print-access-token']));
  redactor.add(token);
  return token;
}

async function azureToken(context: SetupContext, host: string): Promise<string> {
  const { resource } = cloudOf(host);
  const args = ['account', 'get-access-token', '--resource', resource, '--output', 'json'];
  const { accessToken } = parseObject(await runLogin(context, AZ, args));
  context.redactor.add(String(accessToken ?? ''));
  if (typeof accessToken === 'string') return accessToken;
  throw notSignedIn(AZ, '"az account get-access-token" printed no token');
}

/** A program that is signed in to a key service. */
interface LoginProgram {
  readonly program: ProcessOptions['program'];
  readonly title: string;
  readonly install: string;
  readonly login: string;
}

const AWS: LoginProgram = {
  program: 'aws',
  title: 'AWS CLI',
  install: 'https://aws.amazon.com/cli/',
  login: 'aws sso login, or aws configure',
};
const GCLOUD: LoginProgram = {
  program: 'gcloud',
  title: 'Google Cloud CLI',
  install: 'https://cloud.google.com/sdk/docs/install',
  login: 'gcloud auth login',
};
const AZ: LoginProgram = {
  program: 'az',
  title: 'Azure CLI',
  install: 'https://learn.microsoft.com/cli/azure/install-azure-cli',
  login: 'az login',
};

async function runLogin(
  context: SetupContext,
  program: LoginProgram,
  args: readonly string[],
): Promise<string> {
  const result = await context.runtime.run({ program: program.program, args });
  return requireOutput(context, program, result);
}

function requireOutput(
  { redactor }: SetupContext,
  program: LoginProgram,
  { exitCode, stdout, stderr }: ProcessResult,
): string {
  if (exitCode === undefined) {
    throw new SetupError(
      `The ${program.title} (${program.program}) is not installed.`,
      program.install,
    );
  }
  const output = stdout.trim();
  if (exitCode === 0 && output !== '') return output;
  throw notSignedIn(program, oneLine(redactor.redact(stderr)) || `exit code ${exitCode}`);
}

const notSignedIn = ({ title, program, login }: LoginProgram, reason: string): SetupError =>
  new SetupError(
    `The ${title} (${program}) is not signed in: ${reason}`,
    `${login}, and then the same command`,
  );

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
