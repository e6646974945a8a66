import type { SetupContext } from '../context.ts';
import type { SalesforceCli } from '../sf.ts';
import type { QueryBatch } from './batch.ts';
import type { RefusedSignIn } from './target.ts';

/** Everything that is needed to read from the org. */
export interface OrgReader {
  readonly context: SetupContext;
  readonly sf: SalesforceCli;
  readonly batch: QueryBatch;
  /** Username with which the CLI is signed in. */
  readonly admin: string;
  readonly signIn: RefusedSignIn;
}
