import type { KeyAddress } from '../../src/signing/address.ts';

/** Names and variables of a key service, for messages and workflows. */
export interface KeyServiceInfo {
  /** Name of the service as its vendor writes it. */
  readonly title: string;
  /** Name of the example workflow that contains the service's login step. */
  readonly example: string;
  /** Returns the form of an address. @param key the name of the key */
  readonly form: (key: string) => string;
  /** Names of the GitHub variables that the login step reads. */
  readonly variables: readonly string[];
}

/** Key services, keyed by the word that `--signing-key` accepts instead of an address. */
export const SERVICE_WORDS = {
  aws: {
    title: 'AWS KMS',
    example: 'signing-key-aws',
    form: () => 'awskms:///arn:aws:kms:REGION:ACCOUNT:key/ID',
    variables: ['SF_SIGNER_ROLE', 'AWS_REGION'],
  },
  vault: {
    title: 'Vault',
    example: 'signing-key-vault',
    form: (key) => `hashivault://${key}`,
    variables: ['VAULT_ADDR', 'VAULT_ROLE'],
  },
  gcp: {
    title: 'Google Cloud KMS',
    example: 'signing-key-google',
    form: (key) =>
      `gcpkms://projects/PROJECT/locations/europe-west3/keyRings/github/cryptoKeys/${key}/cryptoKeyVersions/1`,
    variables: ['GOOGLE_PROVIDER', 'GOOGLE_SERVICE_ACCOUNT'],
  },
  azure: {
    title: 'Azure Key Vault',
    example: 'signing-key-azure',
    form: (key) => `azurekms://NAME.vault.azure.net/${key}`,
    variables: ['AZURE_CLIENT_ID', 'AZURE_TENANT_ID'],
  },
} as const satisfies Readonly<Record<string, KeyServiceInfo>>;

export type ServiceWord = keyof typeof SERVICE_WORDS;

const WORDS: Readonly<Record<KeyAddress['service'], ServiceWord>> = {
  'aws-kms': 'aws',
  vault: 'vault',
  'google-kms': 'gcp',
  'azure-key-vault': 'azure',
};

export const infoOf = ({ service }: KeyAddress): KeyServiceInfo => SERVICE_WORDS[WORDS[service]];

/**
 * Returns true if `--signing-key` is the name of a service. The command then prints how to create a
 * key.
 */
export const isServiceWord = (value: string | undefined): value is ServiceWord =>
  value !== undefined && Object.hasOwn(SERVICE_WORDS, value);
