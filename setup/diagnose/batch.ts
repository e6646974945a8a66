import { join } from 'node:path';
import type { SetupContext } from '../context.ts';
import { writeText } from '../metadata-project.ts';
import type { SalesforceCli } from '../sf.ts';
import { explainCode, type Reading, read } from './reader.ts';

/** Runs SOQL queries with the data API. */
export interface QueryBatch {
  /**
   * Combines queries that are made at the same time into one run of `sf`, which takes a second or more
   * to start.
   */
  query<T>(soql: string): Promise<Reading<readonly T[]>>;
}

interface PendingQuery {
  readonly soql: string;
  resolve(result: Reading<readonly unknown[]> | Promise<Reading<readonly unknown[]>>): void;
  reject(error: unknown): void;
}

interface Subresponse {
  readonly statusCode: number;
  readonly result: unknown;
}

interface QueryResponse {
  readonly records: readonly unknown[];
  readonly done: boolean;
}

/** Every org supports this version, and it contains all fields of the queries. */
const API_VERSION = 'v60.0';

/**
 * Creates the object that combines queries into batches. A batch may contain at most 25 requests,
 * which is more than the number of queries.
 */
export function createBatch(context: SetupContext, sf: SalesforceCli, alias: string): QueryBatch {
  let pending: PendingQuery[] = [];
  let count = 0;
  const flush = (): void => {
    const queries = pending;
    pending = [];
    count += 1;
    const file = join(context.tempFolder, `queries-${count}.json`);
    send(context, { alias, file, soql: queries.map(({ soql }) => soql) })
      .then((results) => {
        for (const [index, { soql, resolve }] of queries.entries()) {
          const result = results?.[index];
          // If there is no response to the batch, for example from an older CLI, run each query
          // separately.
          resolve(result === undefined ? read(sf.query(soql)) : toReading(result));
        }
      })
      .catch((error: unknown) => {
        for (const { reject } of queries) reject(error);
      });
  };
  return {
    query: <T>(soql: string) =>
      new Promise<Reading<readonly T[]>>((resolve, reject) => {
        if (pending.length === 0) setImmediate(flush);
        pending.push({ soql, resolve: resolve as PendingQuery['resolve'], reject });
      }),
  };
}

interface BatchRequest {
  readonly alias: string;
  readonly file: string;
  readonly soql: readonly string[];
}

/** Sends all queries in one request. Returns undefined if the response is not that of a batch. */
async function send(
  { runtime }: SetupContext,
  { alias, file, soql }: BatchRequest,
): Promise<readonly Subresponse[] | undefined> {
  const batchRequests = soql.map((query) => ({
    method: 'GET',
    url: `${API_VERSION}/query?q=${encodeURIComponent(query)}`,
  }));
  writeText(runtime, file, JSON.stringify({ batchRequests }));
  const path = `/services/data/${API_VERSION}/composite/batch`;
  const { stdout } = await runtime.run({
    program: 'sf',
    args: [
      ...['api', 'request', 'rest', path, '--method', 'POST', '--body', `@${file}`],
      ...['--header', 'Content-Type: application/json', '--target-org', alias],
    ],
  });
  const { results } = parse(stdout) ?? {};
  return results?.length === soql.length ? results : undefined;
}

function parse(stdout: string): { readonly results?: readonly Subresponse[] } | undefined {
  try {
    return JSON.parse(stdout.slice(stdout.indexOf('{')));
  } catch {
    return undefined;
  }
}

function toReading({ statusCode, result }: Subresponse): Reading<readonly unknown[]> {
  if (statusCode === 200) {
    const { records, done } = (result ?? {}) as Partial<QueryResponse>;
    if (records === undefined) return { problem: 'the response contains no rows' };
    // A check may conclude something from a missing row, so it must have all of them.
    return done === false
      ? { problem: `the org returned only the first ${records.length} rows` }
      : { value: records };
  }
  const [{ errorCode = '', message = '' } = {}] = [result].flat() as {
    errorCode?: string;
    message?: string;
  }[];
  return { problem: explainCode(errorCode, message) };
}
