/**
 * Runs one job like a workflow: it starts an embedded org, creates a key pair with openssl, runs the
 * action's step, and then runs real clients with only the step's outputs and variables.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Org, startOrg } from '../../simulator/org/org.ts';
import type { RecordedRequest } from '../../simulator/org/state.ts';
import { ROOT } from '../../support/runner/action.ts';
import { applyMasks, masksOf } from '../../support/runner/commands.ts';
import { stepEnvironment } from '../../support/runner/environment.ts';
import { type ProgramResult, runProgram } from '../../support/runner/program.ts';
import { runStep, type StepResult } from '../../support/runner/step.ts';

const INTEROP_FOLDER = fileURLToPath(new URL('.', import.meta.url));
const SF = join(INTEROP_FOLDER, 'node_modules', '@salesforce', 'cli', 'bin', 'run.js');

export const USERNAME = 'ci@acme.com';
export const HOST = 'acme.my.salesforce.com';

type ClientEnvironment = Readonly<Record<string, string | undefined>>;

export interface ClientResult extends ProgramResult {
  /** The complete output, with the step's masks applied. */
  readonly log: string;
  /** Requests that the org received while the command ran, such as `GET /services/data`. */
  readonly requests: readonly string[];
}

export interface InteropJob {
  readonly org: Org;
  readonly home: string;
  /** A copy of the sample Salesforce DX project, so that `sf` writes no files to the repository. */
  readonly project: string;
  readonly keyFile: string;
  readonly step: StepResult;
  readonly token: string;
  run(program: string, args: readonly string[], env: ClientEnvironment): Promise<ClientResult>;
  sf(args: readonly string[], env: ClientEnvironment): Promise<ClientResult>;
  /** Runs the post step with the state that the main step saved. */
  post(): Promise<StepResult>;
  close(): Promise<void>;
}

/** Turns off telemetry and updates, so that sf does not contact other hosts. */
const SF_SETTINGS = {
  SF_DISABLE_TELEMETRY: 'true',
  SF_DISABLE_AUTOUPDATE: 'true',
  SF_SKIP_NEW_VERSION_CHECK: 'true',
  // With a compile cache, sf starts in 0.8 s in place of 1.3 s.
  NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/compile'),
};

interface JobOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly tokenFormat?: 'opaque' | 'jwt';
}

export async function startJob({
  inputs = {},
  tokenFormat = 'opaque',
}: JobOptions): Promise<InteropJob> {
  const folder = mkdtempSync(join(tmpdir(), 'interop-'));
  const [home, project, clientTemp] = ['home', 'project', 'client-temp'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  for (const path of [home, clientTemp]) mkdirSync(path);
  cpSync(join(INTEROP_FOLDER, 'project'), project, { recursive: true });
  const { keyFile, certificate } = createKeyPair(folder);
  const org = await startOrg();
  org.uploadCertificate(certificate);
  org.app.tokenFormat = tokenFormat;

  const step = await runStep('main', {
    home,
    env: org.environment(),
    inputs: {
      'consumer-key': org.app.consumerKey,
      'private-key': readFileSync(keyFile, 'utf8'),
      username: USERNAME,
      'login-url': `https://${HOST}`,
      ...inputs,
    },
  });

  async function run(program: string, args: readonly string[], env: ClientEnvironment) {
    const before = org.requests.length;
    const clientEnvironment = stepEnvironment(clientTemp, {
      home,
      env: { ...SF_SETTINGS, ...org.environment(), ...env },
    });
    const result = await runProgram(program, args, { cwd: project, env: clientEnvironment });
    const log = applyMasks(result.printed, masksOf(step.commands));
    return { ...result, log, requests: org.requests.slice(before).map(summarizeRequest) };
  }

  return {
    org,
    home,
    project,
    keyFile,
    step,
    token: step.outputs['access-token'] ?? '',
    run,
    sf: (args, env) => run(process.execPath, ['--no-deprecation', SF, ...args], env),
    post: () => runStep('post', { ...step, home, env: org.environment() }),
    async close() {
      await org.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Creates a key and a certificate with the openssl command from Salesforce's documentation. */
function createKeyPair(folder: string): { keyFile: string; certificate: string } {
  const keyFile = join(folder, 'server.key');
  const certificateFile = join(folder, 'server.crt');
  const command =
    'req -x509 -sha256 -nodes -days 365 -newkey rsa:2048 -subj /CN=GitHub-Actions -keyout';
  execFileSync('openssl', [...command.split(' '), keyFile, '-out', certificateFile], {
    stdio: 'pipe',
  });
  return { keyFile, certificate: readFileSync(certificateFile, 'utf8') };
}

function summarizeRequest({ method, path, outcome }: RecordedRequest): string {
  return path.includes('/Soap/') || path.endsWith('/query')
    ? `${method} ${path} ${outcome}`
    : `${method} ${path}`;
}
