interface SetupErrorOptions {
  /** True if whoever was asked has refused, so that nothing was changed. */
  readonly isRefusal?: boolean;
}

/** A failure that is explained to the user, with the command or action that comes next. */
export class SetupError extends Error {
  override readonly name: string = 'SetupError';
  readonly next: string | undefined;
  readonly isRefusal: boolean;

  /** @param next a command or an action; if left out, the user is told to run the same command again */
  constructor(message: string, next?: string, { isRefusal = false }: SetupErrorOptions = {}) {
    super(message);
    this.next = next;
    this.isRefusal = isRefusal;
  }
}

/** Salesforce did not accept the key before `--wait` was over, but may accept it later. */
export class WaitTimeout extends SetupError {
  override readonly name = 'WaitTimeout';
}

/** The user pressed Ctrl-C, or answered "no". */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
