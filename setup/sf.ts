import { oneLine } from '../src/redaction/sanitize.ts';
import type { SetupContext } from './context.ts';
import { SetupError } from './errors.ts';

/** The Salesforce CLI, asked for JSON. */
export interface SalesforceCli {
  /** With `--target-org`. */
  org<T>(args: readonly string[], folder?: string): Promise<T>;
  /** What `sf --version` prints. */
  version(): Promise<string>;
  query<T>(soql: string): Promise<readonly T[]>;
  create(sobject: string, fields: Readonly<Record<string, string>>): Promise<string>;
  delete(sobject: string, id: string): Promise<void>;
}

/** A "no" of the CLI or of the org, as `sf` tells it. */
export class SfError extends SetupError {
  readonly code: string;
  readonly result: unknown;

  constructor(code: string, message: string, result: unknown) {
    super(message);
    this.code = code;
    this.result = result;
  }
}

export const INSTALL_SF = 'npm install --global @salesforce/cli';

interface SfResponse {
  readonly status?: number;
  readonly result?: unknown;
  readonly name?: string;
  readonly message?: string;
}

export function createSalesforceCli(
  { runtime, redactor }: Pick<SetupContext, 'runtime' | 'redactor'>,
  alias: string,
): SalesforceCli {
  async function runJson<T>(args: readonly string[], folder?: string): Promise<T> {
    const result = await runtime.run({
      program: 'sf',
      args: [...args, '--json'],
      ...(folder === undefined ? {} : { folder }),
    });
    const response = parseResponse(result.stdout);
    const command = [
      'sf',
      ...args.slice(
        0,
        args.findIndex((arg) => arg.startsWith('-')),
      ),
    ].join(' ');
    if (response === undefined) {
      const output = oneLine(redactor.redact(result.stdout || result.stderr));
      throw new SetupError(
        `"${command}" did not answer in JSON, but with: ${output || `exit code ${result.exitCode}`}. If the Salesforce CLI is old: ${INSTALL_SF}`,
      );
    }
    if (response.status === 0) return response.result as T;
    const message = oneLine(redactor.redact(response.message ?? describeFailures(response.result)));
    throw new SfError(response.name ?? '', `"${command}" failed: ${message}`, response.result);
  }
  const org: SalesforceCli['org'] = (args, folder) =>
    runJson([...args, '--target-org', alias], folder);
  const record = (verb: string, sobject: string, options: readonly string[]) =>
    org<{ id: string }>(['data', verb, 'record', '--sobject', sobject, ...options]);
  return {
    org,
    async version() {
      const { exitCode, stdout } = await runtime.run({ program: 'sf', args: ['--version'] });
      if (exitCode === undefined)
        throw new SetupError('The Salesforce CLI (sf) is not installed.', INSTALL_SF);
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
function parseResponse(stdout: string): SfResponse | undefined {
  try {
    const response: unknown = JSON.parse(stdout.slice(stdout.indexOf('{')));
    return typeof response === 'object' && response !== null && 'status' in response
      ? (response as SfResponse)
      : undefined;
  } catch {
    return undefined;
  }
}

interface DeployFailures {
  readonly status?: string;
  readonly errorMessage?: string;
  readonly files?: readonly { readonly error?: string; readonly fullName?: string }[];
  readonly details?: {
    readonly runTestResult?: { readonly failures?: readonly { readonly message?: string }[] };
  };
}

function describeFailures(result: unknown): string {
  const { status, errorMessage, files = [], details } = (result ?? {}) as DeployFailures;
  const componentErrors = files.flatMap(({ error, fullName }) =>
    error ? [`${fullName}: ${error}`] : [],
  );
  const testFailures =
    details?.runTestResult?.failures?.flatMap(({ message }) => message ?? []) ?? [];
  return (
    [errorMessage, ...componentErrors, ...testFailures].filter(Boolean).join('; ') ||
    (status ?? 'no reason given')
  );
}

export const escapeSoql = (text: string): string => text.replaceAll("'", "\\'");
