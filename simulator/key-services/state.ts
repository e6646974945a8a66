import { generateKeyPairSync, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { makeCertificate } from '../../support/x509.ts';

export interface KeyVersion {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export type KeyStatus = 'enabled' | 'disabled' | 'pending-deletion';

/** The one key that all services have, under the name `salesforce`. */
export interface SimulatedKey {
  readonly versions: KeyVersion[];
  status: KeyStatus;
  /** False for a key that may only encrypt. */
  maySign: boolean;
  /** What a service that does not check the algorithm signs with. */
  padding: 'pkcs1' | 'pss';
}

/** Who may sign, and what the services know of the caller. */
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
  /** False: the caller is known, but may not sign with this key. */
  permitted: boolean;
  /** True: the login of the step before is too old. */
  loginExpired: boolean;
  sealed: boolean;
  /** True: no federated credential fits the job. */
  federationRefused: boolean;
  /** True: the firewall of the vault does not know the runner. */
  firewall: boolean;
  /** How many requests are answered with 503 first. */
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
