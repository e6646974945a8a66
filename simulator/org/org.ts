import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Server as HttpServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, makeApp } from './app.ts';
import { makeCertificateAuthority } from './certificate-authority.ts';
import { type FaultInjector, makeFaultInjector } from './faults/fault-injector.ts';
import { FAULTS } from './faults/index.ts';
import { type GitHub, makeGitHub } from './github.ts';
import { type AsyncJobs, makeAsyncJobs } from './jobs.ts';
import { baseAppComponents } from './metadata/base-app.ts';
import { type Deployments, makeDeployments } from './metadata/deployments.ts';
import { type Metadata, makeMetadata } from './metadata/metadata.ts';
import { settingsComponents } from './metadata/org-settings.ts';
import { makeProxy, type ProxyCredentials, type RecordedTunnel } from './proxy.ts';
import { makeId } from './salesforce-id.ts';
import { makeHttpServer, makeTlsServer, type OnRequest, type OtherHosts } from './server.ts';
import { makeSessions, type Sessions } from './sessions.ts';
import { makeSetupRecords, type SetupRecords } from './setup-records.ts';
import type { LoginPolicy, OrgState, RecordedRequest } from './state.ts';
import { makeTenants, type Tenant, type TenantName, type Users } from './tenants.ts';
import { createUserDirectory, type Directory, PROFILES } from './users-and-licenses.ts';

export interface OrgOptions {
  /** If set, the proxy requires these credentials, and `environment()` contains them. */
  readonly proxyCredentials?: ProxyCredentials;
  readonly certificatePem?: string;
  readonly consumerKey?: string;
  readonly onRequest?: OnRequest;
  readonly otherHosts?: OtherHosts;
}

export interface Org {
  /** URL of the CONNECT proxy, including credentials if it requires them. */
  readonly proxyUrl: string;
  /** Certificate of the CA that issued the server's certificate. */
  readonly caPem: string;
  /** File with `caPem`, for `NODE_EXTRA_CA_CERTS`. */
  readonly caPath: string;
  /** URL of the production org over plain HTTP. */
  readonly httpUrl: string;
  /**
   * Port of the TLS server, for clients that resolve host names themselves instead of using the
   * proxy.
   */
  readonly tlsPort: number;
  readonly app: App;
  readonly policy: LoginPolicy;
  readonly records: SetupRecords;
  readonly tenants: readonly Tenant[];
  readonly users: Users;
  readonly sessions: Sessions;
  readonly metadata: Metadata;
  readonly directory: Directory;
  readonly deployments: Deployments;
  readonly jobs: AsyncJobs;
  readonly github: GitHub;
  readonly requests: RecordedRequest[];
  readonly tunnels: RecordedTunnel[];
  readonly faults: FaultInjector;
  now(): number;
  /** Uploads the certificate to the app, as "Upload Files" does in Setup. */
  uploadCertificate(pem: string): void;
  /** Refreshes a sandbox: gives it a new org ID and deletes its metadata and assignments. */
  refresh(tenant: TenantName): void;
  /** Returns the environment variables that a client needs to reach this org. */
  environment(): Record<string, string>;
  close(): Promise<void>;
}

export async function startOrg(options: OrgOptions = {}): Promise<Org> {
  const otherNames = options.otherHosts?.names ?? [];
  const authority = makeCertificateAuthority(otherNames);
  const onRequest = options.onRequest ?? (() => undefined);
  const faults = makeFaultInjector(FAULTS);
  const tunnels: RecordedTunnel[] = [];
  const { tenants, users } = makeTenants();
  const app = makeApp(options);
  const policy: LoginPolicy = {
    preventGenericLogin: false,
    adminApprovedAppsOnly: undefined,
    callerAddress: '203.0.113.7',
  };
  const metadata = makeMetadata((name) => {
    const myDomain = tenants.find((tenant) => tenant.name === name)?.myDomain ?? '';
    const highAssuranceProfiles = state.directory.highAssuranceProfiles();
    return [
      ...settingsComponents({ ...policy, highAssuranceProfiles }, myDomain),
      ...(app.installedIn.has(name)
        ? baseAppComponents({ app, profiles: Object.keys(PROFILES) })
        : []),
    ];
  });
  const state: OrgState = {
    tenants,
    users,
    app,
    sessions: makeSessions(),
    metadata,
    directory: createUserDirectory(users, metadata),
    deployments: makeDeployments(metadata),
    github: makeGitHub(),
    jobs: makeAsyncJobs(),
    faults,
    requests: [],
    policy,
    records: makeSetupRecords(),
    httpUrl: '',
    now: () => Date.now() + clockOffset(faults),
  };
  const http = await listen(makeHttpServer(state, onRequest));
  // The port is not known until the server is listening.
  state.httpUrl = `http://127.0.0.1:${http.port}`;
  const tlsServer = makeTlsServer(state, authority, onRequest, options.otherHosts);
  const tls = await listen(tlsServer);
  const connectTls = (socket: unknown): void => void tlsServer.emit('connection', socket);
  const credentials = options.proxyCredentials;
  const proxy = await listen(makeProxy({ state, tunnels, credentials, otherNames, connectTls }));
  const proxyUrl = `http://${urlUserInfo(credentials)}127.0.0.1:${proxy.port}`;
  const folder = await mkdtemp(join(tmpdir(), 'embedded-org-'));
  const caPath = join(folder, 'ca.pem');
  await writeFile(caPath, authority.caPem);

  return {
    ...state,
    proxyUrl,
    caPem: authority.caPem,
    caPath,
    tlsPort: tls.port,
    tunnels,
    uploadCertificate(pem) {
      state.app.certificatePem = new X509Certificate(pem).toString();
    },
    refresh(name) {
      const tenant = tenants.find((candidate) => candidate.name === name);
      if (tenant === undefined) return;
      tenant.orgId = makeId('00D');
      tenant.organization = { ...tenant.organization, Id: tenant.orgId };
      metadata.copy(undefined, name);
      state.directory.removeTenant(name);
    },
    environment: () => ({
      HTTPS_PROXY: proxyUrl,
      https_proxy: proxyUrl,
      NODE_EXTRA_CA_CERTS: caPath,
      // Without this variable, the Salesforce CLI would wait for the host name to resolve, which
      // never happens.
      SFDX_DISABLE_DNS_CHECK: 'true',
    }),
    async close() {
      await Promise.all([http.close(), tls.close(), proxy.close()]);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/**
 * A port on which nothing listens. It is not one that the system assigns to a server, so no other
 * program can get it.
 */
export const CLOSED_PORT = 1;

function clockOffset(faults: FaultInjector): number {
  return faults.active().find(({ fault }) => 'clock' in fault)?.ms ?? 0;
}

function urlUserInfo(credentials: ProxyCredentials | undefined): string {
  if (credentials === undefined) return '';
  const { user, password } = credentials;
  return `${encodeURIComponent(user)}:${encodeURIComponent(password)}@`;
}

interface ListeningServer {
  readonly port: number;
  close(): Promise<void>;
}

async function listen(server: HttpServer): Promise<ListeningServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // The server cannot close while a stalled connection is open.
        for (const socket of sockets) socket.destroy();
      }),
  };
}
