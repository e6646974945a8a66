import { ActionError } from '../errors.ts';

export type RunnerErrorCode = 'no-runner' | 'file-not-written';

/**
 * The token may remain in a cache of `sf`: its format is unknown, it is a link, or it is too large.
 */
export class CacheError extends ActionError<'unknown-format' | 'linked' | 'too-large'> {}

/** The environment is not that of a runner, or one of its files cannot be written. */
export class RunnerError extends ActionError<RunnerErrorCode> {}
