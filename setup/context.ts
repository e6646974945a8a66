import type { Options } from './options.ts';
import type { Redactor } from './redactor.ts';
import type { SetupRuntime } from './runtime.ts';
import type { Terminal } from './terminal.ts';

export type Resource = 'app' | 'user' | 'permission' | 'GitHub' | 'key file';

/** What every step has at hand. */
export interface SetupContext {
  readonly runtime: SetupRuntime;
  readonly options: Options;
  readonly terminal: Terminal;
  readonly redactor: Redactor;
  /** A folder of its own, for nobody else to read, gone when the command ends. It never holds a key. */
  readonly scratch: string;
  /**
   * What there is by now, for the sentence that says so when the command stops: one sentence for each
   * thing, which is doubtful from the moment when it is begun.
   */
  readonly created: Map<Resource, string>;
}
