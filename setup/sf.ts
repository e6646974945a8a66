import { oneLine } from '../src/redaction/one-line.ts';
import type { SetupContext } from './context.ts';
import { SetupError } from './errors.ts';

/** The Salesforce CLI; every command is run with `--json`. */
export interface SalesforceCli {
  /** Runs a command with `--target-org`. */
  org<T>(args: readonly string[], folder?: string): Promise<T>;
  /** Returns the output of `sf --version`. */
  version(): Promise<string>;
  query<T>(soql: string): Promise<readonly T[]>;
  create(sobject: string, fields: Readonly<Record<string, string>>): Promise<string>;
  delete(sobject: string, id: string): Promise<void>;
}

/** An error that `sf` or the org reports. */
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

type SfContext = Pick<SetupContext, 'runtime' | 'redactor'>;

export function createSalesforceCli(context: SfContext, alias: string): SalesforceCli {
  const org: SalesforceCli['org'] = (args, folder) =>
    runJson(context, [...args, '--target-org', alias], folder);
  const record = (verb: string, sobject: string, options: readonly string[]) =>
    org<{ id: string }>(['data', verb, 'record', '--sobject', sobject, ...options]);
  return {
    org,
    version: () => readVersion(context),
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

/** Returns the text as a SOQL string literal, quotes included. */
export const soqlString = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

async function readVersion({ runtime }: SfContext): Promise<string> {
  const { exitCode, stdout } = await runtime.run({ program: 'sf', args: ['--version'] });
  if (exitCode === undefined)
    throw new SetupError('The Salesforce CLI (sf) is not installed.', INSTALL_SF);
  return oneLine(stdout);
}

async function runJson<T>(
  { runtime, redactor }: SfContext,
  args: readonly string[],
  folder?: string,
): Promise<T> {
  const result = await runtime.run({
    program: 'sf',
    args: [...args, '--json'],
    ...(folder === undefined ? {} : { folder }),
  });
  const response = parseResponse(result.stdout);
  const firstOption = args.findIndex((arg) => arg.startsWith('-'));
  const command = ['sf', ...args.slice(0, firstOption)].join(' ');
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

/** Parses the output, skipping warnings that are printed before the JSON. */
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
