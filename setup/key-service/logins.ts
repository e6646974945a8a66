import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyAddress } from '../../src/signing/address.ts';
import { cloudOf } from '../../src/signing/azure-key-vault.ts';
import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import { awsLogin } from './aws-login.ts';
import {
  definedOnly,
  type LoginProgram,
  type LoginVariables,
  notSignedIn,
  parseObject,
  runLogin,
} from './login-program.ts';

/** The address and the environment with which the action signs. */
export interface SigningAccess {
  readonly address: string;
  readonly env: LoginVariables;
}

/** Settings that the action reads in addition to the credentials. */
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
 * Returns the values that the action needs to use the key with the login of the user who runs the
 * command.
 * @throws SetupError naming what is missing
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

/**
 * Returns the token of Vault or of OpenBao, from its variable or else from the file that `vault
 * login` writes.
 */
function vaultLogin({ runtime, redactor }: SetupContext): LoginVariables {
  const { env } = runtime;
  const product = env['VAULT_ADDR'] || !env['BAO_ADDR'] ? 'VAULT' : 'BAO';
  if (!env[`${product}_ADDR`]) {
    throw new SetupError(
      'Neither VAULT_ADDR nor BAO_ADDR is set: the command needs the URL of your Vault or OpenBao.',
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
