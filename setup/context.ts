import type { Options } from './options.ts';
import type { Redactor } from './redactor.ts';
import type { SetupRuntime } from './runtime.ts';
import type { Terminal } from './terminal.ts';

export type Resource = 'app' | 'user' | 'permission' | 'GitHub' | 'key file';

/** Passed to every step. */
export interface SetupContext {
  readonly runtime: SetupRuntime;
  readonly options: Options;
  readonly terminal: Terminal;
  readonly redactor: Redactor;
  /** A private temporary folder, removed on exit. It never contains a key. */
  readonly scratch: string;
  /**
   * Resources created so far, listed if the command fails. A step sets "perhaps …" before it begins a
   * change, because a change that is interrupted may still succeed.
   */
  readonly created: Map<Resource, string>;
}
