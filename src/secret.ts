import { inspect } from 'node:util';

/**
 * A string that must not be printed. It is masked in the job's log where it is born, and every way
 * of turning it into text by accident (template strings, JSON, console.log, an error's cause) gives
 * asterisks. Only `reveal` gives the value.
 */
export class Secret {
  readonly #value: string;

  /** @param mask registers a value with the runner, as `core.setSecret` does; never given an empty string */
  constructor(value: string, mask: (value: string) => void) {
    if (value !== '') mask(value);
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '***';
  }

  toJSON(): string {
    return '***';
  }

  [inspect.custom](): string {
    return '***';
  }
}
