import { ActionError } from '../errors.ts';

export type RunnerErrorCode = 'no-runner' | 'file-not-written';

/** The token may stay in the deploy cache: not where `sf` would write it, behind a link, or in too much else. */
export class DeployCacheError extends ActionError<'unknown-format' | 'linked' | 'too-large'> {}

/** GitHub's runner does not give what a step needs. */
export class RunnerError extends ActionError<RunnerErrorCode> {}
