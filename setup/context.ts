import type { Options } from './options.ts';
import type { ChangeRecord } from './record.ts';
import type { Redactor } from './redactor.ts';
import type { SetupRuntime } from './runtime.ts';
import type { Terminal } from './terminal.ts';

/** Passed to every step. */
export interface SetupContext {
  readonly runtime: SetupRuntime;
  readonly options: Options;
  readonly terminal: Terminal;
  readonly redactor: Redactor;
  /** A private temporary folder, removed on exit. It never contains a private key. */
  readonly tempFolder: string;
  readonly record: ChangeRecord;
}
