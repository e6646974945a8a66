/** Runs one case and says in sentences what is not as it should be. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { RecordedRequest } from '../../simulator/org/state.ts';
import { isServed } from '../../simulator/org/tenants.ts';
import type { Case, Run } from './case.ts';
import { type EngineResult, runEngine } from './engine.ts';
import { ACT, CACHE, NPM_REGISTRY, ROOT, STAND_INS } from './installed.ts';
import { assertionsOf, filesWithSecrets, leaksIn } from './leaks.ts';
import type { ProcessWatch } from './processes.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

export interface Outcome {
  /** Nothing, where all is well. */
  readonly complaints: readonly string[];
  readonly requests: readonly string[];
  readonly result: string;
  readonly seconds: number;
  readonly log: string;
}

export async function runCase(
  example: Case,
  watch: ProcessWatch,
  text = textOf(example),
): Promise<Outcome> {
  const workplace = await openWorkplace(example);
  try {
    example.prepare?.(workplace);
    const workflow = join(workplace.folder, example.file);
    mkdirSync(join(workflow, '..'), { recursive: true });
    writeFileSync(workflow, text);
    const started = Date.now();
    const engine = await engineFor(example, workplace, workflow, text);
    const seconds = (Date.now() - started) / 1000;
    const lines = workplace.org.requests.map(inShort);
    const requests = withoutRepeats(lines.filter((line) => !HOUSEKEEPING.test(line)));
    const run: Run = { ...workplace, engine, requests };
    const complaints = [
      ...differences(example, run),
      ...strangers(example, workplace),
      ...leaks(example, workplace, engine, watch),
    ];
    const result = Object.entries(engine.jobs).map(([job, result]) => `${job} ${result}`);
    return {
      complaints,
      requests,
      result: result.join(', ') || 'skipped',
      seconds,
      log: engine.log,
    };
  } finally {
    await workplace.close();
  }
}

export const textOf = ({ file }: Case): string => readFileSync(join(ROOT, file), 'utf8');

function engineFor(
  example: Case,
  workplace: Workplace,
  workflow: string,
  text: string,
): Promise<EngineResult> {
  const { org, loginUrl, username, folder, privateKeyPem } = workplace;
  return runEngine({
    act: ACT,
    workflow,
    event: example.event,
    payload: example.payload ?? {},
    secrets: {
      SF_CONSUMER_KEY: org.app.consumerKey,
      SF_PRIVATE_KEY: privateKeyPem,
      ...example.secrets?.(workplace),
    },
    vars: { SF_USERNAME: username, SF_LOGIN_URL: loginUrl, ...example.vars?.(workplace) },
    actions: actionsIn(text),
    runsOn: ['ubuntu-latest', 'self-hosted'],
    job: example.job,
    matrix: example.matrix,
    within: workplace.within,
    repository: workplace.repository,
    folder: mkdir(folder, 'given'),
    env: workplace.env,
    stepPath: workplace.stepPath,
  });
}

function mkdir(...parts: string[]): string {
  const folder = join(...parts);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Our own action as a runner would download it; for the others, what stands in for them. */
function actionsIn(text: string): Record<string, string> {
  const names = [...text.matchAll(/uses: ([\w.-]+\/[\w./-]+@\S+)/g)].map(([, name = '']) => name);
  return Object.fromEntries(names.map((name) => [name, folderFor(name)]));
}

function folderFor(name: string): string {
  const [repository = ''] = name.split('@');
  return repository === 'salesforce-jwt-auth/salesforce-jwt-auth'
    ? ownAction()
    : join(STAND_INS, repository.replace(/^.*\//, ''));
}

let downloaded: string | undefined;

function ownAction(): string {
  if (downloaded === undefined) {
    downloaded = mkdir(CACHE, 'action');
    execFileSync(
      'bash',
      [
        '-euo',
        'pipefail',
        '-c',
        'rm -rf "$1"/*; git archive HEAD | tar -x -C "$1"; cp -r action.yml dist "$1"',
        '-',
        downloaded,
      ],
      { cwd: ROOT },
    );
  }
  return downloaded;
}

function differences(example: Case, run: Run): string[] {
  const { engine, requests } = run;
  const complaints: string[] = [];
  for (const [job, wanted] of Object.entries(example.jobs)) {
    const had = engine.jobs[job] ?? 'skipped';
    if (had !== wanted) complaints.push(`the job ${job} ended with ${had}, not with ${wanted}`);
  }
  for (const job of Object.keys(engine.jobs)) {
    if (!(job in example.jobs)) complaints.push(`the job ${job} should not have run`);
  }
  if (requests.join('\n') !== example.requests.join('\n')) {
    complaints.push(
      `the org saw\n    ${requests.join('\n    ')}\n  and not\n    ${example.requests.join('\n    ')}`,
    );
  }
  for (const text of example.prints ?? []) {
    const found = typeof text === 'string' ? engine.log.includes(text) : text.test(engine.log);
    if (!found) complaints.push(`the log does not say ${text}`);
  }
  try {
    example.more?.(run);
  } catch (error) {
    complaints.push(error instanceof Error ? error.message : String(error));
  }
  return complaints;
}

/** What has the token talks to the org alone. */
function strangers({ looksForUpdates = false }: Case, { org, wayOut }: Workplace): string[] {
  const signedIn = org.requests.find(({ path }) => path.endsWith('/oauth2/token'))?.at ?? Infinity;
  const hosts = wayOut.asked.filter(({ at }) => at > signedIn).map(({ host }) => host);
  const before = wayOut.asked.filter(({ at }) => at <= signedIn).map(({ host }) => host);
  const known = [NPM_REGISTRY, ...(looksForUpdates ? before : [])];
  return [...new Set(hosts)]
    .filter((host) => !isServed(host) && !known.includes(host))
    .map((host) => `after the sign-in somebody asked for ${host}`);
}

function leaks(
  example: Case,
  workplace: Workplace,
  engine: EngineResult,
  watch: ProcessWatch,
): string[] {
  const { privateKeyPem, tokens, org, home, kept, folder } = workplace;
  const secrets = { privateKeyPem, tokens, assertions: assertionsOf(org) };
  const places = {
    "the engine's output": engine.printed,
    'the arguments of a process': [...watch.seen].join('\n'),
  };
  const files = filesWithSecrets([home, kept], secrets)
    .map((file) => relative(folder, file))
    .filter((file) => !example.leaves?.some((pattern) => pattern.test(file)));
  // A workflow with an org of its own has tokens that nobody here knows.
  const unknown = /00D\w{12}![\w.]{20}/.test(engine.printed)
    ? ["a token in the engine's output"]
    : [];
  return [
    ...leaksIn(places, secrets),
    ...unknown,
    ...files.map((file) => `a secret in the file ${file}`),
  ];
}

/** What sf asks before each command and a browser beside each page, as often as they like. */
const HOUSEKEEPING =
  /GET \/services\/data: OK$|query on Organization$|columns of \w+$|GET \/favicon.ico: /;

/** Without the query, which may be long: the outcome says what it was about. */
function inShort({ method, host, path, outcome }: RecordedRequest): string {
  const where = host.replace(/\.(my\.)?salesforce\.com$/, '');
  return `${where} ${method} ${path.replace(/(00D|005|0Af|0Ho|2SR|750)\w{12,15}/g, '…')}: ${outcome}`;
}

function withoutRepeats(lines: readonly string[]): string[] {
  return lines.filter((line, at) => line !== lines[at - 1]);
}
