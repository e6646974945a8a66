import { oneLine } from '../src/redaction/one-line.ts';
import type { SetupContext } from './context.ts';
import { SetupError } from './errors.ts';
import type { SalesforceCli } from './sf.ts';

interface MetadataRequest {
  readonly sf: SalesforceCli;
  readonly folder: string;
  /** Types, or components as `Type:Name`. */
  readonly types: readonly string[];
}

interface MetadataResponse {
  readonly success?: boolean;
  readonly status?: string;
  readonly errorMessage?: string;
  /** The Metadata API returns one message as an object. */
  readonly messages?: readonly { readonly problem?: string }[] | { readonly problem?: string };
  readonly files?: readonly { readonly error?: string }[];
}

/**
 * Retrieves components into the folder. `sf` exits with 0 even if the org has rejected the request.
 * @returns the org's messages, except those about components that do not exist
 * @throws SetupError if the retrieve did not succeed, because a component without a file may exist
 */
export async function retrieveMetadata(
  { redactor }: SetupContext,
  { sf, folder, types }: MetadataRequest,
): Promise<readonly string[]> {
  const args = types.flatMap((type) => ['--metadata', type]);
  const response = await sf.org<MetadataResponse | null>(
    ['project', 'retrieve', 'start', ...args],
    folder,
  );
  const { success, status, errorMessage, messages = [], files = [] } = response ?? {};
  const texts = [
    errorMessage,
    ...[messages].flat().map(({ problem }) => problem),
    ...files.map(({ error }) => error),
  ].flatMap((text) => (text ? [oneLine(redactor.redact(text)).replace(/\.$/, '')] : []));
  const problems = [...new Set(texts)].filter((text) => !isAboutMissing(text, types));
  if (success !== false && status === 'Succeeded') return problems;
  throw retrieveFailed(problems.length > 0 ? problems : [`the status is ${status}`]);
}

/**
 * Returns true for the message about a component that does not exist. It contains the name of the
 * component in every language; a message about a permission or an unknown type does not.
 */
function isAboutMissing(text: string, types: readonly string[]): boolean {
  const words = text.split(/\W+/);
  return types.some((type) => words.includes(type.split(':')[1] ?? '-'));
}

/**
 * Checks that the org gave no other reason why there is no file of a component.
 * @throws SetupError
 */
export function requireAbsent(problems: readonly string[]): void {
  if (problems.length > 0) throw retrieveFailed(problems);
}

const retrieveFailed = (problems: readonly string[]): SetupError =>
  new SetupError(
    `"sf project retrieve start" failed: ${problems.join('; ')}. Without its result, the command cannot see whether the app exists. Your Salesforce user may lack a permission.`,
  );
