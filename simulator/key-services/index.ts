import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OtherHosts } from '../org/server.ts';
import { KEY_SERVICE_FAULTS, type KeyServiceName } from './faults.ts';
import { makeListener, makeServer, type ServiceRecord } from './server.ts';
import {
  AWS_REGION,
  AZURE_HOST,
  certificateFor,
  GOOGLE_ACCOUNT,
  GOOGLE_PROVIDER,
  type KeyServicesState,
  makeState,
  VAULT_KEY,
} from './state.ts';

export interface VendorHosts extends OtherHosts {
  address(service: KeyServiceName): string;
  environment(service: KeyServiceName): Record<string, string>;
}

/** The four key services on loopback. They share one key. */
export interface KeyServices {
  readonly url: string;
  readonly state: KeyServicesState;
  readonly records: readonly ServiceRecord[];
  /** Certificate of the key's first version. */
  readonly certificatePem: string;
  /** Returns a value for `signing-key` that either pins a key version or leaves it open. */
  address(service: KeyServiceName, kind?: 'pinned' | 'unpinned'): string;
  /**
   * The same services under their vendors' host names, for an org whose proxy connects to them
   * (`otherHosts` of startOrg).
   */
  readonly atVendors: VendorHosts;
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
  const listener = makeListener(state, records);
  const server = makeServer(listener);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = await mkdtemp(join(tmpdir(), 'key-services-'));
  const atLoopback = await describeServices(
    loopbackUrls(url),
    state,
    join(folder, 'gha-creds.json'),
  );
  const atVendors = await describeServices(VENDOR_URLS, state, join(folder, 'vendors.json'));
  const [version] = state.key.versions;
  if (version === undefined) throw new Error('The key has no version.');
  const { credentials } = state;
  return {
    url,
    state,
    records,
    certificatePem: certificateFor(version),
    address: (service, kind = 'pinned') => atLoopback.addresses[service][kind],
    environment: (service) => ({ ...atLoopback.environments[service], ...overrides(service, url) }),
    atVendors: {
      names: Object.values(VENDOR_URLS).map((vendorUrl) => new URL(vendorUrl).host),
      listener,
      address: (service) => atVendors.addresses[service].pinned,
      environment: (service) => atVendors.environments[service],
    },
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

/** URLs of the services and of their token endpoints. */
interface ServiceUrls {
  readonly awsKms: string;
  readonly vault: string;
  readonly googleKms: string;
  readonly googleSts: string;
  readonly googleIam: string;
  readonly azureVault: string;
  readonly azureLogin: string;
  readonly oidc: string;
}

const VENDOR_URLS: ServiceUrls = {
  awsKms: `https://kms.${AWS_REGION}.amazonaws.com`,
  vault: 'https://vault.acme.com',
  googleKms: 'https://cloudkms.googleapis.com',
  googleSts: 'https://sts.googleapis.com',
  googleIam: 'https://iamcredentials.googleapis.com',
  azureVault: `https://${AZURE_HOST}`,
  azureLogin: 'https://login.microsoftonline.com',
  oidc: 'https://run-actions-1-azure-eastus.actions.githubusercontent.com',
};

const loopbackUrls = (url: string): ServiceUrls => ({
  awsKms: url,
  vault: url,
  googleKms: url,
  googleSts: url,
  googleIam: url,
  azureVault: url,
  azureLogin: url,
  oidc: url,
});

/**
 * Returns the variables, if the service has any, that make a client use loopback instead of the
 * service's own host.
 */
function overrides(service: KeyServiceName, url: string): Record<string, string> {
  if (service === 'aws') return { AWS_ENDPOINT_URL_KMS: url };
  return service === 'google' ? { CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDKMS: url } : {};
}

async function describeServices(
  urls: ServiceUrls,
  state: KeyServicesState,
  credentialsFile: string,
) {
  await writeFile(credentialsFile, JSON.stringify(googleCredentials(urls, state)));
  return {
    addresses: addresses(urls, state),
    environments: environments(urls, state, credentialsFile),
  };
}

/**
 * Returns the addresses of the key for each service. Google has no unpinned address: only a key version
 * can sign.
 */
function addresses(
  urls: ServiceUrls,
  { ids }: KeyServicesState,
): Readonly<Record<KeyServiceName, { readonly pinned: string; readonly unpinned: string }>> {
  const google = `gcpkms://${ids.googleKey}/cryptoKeyVersions/1`;
  const azure = `azurekms://${new URL(urls.azureVault).host}/${VAULT_KEY}`;
  return {
    aws: { pinned: `awskms:///${ids.awsArn}`, unpinned: `awskms:///${ids.awsAlias}` },
    vault: { pinned: `hashivault://${VAULT_KEY}/1`, unpinned: `hashivault://${VAULT_KEY}` },
    google: { pinned: google, unpinned: google },
    azure: { pinned: `${azure}/${ids.azureVersion}`, unpinned: azure },
  };
}

function environments(
  urls: ServiceUrls,
  { ids, credentials }: KeyServicesState,
  credentialsFile: string,
): Readonly<Record<KeyServiceName, Record<string, string>>> {
  const oidc = {
    ACTIONS_ID_TOKEN_REQUEST_URL: `${urls.oidc}/oidc/token?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: credentials.oidcBearer,
  };
  return {
    aws: {
      AWS_ACCESS_KEY_ID: credentials.awsAccessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.awsSecretAccessKey,
      AWS_SESSION_TOKEN: credentials.awsSessionToken,
      AWS_REGION,
    },
    vault: { VAULT_ADDR: urls.vault, VAULT_TOKEN: credentials.vaultToken },
    google: { ...oidc, GOOGLE_APPLICATION_CREDENTIALS: credentialsFile },
    azure: { ...oidc, AZURE_CLIENT_ID: ids.azureClient, AZURE_TENANT_ID: ids.azureTenant },
  };
}

/** Returns the content of the credentials file that google-github-actions/auth writes. */
function googleCredentials(urls: ServiceUrls, { credentials }: KeyServicesState) {
  const audience = encodeURIComponent(`https:${GOOGLE_PROVIDER}`);
  return {
    universe_domain: 'googleapis.com',
    type: 'external_account',
    audience: GOOGLE_PROVIDER,
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: `${urls.googleSts}/v1/token`,
    service_account_impersonation_url: `${urls.googleIam}/v1/projects/-/serviceAccounts/${GOOGLE_ACCOUNT}:generateAccessToken`,
    credential_source: {
      url: `${urls.oidc}/oidc/token?api-version=2.0&audience=${audience}`,
      headers: { Authorization: `Bearer ${credentials.oidcBearer}` },
      format: { type: 'json', subject_token_field_name: 'value' },
    },
  };
}
