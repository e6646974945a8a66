import { mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { inputVariables } from './action.ts';
import { makeCommandFiles } from './command-files.ts';

type StringRecord = Readonly<Record<string, string>>;

export interface StepEnvironmentOptions {
  /** Inputs of the action. Undefined for a `run:` step. */
  readonly inputs?: StringRecord;
  /**
   * Additional variables, for example `HTTPS_PROXY` or `RUNNER_DEBUG`. They override all other
   * variables.
   */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /**
   * A home folder that outlives the step. By default, the home folder is an empty folder within the
   * step's folder.
   */
  readonly home?: string;
  /** The state that the main step saved. Only used for post. */
  readonly state?: StringRecord;
}

/** Variables that a step inherits. Windows cannot start a program without `SystemRoot`. */
const INHERITED = ['SystemRoot', 'NODE_OPTIONS', 'NODE_V8_COVERAGE'];

/**
 * Creates the files and folders of a step as the runner does. Returns the step's complete environment.
 */
export function stepEnvironment(
  folder: string,
  options: StepEnvironmentOptions,
): Record<string, string> {
  const home = options.home ?? join(folder, 'home');
  const temp = join(folder, 'temp');
  for (const path of [temp, home]) mkdirSync(path, { recursive: true });
  return definedOnly({
    // Programs that a step starts must use the same version of Node.js.
    PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
    ...Object.fromEntries(INHERITED.map((name) => [name, process.env[name]])),
    // Linux and macOS use HOME and TMPDIR; Windows uses USERPROFILE, TEMP and TMP.
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
