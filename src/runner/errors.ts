import { ActionError } from '../errors.ts';

export type RunnerErrorCode = 'no-runner' | 'file-not-written';

/** The environment is not that of a runner, or one of the runner's files cannot be written. */
export class RunnerError extends ActionError<RunnerErrorCode> {}
