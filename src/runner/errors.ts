import { StepError } from '../errors.ts';

export type RunnerProblem = 'no-runner' | 'file-not-written';

/** GitHub's runner does not give what a step needs. */
export class RunnerError extends StepError<RunnerProblem> {}
