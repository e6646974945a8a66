/**
 * Simulates the owner's machine: the real gh, with a token for a simulated GitHub that has one
 * repository.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { SLUG } from '../../scripts/own/identity.ts';
import { type Org, startOrg } from '../../simulator/org/org.ts';
import {
  addPublishedRepository,
  type PublishedRepository,
} from '../../simulator/publishing/repository.ts';
import { ROOT } from '../../support/runner/action.ts';

const GH_FOLDER = join(ROOT, 'checks/setup/bin');
const TOKEN = `ghp_${'z9Y8x7W6v5'.repeat(4)}`;

export interface ScriptRun {
  readonly exitCode: number | null;
  /** stdout and stderr combined, as a terminal shows them. */
  readonly output: string;
}

export interface ScriptOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface PublishingHarness {
  readonly org: Org;
  readonly repository: PublishedRepository;
  readonly folder: string;
  /** Environment variables that gh needs to reach the simulated GitHub. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs a script of this project, or of the clone in `cwd`, with these arguments. */
  run(args: readonly string[], options?: ScriptOptions): Promise<ScriptRun>;
  close(): Promise<void>;
}

export async function createPublishingHarness(name = SLUG): Promise<PublishingHarness> {
  const org = await startOrg();
  org.github.tokens.add(TOKEN);
  const repository = addPublishedRepository(org.github, name);
  const folder = mkdtempSync(join(tmpdir(), 'publish-check-'));
  const env = {
    PATH: [GH_FOLDER, join(ROOT, 'node_modules/.bin'), '/usr/bin', '/bin'].join(delimiter),
    HOME: folder,
    GH_TOKEN: TOKEN,
    GH_PROMPT_DISABLED: '1',
    // Programs written in Go read the CA certificate from this file.
    SSL_CERT_FILE: org.caPath,
    ...org.environment(),
  };
  return {
    org,
    repository,
    folder,
    env,
    run: (args, { cwd = ROOT, env: extraEnv = {} } = {}) =>
      runProcess(args, { cwd, env: { ...env, ...extraEnv } }),
    async close() {
      await org.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function runProcess(
  args: readonly string[],
  options: Required<ScriptOptions>,
): Promise<ScriptRun> {
  const child = spawn(process.execPath, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  return { exitCode, output };
}
