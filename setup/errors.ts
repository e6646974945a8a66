/** A failure that is explained to the user, with the command or action that comes next. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
  readonly next: string | undefined;

  /** @param next a command or an action; if left out, the user is told to run the same command again */
  constructor(message: string, next?: string) {
    super(message);
    this.next = next;
  }
}

/** The user pressed Ctrl-C, or answered "no". */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
