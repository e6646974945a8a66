import type { Org } from '../../../simulator/org/org.ts';
import type { StepInputs } from './step-harness.ts';

/** Expected result of a step that is affected by a fault and makes at most two attempts. */
export interface ExpectedOutcome {
  /** Expected number of attempts. */
  readonly attempts: number;
  /** Expected number of requests that reach the token endpoint. */
  readonly reached: number;
  /** Expected title of the annotation, or undefined if the step must succeed. */
  readonly title?: string;
  /** Heading on the troubleshooting page, if it differs from the title. */
  readonly section?: string;
  /** Inputs that are needed for the fault to have an effect. */
  readonly inputs?: (org: Org) => StepInputs;
  /** True if the server never completes a response, so that the step must time out. */
  readonly noResponse?: true;
}

const ATTEMPTS = 2;
/**
 * This timeout is long enough for a request to arrive, even if many steps start at the same time on a
 * slow machine.
 */
const TIMEOUT_SECONDS = 10;

/** Returns the inputs of a step that makes at most two attempts and is affected by the fault. */
export function inputsFor({ inputs, noResponse }: ExpectedOutcome, org: Org): StepInputs {
  return {
    'max-attempts': String(ATTEMPTS),
    ...(noResponse ? { 'timeout-seconds': String(TIMEOUT_SECONDS) } : {}),
    ...inputs?.(org),
  };
}

export const SUCCEEDS: ExpectedOutcome = { attempts: 1, reached: 1 };
export const SUCCEEDS_AFTER_RETRY: ExpectedOutcome = { attempts: 2, reached: 2 };

/** Expects a failure without a retry. */
export const fails = (
  title: string,
  overrides: Partial<ExpectedOutcome> = {},
): ExpectedOutcome => ({
  attempts: 1,
  reached: 1,
  title,
  ...overrides,
});

/** Expects a transient error on every attempt. */
export const failsAfterRetries = (
  title: string,
  overrides: Partial<ExpectedOutcome> = {},
): ExpectedOutcome => ({
  attempts: ATTEMPTS,
  reached: ATTEMPTS,
  title,
  ...overrides,
});

/** Expects a failure before the request reaches Salesforce. */
export const unreachable = (
  title: string,
  overrides: Partial<ExpectedOutcome> = {},
): ExpectedOutcome => failsAfterRetries(title, { reached: 0, ...overrides });

/** Expects a timeout, because no complete response arrives in time. */
export const timesOut = (overrides: Partial<ExpectedOutcome> = {}): ExpectedOutcome =>
  fails('ETIMEDOUT: no answer in time', { noResponse: true, ...overrides });

/**
 * Expects a failure with the default audience and with the My Domain as audience. The request with
 * the second audience does not count as an attempt.
 */
export const failsBothAudiences = (title: string): ExpectedOutcome => fails(title, { reached: 2 });

/** Expects a failure when `verify` uses the token. */
export const failsVerification = (
  title: string,
  overrides: Partial<ExpectedOutcome> = {},
): ExpectedOutcome => fails(title, { inputs: () => ({ verify: 'true' }), ...overrides });

/** Expects an error that has no entry in the catalog, without a retry. */
export const failsUnlisted = (title: string): ExpectedOutcome =>
  fails(title, { section: 'An answer that is not listed here' });
