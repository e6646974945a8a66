/**
 * What every failure has in common. Each room owns its own kinds: src/inputs/errors.ts,
 * src/salesforce/errors.ts and src/runner/errors.ts. A failure is data and holds no secret; text
 * for people is made in src/diagnosis/ only.
 */

/** Facts that the diagnosis may show: names, numbers, hosts. Never a part of a secret. */
export type Details = Readonly<Record<string, string | number>>;

export interface ActionErrorOptions<Code extends string> {
  /** Which mistake it is, within its kind. */
  readonly code: Code;
  /** Whether the same request, made again a moment later, may succeed; `false` if not given. */
  readonly transient?: boolean;
  readonly details?: Details;
}

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
