import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { oneLine } from '../../src/redaction/one-line.ts';
import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import { elementOf, listFiles, writeEmptyProject } from '../metadata-project.ts';
import { type SalesforceCli, SfError } from '../sf.ts';

/** A value that the org returned, or the reason why it did not. */
export type Reading<T> = { readonly value: T } | { readonly problem: string };

export const hasValue = <T>(reading: Reading<T>): reading is { readonly value: T } =>
  'value' in reading;

export const readValue = <T>(reading: Reading<T>): T | undefined =>
  hasValue(reading) ? reading.value : undefined;

export const mapReading = <T, U>(reading: Reading<T>, map: (value: T) => U): Reading<U> =>
  hasValue(reading) ? { value: map(reading.value) } : reading;

/** Waits for a read-only command. Converts an error of the program or the org into a `problem`. */
export async function read<T>(work: Promise<T>): Promise<Reading<T>> {
  try {
    return { value: await work };
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    return { problem: explain(error) };
  }
}

/** Descriptions of the API's error codes, for the report. */
const CODES: Readonly<Record<string, string>> = {
  INVALID_TYPE: 'the org has no such object, or the signed-in user may not see it',
  INVALID_FIELD: 'the org has no such field, or the signed-in user may not see it',
  INSUFFICIENT_ACCESS: 'the signed-in user may not see it',
  INSUFFICIENT_ACCESS_OR_READONLY: 'the signed-in user may not see it',
  API_DISABLED_FOR_ORG: 'the signed-in user may not use the API',
  INVALID_SESSION_ID: 'the session of the Salesforce CLI does not allow it',
  REQUEST_LIMIT_EXCEEDED: 'the org has used up its API requests of today',
};

const explain = (error: SetupError): string =>
  explainCode(error instanceof SfError ? error.code : '', error.message);

export function explainCode(code: string, message: string): string {
  const known = CODES[code];
  return known === undefined ? oneLine(message).replace(/\.$/, '') : `${known} (${code})`;
}

/** Runs a query of the Tooling API. */
export function toolingQuery<T>(sf: SalesforceCli, soql: string): Promise<Reading<readonly T[]>> {
  const args = ['data', 'query', '--query', soql, '--use-tooling-api'];
  return read(sf.org<{ records: readonly T[] }>(args).then(({ records }) => records));
}

/**
 * A retrieved file. Its secrets are registered with the redactor, and the file is deleted at the end.
 */
export interface MetadataFile {
  /** File name without its suffix. */
  readonly name: string;
  /** The extension before `-meta.xml`, which identifies the type. */
  readonly extension: string;
  readonly xml: string;
}

interface RetrieveResponse {
  readonly success?: boolean;
  readonly status?: string;
  readonly messages?: readonly { readonly problem?: string }[] | { readonly problem?: string };
}

/**
 * Retrieves metadata into a separate folder. `sf` exits with 0 even if the org has rejected the
 * request.
 */
export async function retrieve(
  context: SetupContext,
  sf: SalesforceCli,
  types: readonly string[],
): Promise<Reading<readonly MetadataFile[]>> {
  const folder = join(context.tempFolder, types[0]?.replace(/\W.*/, '') ?? '');
  writeEmptyProject(context.runtime, folder);
  const args = types.flatMap((type) => ['--metadata', type]);
  const response = await read(
    sf.org<RetrieveResponse>(['project', 'retrieve', 'start', ...args], folder),
  );
  if (!hasValue(response)) return response;
  const files = listFiles(folder)
    .filter((path) => path.endsWith('-meta.xml'))
    .map((path) => toMetadataFile(context, path));
  const { success, status = '', messages = [] } = response.value ?? {};
  // A failed retrieve may still have returned some files, but a missing file then proves nothing.
  if (success !== false && status !== 'Failed') return { value: files };
  const problems = [messages].flat().flatMap(({ problem }) => problem ?? []);
  return { problem: problems.join('; ') || 'the retrieve failed without a reason' };
}

function toMetadataFile({ redactor }: SetupContext, path: string): MetadataFile {
  const xml = readFileSync(path, 'utf8');
  redactor.add(elementOf(xml, 'consumerSecret') ?? '');
  const [, name = '', extension = ''] = /^(.*)\.(\w+)-meta\.xml$/.exec(basename(path)) ?? [];
  return { name, extension, xml };
}
