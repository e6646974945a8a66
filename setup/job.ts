import type { Options } from './options.ts';
import type { Screen } from './screen.ts';
import type { Secrets } from './secrets.ts';
import type { World } from './world.ts';

export type Thing = 'app' | 'user' | 'permission' | 'GitHub' | 'key file';

/** What every step has at hand. */
export interface Job {
  readonly world: World;
  readonly options: Options;
  readonly screen: Screen;
  readonly secrets: Secrets;
  /** A folder of its own, for nobody else to read, gone when the command ends. It never holds a key. */
  readonly scratch: string;
  /**
   * What there is by now, for the sentence that says so when the command stops: one sentence for each
   * thing, which is doubtful from the moment when it is begun.
   */
  readonly exists: Map<Thing, string>;
}
