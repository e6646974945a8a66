/** Runs one case and describes each deviation from the expected results in a sentence. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { SLUG } from '../../scripts/own/identity.ts';
import type { RecordedRequest } from '../../simulator/org/state.ts';
import { isServed } from '../../simulator/org/tenants.ts';
import type { CaseRun, ExampleCase } from './case.ts';
import { type EngineResult, runEngine } from './engine.ts';
import { type CaseSandbox, createSandbox } from './fixture.ts';
import { assertionsOf, filesWithSecrets, leaksInTexts } from './leaks.ts';
import { ACT, CACHE, NPM_REGISTRY, ROOT, STUB_ACTIONS } from './paths.ts';
import type { ProcessWatcher } from './processes.ts';

export interface CaseResult {
  /** Deviations from the expected results. Empty if the case passes. */
  readonly problems: readonly string[];
  readonly requests: readonly string[];
  readonly result: string;
  readonly seconds: number;
  readonly log: string;
}

export async function runCase(
  example: ExampleCase,
  watch: ProcessWatcher,
  text = textOf(example),
): Promise<CaseResult> {
  const sandbox = await createSandbox(example);
  try {
    example.prepare?.(sandbox);
    for (const file of example.calls ?? []) {
      const target = join(makeFolder(sandbox.repository, '.github/workflows'), basename(file));
      copyFileSync(join(ROOT, file), target);
    }
    const workflow = join(sandbox.folder, example.file);
    mkdirSync(join(workflow, '..'), { recursive: true });
    writeFileSync(workflow, text);
    const started = Date.now();
    makeFolder(sandbox.folder, 'act-files');
    sandbox.giveToRunner();
    const engine = await engineFor(example, sandbox, workflow, text);
    const seconds = (Date.now() - started) / 1000;
    const lines = sandbox.org.requests.map(summarizeRequest);
    const requests = withoutRepeats(lines.filter((line) => !BACKGROUND_REQUESTS.test(line)));
    const run: CaseRun = { ...sandbox, engine, requests };
    const problems = [
      ...differences(example, run),
      ...unexpectedHosts(example, sandbox),
      ...secretLeaks(example, sandbox, engine, watch),
    ];
    const result = Object.entries(engine.jobs).map(([job, result]) => `${job} ${result}`);
    return {
      problems,
      requests,
      result: result.join(', ') || 'skipped',
      seconds,
      log: engine.log,
    };
  } finally {
    await sandbox.close();
  }
}

export const textOf = ({ file }: ExampleCase): string => readFileSync(join(ROOT, file), 'utf8');

function engineFor(
  example: ExampleCase,
  sandbox: CaseSandbox,
  workflow: string,
  text: string,
): Promise<EngineResult> {
  const { org, loginUrl, username, folder, privateKeyPem } = sandbox;
  const calledTexts = (example.calls ?? []).map((file) => readFileSync(join(ROOT, file), 'utf8'));
  return runEngine({
    act: ACT,
    workflow,
    event: example.event,
    payload: example.payload ?? {},
    secrets: {
      SF_CONSUMER_KEY: org.app.consumerKey,
      SF_PRIVATE_KEY: privateKeyPem,
      ...example.secrets?.(sandbox),
    },
    vars: {
      SF_USERNAME: username,
      SF_LOGIN_URL: loginUrl,
      SF_ORG_ID: sandbox.orgId,
      ...example.vars?.(sandbox),
    },
    actions: actionsIn([text, ...calledTexts].join('\n')),
    runsOn: ['ubuntu-latest', 'self-hosted'],
    job: example.job,
    matrix: example.matrix,
    wrapperCommand: sandbox.wrapperCommand,
    repository: sandbox.repository,
    repositoryName: example.repositoryName ?? (example.repository === 'own' ? SLUG : 'acme/app'),
    folder: makeFolder(folder, 'act-files'),
    env: sandbox.env,
    stepPath: sandbox.stepPath,
  });
}

function makeFolder(...parts: string[]): string {
  const folder = join(...parts);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * Maps each action in the workflow to a folder: this action as a runner would download it, and stubs
 * for the others.
 */
function actionsIn(text: string): Record<string, string> {
  const names = [...text.matchAll(/uses: ([\w.-]+\/[\w./-]+@\S+)/g)].map(([, name = '']) => name);
  return Object.fromEntries(names.map((name) => [name, folderFor(name)]));
}

function folderFor(name: string): string {
  const [repository = ''] = name.split('@');
  return repository === SLUG
    ? packagedAction()
    : join(STUB_ACTIONS, repository.replace(/^.*\//, ''));
}

let packaged: string | undefined;

function packagedAction(): string {
  if (packaged === undefined) {
    packaged = makeFolder(CACHE, 'action');
    execFileSync(
      'bash',
      [
        '-euo',
        'pipefail',
        '-c',
        'rm -rf "$1"/*; git archive HEAD | tar -x -C "$1"; cp -r action.yml dist "$1"',
        '-',
        packaged,
      ],
      { cwd: ROOT },
    );
  }
  return packaged;
}

function differences(example: ExampleCase, run: CaseRun): string[] {
  const { engine, requests } = run;
  const problems: string[] = [];
  for (const [job, expected] of Object.entries(example.jobs)) {
    const actual = engine.jobs[job] ?? 'skipped';
    if (actual !== expected)
      problems.push(`the result of job ${job} is ${actual}, expected ${expected}`);
  }
  for (const job of Object.keys(engine.jobs)) {
    if (!(job in example.jobs)) problems.push(`the job ${job} ran unexpectedly`);
  }
  if (requests.join('\n') !== example.requests.join('\n')) {
    problems.push(
      `the org received\n    ${requests.join('\n    ')}\n  expected\n    ${example.requests.join('\n    ')}`,
    );
  }
  for (const text of example.logIncludes ?? []) {
    const matches = typeof text === 'string' ? engine.log.includes(text) : text.test(engine.log);
    if (!matches) problems.push(`the log does not contain ${text}`);
  }
  try {
    example.assert?.(run);
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
  return problems;
}

/**
 * Returns a sentence for each host other than the org to which the job connected after the sign-in.
 */
function unexpectedHosts(
  { checksForUpdates = false }: ExampleCase,
  { org, proxy }: CaseSandbox,
): string[] {
  const signedIn =
    org.requests.find(({ path }) => path.endsWith('/oauth2/token'))?.timestamp ?? Infinity;
  const laterHosts = proxy.connections
    .filter(({ timestamp }) => timestamp > signedIn)
    .map(({ host }) => host);
  const earlierHosts = proxy.connections
    .filter(({ timestamp }) => timestamp <= signedIn)
    .map(({ host }) => host);
  const allowedHosts = [NPM_REGISTRY, ...(checksForUpdates ? earlierHosts : [])];
  return [...new Set(laterHosts)]
    .filter((host) => !isServed(host) && !allowedHosts.includes(host))
    .map((host) => `the job connected to ${host} after the sign-in`);
}

function secretLeaks(
  example: ExampleCase,
  sandbox: CaseSandbox,
  engine: EngineResult,
  watch: ProcessWatcher,
): string[] {
  const { privateKeyPem, tokens, org, home, artifacts, folder } = sandbox;
  const secrets = { privateKeyPem, tokens, assertions: assertionsOf(org) };
  const texts = {
    'the output of act': engine.printed,
    'the arguments of a process': [...watch.commandLines].join('\n'),
  };
  const files = filesWithSecrets([home, artifacts], secrets)
    .map((file) => relative(folder, file))
    .filter((file) => !example.allowedFiles?.some((pattern) => pattern.test(file)));
  // A workflow that starts its own org gets tokens that this process does not know.
  const unknownTokens = /00D\w{12}![\w.]{20}/.test(engine.printed)
    ? ['a token in the output of act']
    : [];
  return [
    ...leaksInTexts(texts, secrets),
    ...unknownTokens,
    ...files.map((file) => `a secret in the file ${file}`),
  ];
}

/**
 * Matches requests whose number varies: requests to GitHub, those that sf sends before each
 * command, and those that a browser sends for each page.
 */
const BACKGROUND_REQUESTS =
  /^api\.github\.com |GET \/services\/data: OK$|query on Organization$|columns of \w+$|GET \/favicon.ico: /;

/**
 * Summarizes a request without its query string, because the outcome contains the queried object.
 */
function summarizeRequest({ method, host, path, outcome }: RecordedRequest): string {
  const shortHost = host.replace(/\.(my\.)?salesforce\.com$/, '');
  return `${shortHost} ${method} ${path.replace(/(00D|005|0Af|0Ho|2SR|750)\w{12,15}/g, '…')}: ${outcome}`;
}

function withoutRepeats(lines: readonly string[]): string[] {
  return lines.filter((line, index) => line !== lines[index - 1]);
}
