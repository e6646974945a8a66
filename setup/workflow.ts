import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SetupContext } from './context.ts';
import { SetupError } from './errors.ts';
import { errorCode, requireWritable } from './key-file.ts';
import { consumerKeyName } from './key-service/beside.ts';
import type { RemoteKey } from './key-service/signing-key.ts';
import { withSigningKey } from './key-service/workflow.ts';
import { commandLine } from './options.ts';
import { placesIn } from './places.ts';
import type { SetupRuntime } from './runtime.ts';
import type { PlaceInspection } from './steps/inspect-places.ts';

const EXAMPLES = fileURLToPath(new URL('../examples', import.meta.url));

export interface Workflow {
  readonly path: string;
  readonly text: string;
}

interface WorkflowTarget {
  readonly places: readonly PlaceInspection[] | undefined;
  readonly signingKey: RemoteKey | undefined;
}

/** Reads the example named by `--workflow` and sets its environment. Checks the target before anything is changed. */
export function readWorkflow(
  { options, runtime }: SetupContext,
  { places, signingKey }: WorkflowTarget,
): Workflow | undefined {
  const { workflow, 'workflow-dir': target } = options;
  const [place] = placesIn(options);
  if (workflow === undefined || target === undefined) return undefined;
  const names = readdirSync(EXAMPLES).map((file) => file.replace(/\.yml$/, ''));
  if (!names.includes(workflow)) {
    throw new SetupError(
      `There is no example ${workflow}. There are: ${names.join(', ')}.`,
      commandLine(options, { workflow: 'deploy' }),
    );
  }
  const example = readFileSync(join(EXAMPLES, `${workflow}.yml`), 'utf8');
  const [first] = places ?? [];
  const consumerKey = first === undefined ? 'SF_CONSUMER_KEY' : consumerKeyName(first, options);
  const text = withEnvironment(
    signingKey === undefined
      ? example
      : withSigningKey(example, { service: signingKey.service, consumerKey }),
    place?.environment,
  );
  const path = join(resolve(runtime.folder, target), `salesforce-${workflow}.yml`);
  if (existsSync(path) && readFileSync(path, 'utf8') !== text) {
    throw new SetupError(
      `${path} already exists and is not overwritten.`,
      commandLine(options, { 'workflow-dir': 'DIR' }),
    );
  }
  const parent = existingParent(dirname(path));
  const nextCommand = commandLine(options, { 'workflow-dir': 'DIR' });
  if (!statSync(parent).isDirectory())
    throw new SetupError(`${parent} is not a folder.`, nextCommand);
  requireWritable(runtime, parent, nextCommand);
  return { path, text };
}

const existingParent = (folder: string): string =>
  existsSync(folder) ? folder : existingParent(dirname(folder));

/**
 * Writes the file and returns a sentence about it. Does not throw, because everything else has
 * already been done.
 */
export function writeWorkflow({ path, text }: Workflow, runtime: SetupRuntime): string {
  try {
    if (existsSync(path) && readFileSync(path, 'utf8') === text) return `Workflow: ${path}`;
    mkdirSync(dirname(path), { recursive: true });
    // The file may have been created since it was checked.
    runtime.writeFile(path, text, { flag: 'wx' });
    return `Workflow: ${path}`;
  } catch (error) {
    const reason = errorCode(error) === 'EEXIST' ? 'it exists by now' : errorCode(error);
    return `The workflow was not written to ${path}: ${reason}. Copy it from the folder examples.`;
  }
}

/**
 * Sets the environment of each job. The examples contain `environment:` either as a line or as a
 * comment.
 */
function withEnvironment(text: string, environment: string | undefined): string {
  const line = /^( +)(?:# )?environment: [\w.-]+$/gm;
  return environment === undefined
    ? text.replace(line, '$1# environment: production')
    : text.replace(line, (_, indent: string) => `${indent}environment: ${yamlString(environment)}`);
}

const yamlString = (name: string): string =>
  /^[A-Za-z][\w.-]*$/.test(name) && !YAML_WORDS.test(name) ? name : JSON.stringify(name);

/** Without quotes, YAML would parse these values as booleans or as null. */
const YAML_WORDS = /^(true|false|null|yes|no|on|off|y|n)$/i;
