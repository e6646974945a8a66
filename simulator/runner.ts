/**
 * Runs the built action as GitHub's runner does: inputs in INPUT_*, command files for output, state,
 * environment and summary, workflow commands on standard output, masks from the moment they are
 * registered. Shared by the tests, the demo and the bench.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface ActionYml {
  readonly name: string;
  readonly inputs: Record<string, { description: string; required?: boolean; default?: string }>;
  readonly outputs: Record<string, { description: string }>;
  readonly runs: { using: string; main: string; post: string };
}

export const actionYml: ActionYml = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8'));

export interface StepOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  /** The environment of the job: a proxy, `RUNNER_DEBUG`, GITHUB_* of the event. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A home folder to keep; otherwise an empty one that is removed. */
  readonly home?: string;
  /** What main saved, for post. */
  readonly state?: Readonly<Record<string, string>>;
  /** Stands in for the built file: the source, so that coverage can see it. */
  readonly script?: string;
}

export interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

export interface StepResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Workflow commands in the order in which they came, masks included. */
  readonly commands: readonly Command[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly summary: string;
  /** The log as the runner shows it: secrets as `***`, commands as what they do. */
  readonly log: string;
  /** Everything that the process left behind: command files, temporary and home folder. */
  readonly files: Readonly<Record<string, string>>;
  readonly milliseconds: number;
}

const COMMAND_FILES = {
  GITHUB_OUTPUT: 'output',
  GITHUB_STATE: 'state',
  GITHUB_ENV: 'env',
  GITHUB_PATH: 'path',
  GITHUB_STEP_SUMMARY: 'summary.md',
} as const;

/** No step asks for more than a few seconds; even a busy machine is done by then. */
const HANGS_AFTER_MS = 120_000;

/** Runs `main` or `post` of action.yml once, as one step of a job. */
export async function runStep(
  part: 'main' | 'post',
  options: StepOptions = {},
): Promise<StepResult> {
  const folder = mkdtempSync(join(tmpdir(), 'step-'));
  const home = options.home ?? join(folder, 'home');
  const temp = join(folder, 'temp');
  for (const path of [temp, home]) mkdirSync(path, { recursive: true });
  const files = Object.entries(COMMAND_FILES).map(([name, file]) => [name, join(folder, file)]);
  for (const [, file] of files) writeFileSync(file as string, '');

  const env = definedOnly({
    PATH: process.env['PATH'],
    SystemRoot: process.env['SystemRoot'],
    NODE_V8_COVERAGE: process.env['NODE_V8_COVERAGE'],
    HOME: home,
    USERPROFILE: home,
    RUNNER_TEMP: temp,
    TMPDIR: temp,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: 'acme/app',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_JOB: 'deploy',
    RUNNER_ENVIRONMENT: 'github-hosted',
    ...Object.fromEntries(files),
    ...inputVariables(options.inputs ?? {}),
    ...prefixed('STATE_', options.state ?? {}),
    ...options.env,
  });
  const script = options.script ?? actionYml.runs[part];
  const started = performance.now();
  const { exitCode, stdout, stderr } = await run(script, env);
  const milliseconds = performance.now() - started;

  const read = (name: keyof typeof COMMAND_FILES) =>
    readFileSync(join(folder, COMMAND_FILES[name]), 'utf8');
  const result = {
    exitCode,
    stdout,
    stderr,
    commands: commandsOf(stdout),
    outputs: keyValues(read('GITHUB_OUTPUT')),
    env: keyValues(read('GITHUB_ENV')),
    state: keyValues(read('GITHUB_STATE')),
    summary: read('GITHUB_STEP_SUMMARY'),
    log: asRunnerShows(stdout),
    files: everythingBelow(folder, home),
    milliseconds,
  };
  rmSync(folder, { recursive: true, force: true });
  return result;
}

/** The runner sets every declared input: as given, by its default, or empty. */
export function inputVariables(given: Readonly<Record<string, string>>): Record<string, string> {
  for (const name of Object.keys(given)) {
    if (!actionYml.inputs[name]) throw new Error(`action.yml has no input named ${name}`);
  }
  return Object.fromEntries(
    Object.entries(actionYml.inputs).map(([name, { default: fallback = '' }]) => [
      `INPUT_${name.toUpperCase()}`,
      given[name] ?? fallback,
    ]),
  );
}

function prefixed(prefix: string, values: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]));
}

function definedOnly(values: Record<string, string | undefined>): Record<string, string> {
  const entries = Object.entries(values).filter((entry) => entry[1] !== undefined);
  return Object.fromEntries(entries as [string, string][]);
}

async function run(script: string, env: Record<string, string>) {
  const child = spawn(process.execPath, [join(ROOT, script)], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A step that hangs is ended, and its exit code is null.
    timeout: HANGS_AFTER_MS,
    killSignal: 'SIGKILL',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  return { exitCode, stdout, stderr };
}

/** `name=value` and `name<<delimiter … delimiter`, as the runner reads them. */
export function keyValues(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const heredoc = /^([^=<]+)<<(.+)$/.exec(line);
    if (heredoc) {
      const [, name = '', delimiter] = heredoc;
      const end = lines.indexOf(delimiter ?? '', i + 1);
      if (end < 0) throw new Error(`no end for ${name}`);
      values[name] = lines.slice(i + 1, end).join('\n');
      i = end;
    } else if (line !== '') {
      const [name = '', ...rest] = line.split('=');
      values[name] = rest.join('=');
    }
  }
  return values;
}

/** The runner ends a line at each of these. */
const LINE_END = /\r\n|\r|\n/;

/**
 * `::name key=value::message` at the beginning of a line, and the older `##[name key=value]message`
 * anywhere in it: the runner obeys both. Other names are no commands; `token` in
 * `::stop-commands::token` is one afterwards, which is why stop-commands must never come.
 */
const COMMAND = /^\s*::([a-z-]+)(?: ((?:(?!::).)*))?::(.*)$|##\[([a-z-]+)(?: ([^\]]*))?\](.*)$/i;
const NAMES =
  'add-mask add-matcher add-path debug echo endgroup error group notice remove-matcher save-state set-env set-output stop-commands warning'.split(
    ' ',
  );

function commandsOf(stdout: string): Command[] {
  return stdout.split(LINE_END).flatMap((line) => {
    const [, newName, newProperties, newMessage, oldName, oldProperties, oldMessage] =
      COMMAND.exec(line) ?? [];
    const name = (newName ?? oldName ?? '').toLowerCase();
    if (!NAMES.includes(name)) return [];
    const pairs = (newProperties ?? oldProperties ?? '').split(newName ? ',' : ';');
    const named = pairs.flatMap((pair) => {
      const [key = '', ...value] = pair.split('=');
      return value.length === 0 ? [] : [[key.trim(), unescaped(value.join('='), PROPERTY_ESCAPES)]];
    });
    const message = unescaped(newMessage ?? oldMessage ?? '', MESSAGE_ESCAPES);
    return [{ name, properties: Object.fromEntries(named), message }];
  });
}

const MESSAGE_ESCAPES = { '%0D': '\r', '%0A': '\n', '%25': '%' };
const PROPERTY_ESCAPES = { ...MESSAGE_ESCAPES, '%3A': ':', '%2C': ',' };

function unescaped(text: string, escapes: Readonly<Record<string, string>>): string {
  return text.replace(/%(0D|0A|25|3A|2C)/g, (code) => escapes[code] ?? code);
}

/** Which masks a value registers: itself, and each of its lines. */
export function masksOf(commands: readonly Command[]): string[] {
  return commands
    .filter(({ name }) => name === 'add-mask')
    .flatMap(({ message }) => [message, ...message.split('\n').map((line) => line.trim())])
    .filter((mask) => mask !== '');
}

const SHOWN_AS: Readonly<Record<string, string>> = {
  error: 'Error: ',
  warning: 'Warning: ',
  notice: 'Notice: ',
  debug: 'Debug: ',
};

function asRunnerShows(stdout: string): string {
  const masks: string[] = [];
  const shown: string[] = [];
  for (const line of stdout.replace(/\n$/, '').split(LINE_END)) {
    const [command] = commandsOf(line);
    if (command?.name === 'add-mask') masks.push(...masksOf([command]));
    const prefix = command && SHOWN_AS[command.name];
    if (command && prefix === undefined) continue;
    const text = command ? prefix + command.message : line;
    const longestFirst = [...masks].sort((a, b) => b.length - a.length);
    shown.push(longestFirst.reduce((hidden, mask) => hidden.replaceAll(mask, '***'), text));
  }
  return shown.join('\n');
}

function everythingBelow(...folders: string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const folder of folders) collect(folder, found);
  return found;
}

function collect(path: string, found: Record<string, string>): void {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const full = join(path, entry.name);
    if (entry.isDirectory()) collect(full, found);
    else if (entry.isFile()) found[full] = readFileSync(full, 'latin1');
  }
}
