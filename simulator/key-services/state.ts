import { generateKeyPairSync, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { makeCertificate } from '../../support/x509.ts';

export interface KeyVersion {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export type KeyStatus = 'enabled' | 'disabled' | 'pending-deletion';

/** The key that all four services use. Its name is `salesforce`. */
export interface SimulatedKey {
  readonly versions: KeyVersion[];
  status: KeyStatus;
  /** False if the key may only encrypt. */
  maySign: boolean;
  /** RSA padding of signatures from services that do not check the requested algorithm. */
  padding: 'pkcs1' | 'pss';
}

/** State of the simulated key services: the key, its identifiers and the accepted credentials. */
export interface KeyServicesState {
  readonly now: () => number;
  readonly key: SimulatedKey;
  readonly ids: {
    readonly awsKeyId: string;
    readonly awsArn: string;
    readonly awsAlias: string;
    readonly googleKey: string;
    readonly azureVersion: string;
    readonly azureTenant: string;
    readonly azureClient: string;
  };
  readonly credentials: {
    readonly awsAccessKeyId: string;
    readonly awsSecretAccessKey: string;
    readonly awsSessionToken: string;
    readonly vaultToken: string;
    readonly oidcBearer: string;
    /** ID tokens, keyed by audience. */
    readonly idTokens: Map<string, string>;
    readonly googleFederatedToken: string;
    readonly googleAccessToken: string;
    readonly azureAccessToken: string;
  };
  /** False if the caller is known but may not sign with this key. */
  permitted: boolean;
  /** True if the credentials from the login step have expired. */
  loginExpired: boolean;
  sealed: boolean;
  /** True if no federated credential matches the job. */
  federationRefused: boolean;
  /** True if the vault's firewall blocks the runner. */
  firewall: boolean;
  /** Number of requests that fail with 503 before the service recovers. */
  outages: number;
}

export const AWS_REGION = 'eu-central-1';
export const VAULT_KEY = 'salesforce';
export const AZURE_HOST = 'acme.vault.azure.net';
export const GOOGLE_PROVIDER =
  '//iam.googleapis.com/projects/123456789/locations/global/workloadIdentityPools/github/providers/acme';
export const GOOGLE_ACCOUNT = 'signer@acme.iam.gserviceaccount.com';

const AWS_ACCOUNT = '111122223333';

export function makeState(now: () => number = Date.now): KeyServicesState {
  const awsKeyId = randomUUID();
  const token = (prefix: string) => prefix + randomBytes(30).toString('base64url');
  return {
    now,
    key: { versions: [makeVersion()], status: 'enabled', maySign: true, padding: 'pkcs1' },
    ids: {
      awsKeyId,
      awsArn: `arn:aws:kms:${AWS_REGION}:${AWS_ACCOUNT}:key/${awsKeyId}`,
      awsAlias: `alias/${VAULT_KEY}`,
      googleKey: `projects/acme/locations/europe-west3/keyRings/github/cryptoKeys/${VAULT_KEY}`,
      azureVersion: randomBytes(16).toString('hex'),
      azureTenant: randomUUID(),
      azureClient: randomUUID(),
    },
    credentials: {
      awsAccessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
      awsSecretAccessKey: token(''),
      awsSessionToken: token('FwoGZXIvYXdzE'),
      vaultToken: token('hvs.'),
      oidcBearer: token('eyJ'),
      idTokens: new Map(),
      googleFederatedToken: token('ya29.d.'),
      googleAccessToken: token('ya29.c.'),
      azureAccessToken: token('eyJ0eXAi'),
    },
    permitted: true,
    loginExpired: false,
    sealed: false,
    federationRefused: false,
    firewall: false,
    outages: 0,
  };
}

export function makeVersion(type: 'rsa' | 'ec' = 'rsa', modulusLength = 2048): KeyVersion {
  return type === 'rsa'
    ? generateKeyPairSync('rsa', { modulusLength })
    : generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

export const certificateFor = (version: KeyVersion): string =>
  makeCertificate({ subject: 'GitHub Actions', ...version });
