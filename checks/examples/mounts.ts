/** Replaces system files for a single job, using bind mounts in a separate mount namespace. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { basename, join } from 'node:path';
import type { Org } from '../../simulator/org/org.ts';
import type { ExampleCase } from './case.ts';
import { CACHE, JAVA_HOME } from './paths.ts';

export interface MountSetup {
  /** Prefix that runs another command in the mount namespace. Empty if nothing is mounted. */
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
  if (Object.values(example.jobs).includes('failure')) mounts.push(NO_TERMINAL);
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
  const isOwn = example.repository === 'own';
  if (isOwn) mounts.push(...mountsOfRunner(folder));
  return {
    wrapperCommand: [
      ...(mounts.length === 0 ? [] : mountCommand(mounts)),
      ...(isOwn ? RUNNER_USER_COMMAND : []),
    ],
    close: () => void server?.close(),
  };
}

/**
 * Makes act read the output of steps from a pipe, because it cannot open a terminal. act closes a
 * terminal as soon as a step fails, which can lose the last lines of the step. From a pipe, act loses
 * a last line without a line break, so cases that succeed keep the terminal.
 */
const NO_TERMINAL: [source: string, target: string] = ['/dev/null', '/dev/ptmx'];

/** The user of GitHub's runners, who is not root and can use sudo without a password. */
export const RUNNER_USER = { name: 'runner', id: 1001 };
const RUNNER_USER_COMMAND = [
  ...['setpriv', `--reuid=${RUNNER_USER.id}`, `--regid=${RUNNER_USER.id}`, '--clear-groups'],
];

/** Adds the runner's user, and hides the parts of Debian's Java that GitHub's images do not have. */
function mountsOfRunner(folder: string): [source: string, target: string][] {
  const { name, id } = RUNNER_USER;
  const mounts: [string, string][] = [];
  for (const [file, line] of [
    ['/etc/passwd', `${name}:*:${id}:${id}::${join(folder, 'home')}:/bin/bash`],
    ['/etc/group', `${name}:x:${id}:`],
  ] as const) {
    const copy = join(folder, basename(file));
    const others = readFileSync(file, 'utf8')
      .split('\n')
      .filter((other) => !other.includes(`:x:${id}:`));
    writeFileSync(copy, [...others.filter(Boolean), line, ''].join('\n'));
    mounts.push([copy, file]);
  }
  if (existsSync('/etc/sudoers')) {
    // sudo requires a file that only root can write. Like Ubuntu, the file also replaces the PATH.
    const sudoers = join(CACHE, 'sudoers');
    const paths = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
    const lines = [
      `Defaults env_reset, secure_path="${paths}"`,
      'root ALL=(ALL:ALL) ALL',
      `${name} ALL=(ALL) NOPASSWD: ALL`,
    ];
    const content = `${lines.join('\n')}\n`;
    // Another case may have mounted the file.
    if (!existsSync(sudoers) || readFileSync(sudoers, 'utf8') !== content)
      writeFileSync(sudoers, content, { mode: 0o440 });
    mounts.push([sudoers, '/etc/sudoers']);
  }
  if (existsSync(DEBIAN_JAVA_CERTIFICATES)) {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    const security = join(folder, 'java-security');
    // cpSync would keep the symbolic links in the folder.
    execFileSync('cp', [
      '--recursive',
      '--dereference',
      join(JAVA_HOME, 'lib', 'security'),
      security,
    ]);
    // Mount Java's folder first, because one of its files links to the other folder.
    mounts.push([security, join(JAVA_HOME, 'lib', 'security')], [empty, DEBIAN_JAVA_CERTIFICATES]);
  }
  return mounts;
}

const DEBIAN_JAVA_CERTIFICATES = '/etc/ssl/certs/java';

function mountCommand(mounts: readonly (readonly [string, string])[]): string[] {
  const binds = mounts.map(([source, target]) => `mount --bind "${source}" ${target} && `);
  return ['unshare', '--mount', 'sh', '-c', `${binds.join('')}exec "$@"`, '-'];
}

/** Each case listens on its own loopback address, because cases run in parallel. */
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
