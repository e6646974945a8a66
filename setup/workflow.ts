import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetupError } from './errors.ts';
import { commandLine, type Options } from './options.ts';

const EXAMPLES = fileURLToPath(new URL('../examples', import.meta.url));

export interface Workflow {
  readonly path: string;
  readonly text: string;
}

/** Reads the example named by `--workflow` and sets its environment. Checks the target before anything is changed. */
export function readWorkflow(options: Options, folder: string): Workflow | undefined {
  const { workflow, 'workflow-dir': target, environment } = options;
  if (workflow === undefined || target === undefined) return undefined;
  const names = readdirSync(EXAMPLES).map((file) => file.replace(/\.yml$/, ''));
  if (!names.includes(workflow)) {
    throw new SetupError(
      `There is no example ${workflow}. There are: ${names.join(', ')}.`,
      commandLine(options, { workflow: 'deploy' }),
    );
  }
  const text = withEnvironment(
    readFileSync(join(EXAMPLES, `${workflow}.yml`), 'utf8'),
    environment,
  );
  const path = join(resolve(folder, target), `salesforce-${workflow}.yml`);
  if (existsSync(path) && readFileSync(path, 'utf8') !== text) {
    throw new SetupError(
      `${path} already exists and is not overwritten.`,
      commandLine(options, { 'workflow-dir': 'DIR' }),
    );
  }
  return { path, text };
}

export function writeWorkflow({ path, text }: Workflow): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
}

/** The examples contain `environment:` as a line or as a comment. */
function withEnvironment(text: string, environment: string | undefined): string {
  const line = /^( +)(?:# )?environment: [\w.-]+$/gm;
  return environment === undefined
    ? text.replace(line, '$1# environment: production')
    : text.replace(line, (_, indent: string) => `${indent}environment: ${yamlString(environment)}`);
}

const yamlString = (name: string): string =>
  /^[A-Za-z][\w.-]*$/.test(name) ? name : JSON.stringify(name);
