import type { SetupContext } from '../context.ts';
import type { SalesforceCli } from '../sf.ts';
import type { QueryBatch } from './batch.ts';
import type { RefusedSignIn } from './target.ts';

/** Everything with which the org is read. */
export interface OrgReader {
  readonly context: SetupContext;
  readonly sf: SalesforceCli;
  readonly batch: QueryBatch;
  /** The username that is signed in with the CLI. */
  readonly admin: string;
  readonly signIn: RefusedSignIn;
}
