/** Why the command stops, in words for the person at the keyboard, and what to run next. */
export class SetupError extends Error {
  override readonly name = 'Problem';
  readonly next: string | undefined;

  /** @param next a command or an action; left out, the same command again goes on from there */
  constructor(message: string, next?: string) {
    super(message);
    this.next = next;
  }
}

/** Ctrl-C. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
