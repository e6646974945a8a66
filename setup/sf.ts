import { oneLine } from '../src/redaction/one-line.ts';
import type { SetupContext } from './context.ts';
import { SetupError } from './errors.ts';

/** A client for the Salesforce CLI. Every command but `sf --version` is run with `--json`. */
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

  constructor(response: SfResponse, message: string) {
    // An error that is not a rejection may be a connection error, or `sf` may have stopped waiting.
    super(message, undefined, { isRefusal: isRefusal(response) });
    this.code = response.name ?? '';
    this.result = response.result;
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
      const values = Object.entries(fields).map(([name, value]) => `${name}=${quoteValue(value)}`);
      return (await record('create', sobject, ['--values', values.join(' ')])).id;
    },
    async delete(sobject, id) {
      await record('delete', sobject, ['--record-id', id]);
    },
  };
}

/** An org that the Salesforce CLI is signed in to. */
export interface KnownOrg {
  readonly username: string;
  readonly alias?: string | null;
  readonly aliases?: readonly string[] | null;
  readonly instanceUrl?: string;
  readonly accessToken?: string;
}

/** Lists the orgs that the Salesforce CLI is signed in to, without contacting them. */
export async function listOrgs(context: SfContext): Promise<readonly KnownOrg[]> {
  const orgs = await runJson<readonly KnownOrg[]>(context, ['org', 'list', 'auth']);
  for (const { accessToken = '' } of orgs) context.redactor.add(accessToken);
  return orgs;
}

/** Returns the text as a SOQL string literal, including its quotes. */
export const soqlString = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

/**
 * Quotes a value for `--values`. `sf` interprets quotes there as a shell does, but has no escape
 * character.
 */
export const quoteValue = (value: string): string => `'${value.replaceAll("'", `'"'"'`)}'`;

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
      `"${command}" did not return JSON, but: ${output || `exit code ${result.exitCode}`}. If the Salesforce CLI is old: ${INSTALL_SF}`,
    );
  }
  if (response.status === 0) return response.result as T;
  const message = oneLine(redactor.redact(response.message ?? describeFailures(response.result)));
  throw new SfError(response, `"${command}" failed: ${message}`);
}

/** Finds the response of `sf` between warnings of plugins and proxies. */
function parseResponse(stdout: string): SfResponse | undefined {
  const ends = indexesOf(stdout, '}').reverse();
  for (const start of indexesOf(stdout, '{').slice(0, MAX_CANDIDATES)) {
    for (const end of ends.slice(0, MAX_CANDIDATES)) {
      const response = parseObject(stdout.slice(start, end + 1));
      if (response !== undefined && 'status' in response) return response as SfResponse;
    }
  }
  return undefined;
}

/** Maximum number of opening or closing braces to try. Few braces occur outside the response. */
const MAX_CANDIDATES = 8;

const indexesOf = (text: string, character: string): number[] =>
  Array.from(text.matchAll(new RegExp(`\\${character}`, 'g')), ({ index }) => index);

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
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

/** Error codes with which the org's API rejects requests. */
const REJECTIONS =
  /^(DUPLICATE_|INVALID_(?!SESSION)|REQUIRED_FIELD|FIELD_|LICENSE_|LIMIT_|INSUFFICIENT_|ENTITY_IS_|NOT_FOUND|MALFORMED_|NamedOrgNotFound)/;

/** Returns true if the org rejected the request. A deployment is atomic, so nothing was changed. */
function isRefusal({ result, name = '' }: SfResponse): boolean {
  const { status } = (result ?? {}) as DeployFailures;
  return status === 'Failed' || status === 'Canceled' || REJECTIONS.test(name);
}

function describeFailures(result: unknown): string {
  const { status, errorMessage, files = [], details } = (result ?? {}) as DeployFailures;
  const componentErrors = files.flatMap(({ error, fullName }) =>
    error ? [`${fullName}: ${error}`] : [],
  );
  const testFailures =
    details?.runTestResult?.failures?.flatMap(({ message }) => message ?? []) ?? [];
  const reasons = [errorMessage, ...componentErrors, ...testFailures].filter(Boolean).join('; ');
  if (reasons !== '') return reasons;
  return status === undefined
    ? 'no reason given'
    : `the org had not finished it (${status}); see Setup → Deployment Status`;
}
