interface SetupErrorOptions {
  /** True if the program or server rejected the request, so that nothing was changed. */
  readonly isRefusal?: boolean;
}

/** A failure with a message for the user, and the next command or action. */
export class SetupError extends Error {
  override readonly name: string = 'SetupError';
  readonly next: string | undefined;
  readonly isRefusal: boolean;

  /** @param next a command or an action; if omitted, the user is told to run the same command again */
  constructor(message: string, next?: string, { isRefusal = false }: SetupErrorOptions = {}) {
    super(message);
    this.next = next;
    this.isRefusal = isRefusal;
  }
}

/** Salesforce did not accept the key within the time set by `--wait`, but may accept it later. */
export class WaitTimeout extends SetupError {
  override readonly name = 'WaitTimeout';
}

/** The user stopped the command, for example with Ctrl-C or by answering "no". */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly next: string | undefined;

  /** @param next a command or an action; if left out, the user is told to run the same command again */
  constructor(message = 'Stopped.', next?: string) {
    super(message);
    this.next = next;
  }
}
