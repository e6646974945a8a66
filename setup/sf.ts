import { oneLine } from '../src/one-line.ts';
import type { Job } from './job.ts';
import { Problem } from './problem.ts';

/** The Salesforce CLI, asked for JSON. */
export interface Sf {
  /** With `--target-org`. */
  org<T>(args: readonly string[], folder?: string): Promise<T>;
  /** What `sf --version` prints. */
  version(): Promise<string>;
  query<T>(soql: string): Promise<readonly T[]>;
  create(sobject: string, fields: Readonly<Record<string, string>>): Promise<string>;
  delete(sobject: string, id: string): Promise<void>;
}

/** A "no" of the CLI or of the org, as `sf` tells it. */
export class SfRefusal extends Problem {
  readonly code: string;
  readonly result: unknown;

  constructor(code: string, message: string, result: unknown) {
    super(message);
    this.code = code;
    this.result = result;
  }
}

export const INSTALL_SF = 'npm install --global @salesforce/cli';

interface Answer {
  readonly status?: number;
  readonly result?: unknown;
  readonly name?: string;
  readonly message?: string;
}

export function makeSf({ world, secrets }: Pick<Job, 'world' | 'secrets'>, alias: string): Sf {
  async function ask<T>(args: readonly string[], folder?: string): Promise<T> {
    const finished = await world.run({
      program: 'sf',
      args: [...args, '--json'],
      ...(folder === undefined ? {} : { folder }),
    });
    const answer = answerIn(finished.stdout);
    const command = [
      'sf',
      ...args.slice(
        0,
        args.findIndex((word) => word.startsWith('-')),
      ),
    ].join(' ');
    if (answer === undefined) {
      const said = oneLine(secrets.hide(finished.stdout || finished.stderr));
      throw new Problem(
        `"${command}" did not answer in JSON, but with: ${said || `exit code ${finished.exitCode}`}. If the Salesforce CLI is old: ${INSTALL_SF}`,
      );
    }
    if (answer.status === 0) return answer.result as T;
    const message = oneLine(secrets.hide(answer.message ?? failuresIn(answer.result)));
    throw new SfRefusal(answer.name ?? '', `"${command}" failed: ${message}`, answer.result);
  }
  const org: Sf['org'] = (args, folder) => ask([...args, '--target-org', alias], folder);
  const record = (verb: string, sobject: string, rest: readonly string[]) =>
    org<{ id: string }>(['data', verb, 'record', '--sobject', sobject, ...rest]);
  return {
    org,
    async version() {
      const { exitCode, stdout } = await world.run({ program: 'sf', args: ['--version'] });
      if (exitCode === undefined)
        throw new Problem('The Salesforce CLI (sf) is not installed.', INSTALL_SF);
      return oneLine(stdout);
    },
    async query<T>(soql: string) {
      return (await org<{ records: readonly T[] }>(['data', 'query', '--query', soql])).records;
    },
    async create(sobject, fields) {
      const values = Object.entries(fields).map(([name, value]) => `${name}='${value}'`);
      return (await record('create', sobject, ['--values', values.join(' ')])).id;
    },
    async delete(sobject, id) {
      await record('delete', sobject, ['--record-id', id]);
    },
  };
}

/** A warning may stand before the JSON. */
function answerIn(stdout: string): Answer | undefined {
  try {
    const answer: unknown = JSON.parse(stdout.slice(stdout.indexOf('{')));
    return typeof answer === 'object' && answer !== null && 'status' in answer
      ? (answer as Answer)
      : undefined;
  } catch {
    return undefined;
  }
}

interface Failures {
  readonly status?: string;
  readonly errorMessage?: string;
  readonly files?: readonly { readonly error?: string; readonly fullName?: string }[];
  readonly details?: {
    readonly runTestResult?: { readonly failures?: readonly { readonly message?: string }[] };
  };
}

function failuresIn(result: unknown): string {
  const { status, errorMessage, files = [], details } = (result ?? {}) as Failures;
  const problems = files.flatMap(({ error, fullName }) => (error ? [`${fullName}: ${error}`] : []));
  const tests = details?.runTestResult?.failures?.flatMap(({ message }) => message ?? []) ?? [];
  return (
    [errorMessage, ...problems, ...tests].filter(Boolean).join('; ') ||
    (status ?? 'no reason given')
  );
}

export const soqlText = (text: string): string => text.replaceAll("'", "\\'");
