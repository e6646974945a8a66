/**
 * Details that the diagnosis may display: names, numbers and hosts. They never contain part of a
 * secret.
 */
export type Details = Readonly<Record<string, string | number>>;

export interface ActionErrorOptions<Code extends string> {
  /** The error code, unique within the class. */
  readonly code: Code;
  /** True if repeating the same request may succeed. Default: false. */
  readonly transient?: boolean;
  readonly details?: Details;
}

/**
 * Base class of all errors of this action. Each folder defines its errors in errors.ts. An error has a
 * code and details, but contains no secrets and no user-facing text; src/diagnosis/ renders the
 * message.
 */
export abstract class ActionError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly transient: boolean;
  readonly details: Details;

  constructor({ code, transient = false, details = {} }: ActionErrorOptions<Code>) {
    super(code);
    this.name = new.target.name;
    this.code = code;
    this.transient = transient;
    this.details = details;
  }
}

/**
 * Returns the code of a Node error (`ENOENT`, `ECONNRESET`, …) or of an ActionError. Undefined if the
 * error has no code.
 */
export function errorCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
