import { InputError, type InputErrorCode } from '../inputs/errors.ts';
import { isLoopback } from '../url.ts';

export interface AwsAddress {
  readonly service: 'aws-kms';
  /** The key in a form that the AWS API accepts: an ARN, `alias/NAME`, or a key ID. */
  readonly keyId: string;
  /** Set only if the key is identified by an ARN. */
  readonly region?: string;
  /** True for an alias, which can be pointed to another key. */
  readonly isAlias: boolean;
}

export interface VaultAddress {
  readonly service: 'vault';
  readonly key: string;
  readonly version?: number;
}

export interface GoogleAddress {
  readonly service: 'google-kms';
  /** Resource name of a key version: `projects/…/cryptoKeyVersions/1`. */
  readonly name: string;
}

export interface AzureAddress {
  readonly service: 'azure-key-vault';
  /** The host, with a port only on loopback. */
  readonly host: string;
  readonly key: string;
  readonly version?: string;
}

export type KeyAddress = AwsAddress | VaultAddress | GoogleAddress | AzureAddress;

const KEY_ID = String.raw`(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|mrk-[\da-f]{32})`;
const ALIAS = String.raw`alias\/[\w/-]{1,250}`;
/**
 * Matches `us-east-1`, but not the name of another service, such as `s3`, whose hosts may belong to
 * a bucket.
 */
export const AWS_REGION = String.raw`[a-z]{2,4}(?:-[a-z]{1,16}){1,3}-\d{1,2}`;
const ARN = new RegExp(
  String.raw`^arn:aws[a-z-]*:kms:(${AWS_REGION}):\d{12}:(?:key\/${KEY_ID}|(${ALIAS}))$`,
);
const AWS_NAME = new RegExp(`^(?:${KEY_ID}|(${ALIAS}))$`);
/**
 * Matches letters, digits, `_`, `-` and `.`. A dot is not allowed at either end, so that the path
 * cannot be `..`.
 */
const VAULT_KEY = /^(\w(?:[\w.-]{0,126}\w)?)(?:\/([1-9]\d{0,8}))?$/;
const GOOGLE_VERSION =
  /^(projects\/[a-z\d:.-]{1,80}\/locations\/[a-z\d-]{1,40}\/keyRings\/[\w-]{1,63}\/cryptoKeys\/[\w-]{1,63})\/(?:cryptoKeyVersions|versions)\/([1-9]\d{0,8})$/;
const AZURE_KEY = /^([^/]+)\/([a-z\d-]{1,127})(?:\/([\da-f]{32}))?$/i;
const AZURE_HOST =
  /^[a-z\d-]{1,63}\.(?:vault|managedhsm)\.(?:azure\.net|usgovcloudapi\.net|azure\.cn)$/;

const SCHEMES: Readonly<Record<string, (path: string) => KeyAddress>> = {
  awskms: parseAws,
  hashivault: parseVault,
  openbao: parseVault,
  gcpkms: parseGoogle,
  azurekms: parseAzure,
};

/**
 * Parses the address of a key, in the format that sigstore uses.
 * @throws InputError if the value has any other format
 * @see https://docs.sigstore.dev/cosign/key_management/overview/
 */
export function parseKeyAddress(value: string): KeyAddress {
  const [, scheme = '', path = ''] = /^([a-z]+):\/\/(.+)$/.exec(value.trim()) ?? [];
  const parse = Object.hasOwn(SCHEMES, scheme) ? SCHEMES[scheme] : undefined;
  return parse ? parse(path) : reject('signing-key-format');
}

function reject(code: InputErrorCode): never {
  throw new InputError({ code, input: 'signing-key' });
}

function parseAws(path: string): AwsAddress {
  // sigstore accepts a host before the path, but then the session token would be sent to that host.
  if (!path.startsWith('/')) reject('signing-key-endpoint');
  const keyId = path.slice(1);
  const arn = ARN.exec(keyId);
  const name = arn ?? AWS_NAME.exec(keyId) ?? reject('signing-key-format');
  const isAlias = name.at(-1) !== undefined;
  const region = arn?.[1];
  return { service: 'aws-kms', keyId, isAlias, ...(region ? { region } : {}) };
}

function parseVault(path: string): VaultAddress {
  const [, key, version] = VAULT_KEY.exec(path) ?? [];
  if (key === undefined) reject('signing-key-format');
  return { service: 'vault', key, ...(version ? { version: Number(version) } : {}) };
}

function parseGoogle(path: string): GoogleAddress {
  const [, key, version] = GOOGLE_VERSION.exec(path) ?? [];
  if (key === undefined) reject('signing-key-format');
  return { service: 'google-kms', name: `${key}/cryptoKeyVersions/${version}` };
}

function parseAzure(path: string): AzureAddress {
  const [, hostAndPort = '', key, version] = AZURE_KEY.exec(path) ?? [];
  const host = hostAndPort.toLowerCase();
  // The access token is sent to this host, so it must belong to Azure.
  const isAllowed = AZURE_HOST.test(host) || isLoopback(host.replace(/:\d{1,5}$/, ''));
  if (key === undefined || !isAllowed) reject('signing-key-format');
  return { service: 'azure-key-vault', host, key, ...(version ? { version } : {}) };
}
