import { oneLine } from '../../src/redaction/one-line.ts';
import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import type { ProcessOptions, ProcessResult } from '../process.ts';

/** Environment variables, as the login step of the service would leave them for the action. */
export type LoginVariables = Readonly<Record<string, string>>;

export const definedOnly = (
  values: Readonly<Record<string, string | undefined>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );

/** A program that is signed in to a key service. */
export interface LoginProgram {
  readonly program: ProcessOptions['program'];
  readonly title: string;
  readonly install: string;
  readonly login: string;
}

/** Returns what the program prints. @throws SetupError if it is not installed or not signed in */
export async function runLogin(
  context: SetupContext,
  program: LoginProgram,
  args: readonly string[],
): Promise<string> {
  const result = await context.runtime.run({ program: program.program, args });
  return requireOutput(context, program, result);
}

export function requireOutput(
  { redactor }: SetupContext,
  program: LoginProgram,
  { exitCode, stdout, stderr }: ProcessResult,
): string {
  if (exitCode === undefined) {
    throw new SetupError(
      `The ${program.title} (${program.program}) is not installed.`,
      program.install,
    );
  }
  const output = stdout.trim();
  if (exitCode === 0 && output !== '') return output;
  throw notSignedIn(program, oneLine(redactor.redact(stderr)) || `exit code ${exitCode}`);
}

export const notSignedIn = ({ title, program, login }: LoginProgram, reason: string): SetupError =>
  new SetupError(
    `The ${title} (${program}) is not signed in: ${reason}`,
    `${login}, and then the same command`,
  );

/** Returns the fields of a JSON object. Returns an empty object for any other text. */
export function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
