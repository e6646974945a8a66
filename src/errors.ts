/**
 * Details that the diagnosis may show: names, numbers and hosts. They never contain a part of a
 * secret.
 */
export type Details = Readonly<Record<string, string | number>>;

export interface ActionErrorOptions<Code extends string> {
  /** The error code, unique within the class. */
  readonly code: Code;
  /** True if the same request may succeed when it is repeated a moment later. Default: false. */
  readonly transient?: boolean;
  readonly details?: Details;
}

/**
 * Base class of all errors of this action. Each folder defines its own in its errors.ts. An error
 * has a code and details, but neither secrets nor sentences: src/diagnosis/ renders it for people.
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
 * Returns the code of an error of Node (`ENOENT`, `ECONNRESET`, …) or of this action; undefined if
 * it has none.
 */
export function errorCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
