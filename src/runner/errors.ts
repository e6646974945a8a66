import { StepError } from '../errors.ts';

export type RunnerProblem = 'no-runner' | 'file-not-written';

/** The token stays in the deploy cache: it is there, and not where `sf` would write it. */
export class DeployCacheError extends StepError<'unknown-form'> {}

/** GitHub's runner does not give what a step needs. */
export class RunnerError extends StepError<RunnerProblem> {}
