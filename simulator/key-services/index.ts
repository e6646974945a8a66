import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KEY_SERVICE_FAULTS, type KeyServiceName } from './faults.ts';
import { makeListener, makeServer, type ServiceRecord } from './server.ts';
import {
  AWS_REGION,
  certificateFor,
  GOOGLE_ACCOUNT,
  GOOGLE_PROVIDER,
  type KeyServicesState,
  makeState,
  VAULT_KEY,
} from './state.ts';

/** The four key services on loopback. They share one key. */
export interface KeyServices {
  readonly url: string;
  readonly state: KeyServicesState;
  readonly records: readonly ServiceRecord[];
  /** Certificate of the key's first version. */
  readonly certificatePem: string;
  /** Returns a value for `signing-key` that either pins a key version or leaves it open. */
  address(service: KeyServiceName, kind?: 'pinned' | 'unpinned'): string;
  /** Returns the environment variables that the service's login action or the workflow would set. */
  environment(service: KeyServiceName): Record<string, string>;
  /** Returns all values that must not appear in a log. */
  secrets(): string[];
  setFault(name: string): void;
  /** Allows the process to exit while the services are listening. */
  unref(): void;
  close(): Promise<void>;
}

export async function startKeyServices(now?: () => number): Promise<KeyServices> {
  const state = makeState(now);
  const records: ServiceRecord[] = [];
  const server = makeServer(makeListener(state, records));
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const url = `http://${host}`;
  const folder = await mkdtemp(join(tmpdir(), 'key-services-'));
  const credentialsFile = join(folder, 'gha-creds.json');
  await writeFile(credentialsFile, JSON.stringify(googleCredentials(url, state)));
  const [version] = state.key.versions;
  if (version === undefined) throw new Error('The key has no version.');
  const { credentials } = state;
  return {
    url,
    state,
    records,
    certificatePem: certificateFor(version),
    address: (service, kind = 'pinned') => addresses(host, state)[service][kind],
    environment: (service) => environments(url, state, credentialsFile)[service],
    secrets: () => [
      ...Object.values(credentials).filter((value) => typeof value === 'string'),
      ...credentials.idTokens.values(),
    ],
    setFault(name) {
      const fault = KEY_SERVICE_FAULTS.find((candidate) => candidate.name === name);
      if (fault === undefined) throw new Error(`There is no fault named ${name}.`);
      fault.apply(state);
    },
    unref: () => void server.unref(),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Returns the addresses of the key for each service. Google has no unpinned address: only a key version
 * can sign.
 */
function addresses(
  host: string,
  { ids }: KeyServicesState,
): Readonly<Record<KeyServiceName, { readonly pinned: string; readonly unpinned: string }>> {
  const google = `gcpkms://${ids.googleKey}/cryptoKeyVersions/1`;
  const azure = `azurekms://${host}/${VAULT_KEY}`;
  return {
    aws: { pinned: `awskms:///${ids.awsArn}`, unpinned: `awskms:///${ids.awsAlias}` },
    vault: { pinned: `hashivault://${VAULT_KEY}/1`, unpinned: `hashivault://${VAULT_KEY}` },
    google: { pinned: google, unpinned: google },
    azure: { pinned: `${azure}/${ids.azureVersion}`, unpinned: azure },
  };
}

function environments(
  url: string,
  { ids, credentials }: KeyServicesState,
  credentialsFile: string,
): Readonly<Record<KeyServiceName, Record<string, string>>> {
  const oidc = {
    ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/oidc/token?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: credentials.oidcBearer,
  };
  return {
    aws: {
      AWS_ACCESS_KEY_ID: credentials.awsAccessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.awsSecretAccessKey,
      AWS_SESSION_TOKEN: credentials.awsSessionToken,
      AWS_REGION,
      AWS_ENDPOINT_URL_KMS: url,
    },
    vault: { VAULT_ADDR: url, VAULT_TOKEN: credentials.vaultToken },
    google: {
      ...oidc,
      GOOGLE_APPLICATION_CREDENTIALS: credentialsFile,
      CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDKMS: url,
    },
    azure: { ...oidc, AZURE_CLIENT_ID: ids.azureClient, AZURE_TENANT_ID: ids.azureTenant },
  };
}

/** Returns the content of the credentials file that google-github-actions/auth writes. */
function googleCredentials(url: string, { credentials }: KeyServicesState) {
  const audience = encodeURIComponent(`https:${GOOGLE_PROVIDER}`);
  return {
    universe_domain: 'googleapis.com',
    type: 'external_account',
    audience: GOOGLE_PROVIDER,
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: `${url}/v1/token`,
    service_account_impersonation_url: `${url}/v1/projects/-/serviceAccounts/${GOOGLE_ACCOUNT}:generateAccessToken`,
    credential_source: {
      url: `${url}/oidc/token?api-version=2.0&audience=${audience}`,
      headers: { Authorization: `Bearer ${credentials.oidcBearer}` },
      format: { type: 'json', subject_token_field_name: 'value' },
    },
  };
}
