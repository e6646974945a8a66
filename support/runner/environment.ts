import { mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { inputVariables } from './action.ts';
import { makeCommandFiles } from './command-files.ts';

type StringRecord = Readonly<Record<string, string>>;

export interface StepEnvironmentOptions {
  /** Of an action; a `run:` step has none. */
  readonly inputs?: StringRecord;
  /** The environment of the job: a proxy, `RUNNER_DEBUG`, GITHUB_* of the event. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A home folder to keep; otherwise an empty one in the step's own folder. */
  readonly home?: string;
  /** What main saved, for post. */
  readonly state?: StringRecord;
}

/** What of the machine a step gets to see. Windows starts no program without `SystemRoot`. */
const INHERITED = ['SystemRoot', 'NODE_OPTIONS', 'NODE_V8_COVERAGE'];

/** Makes in the folder what the runner makes for a step, and gives the step's whole environment. */
export function stepEnvironment(
  folder: string,
  options: StepEnvironmentOptions,
): Record<string, string> {
  const home = options.home ?? join(folder, 'home');
  const temp = join(folder, 'temp');
  for (const path of [temp, home]) mkdirSync(path, { recursive: true });
  return definedOnly({
    // A program that the step's token is for takes the first node that it finds: this one.
    PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
    ...Object.fromEntries(INHERITED.map((name) => [name, process.env[name]])),
    // Home and temporary folder under the names that Linux and macOS use, and that Windows uses.
    HOME: home,
    USERPROFILE: home,
    TMPDIR: temp,
    TEMP: temp,
    TMP: temp,
    RUNNER_TEMP: temp,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: 'acme/app',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_JOB: 'deploy',
    RUNNER_ENVIRONMENT: 'github-hosted',
    ...makeCommandFiles(folder),
    ...(options.inputs && inputVariables(options.inputs)),
    ...(options.state && stateVariables(options.state)),
    ...options.env,
  });
}

export const stateVariables = (state: StringRecord): Record<string, string> =>
  Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]));

function definedOnly(values: Record<string, string | undefined>): Record<string, string> {
  const entries = Object.entries(values).filter((entry) => entry[1] !== undefined);
  return Object.fromEntries(entries as [string, string][]);
}
