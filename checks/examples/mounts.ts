/** Replaces system files for one job only, with bind mounts in a separate mount namespace. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { Org } from '../../simulator/org/org.ts';
import type { ExampleCase } from './case.ts';

export interface MountSetup {
  /** Runs another command in the mount namespace. Empty if nothing is mounted. */
  readonly wrapperCommand: readonly string[];
  close(): void;
}

export async function setUpMounts(
  example: ExampleCase,
  org: Org,
  folder: string,
): Promise<MountSetup> {
  const { authorityFile, noProxy = false } = example;
  const mounts: [source: string, target: string][] = [];
  if (authorityFile !== undefined) {
    const certificates = join(folder, 'certs');
    cpSync('/etc/ssl/certs', certificates, { recursive: true, verbatimSymlinks: true });
    writeFileSync(join(certificates, authorityFile), org.caPem);
    mounts.push([certificates, '/etc/ssl/certs']);
  }
  const server = noProxy ? await listenAsOrg(org) : undefined;
  if (server !== undefined) {
    const hosts = join(folder, 'hosts');
    writeFileSync(hosts, readFileSync('/etc/hosts', 'utf8') + hostsFileEntries(org, server));
    mounts.push([hosts, '/etc/hosts']);
  }
  return {
    wrapperCommand: mounts.length === 0 ? [] : mountCommand(mounts),
    close: () => void server?.close(),
  };
}

function mountCommand(mounts: readonly (readonly [string, string])[]): string[] {
  const binds = mounts.map(([source, target]) => `mount --bind "${source}" ${target} && `);
  return ['unshare', '--mount', 'sh', '-c', `${binds.join('')}exec "$@"`, '-'];
}

/** Each case listens on another loopback address, because cases run in parallel. */
let addressCount = 0;

async function listenAsOrg(org: Org): Promise<Server> {
  const server = createServer((socket) => {
    const upstream = connect(org.tlsPort, '127.0.0.1');
    for (const endpoint of [socket, upstream]) endpoint.on('error', () => undefined);
    socket.pipe(upstream).pipe(socket);
  });
  addressCount += 1;
  const host = `127.13.0.${addressCount}`;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen({ host, port: 443 }, resolve);
  });
  return server;
}

function hostsFileEntries(org: Org, server: Server): string {
  const { address } = server.address() as AddressInfo;
  const names = org.tenants.flatMap(({ myDomain, loginHost }) => [myDomain, loginHost]);
  return [...new Set(names)].map((name) => `${address} ${name}\n`).join('');
}
