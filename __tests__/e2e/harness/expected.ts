import type { Org } from '../../../simulator/org/org.ts';
import type { StepInputs } from './step-harness.ts';

/** The expected outcome of a step that encounters a fault, with two attempts allowed. */
export interface ExpectedOutcome {
  /** The number of attempts. */
  readonly attempts: number;
  /** The number of requests that reach the token endpoint. */
  readonly reached: number;
  /** Section of the troubleshooting page; undefined if the step succeeds. */
  readonly title?: string;
  /** The section, if the title is a quoted response. */
  readonly section?: string;
  /** Inputs that the fault requires. */
  readonly inputs?: (org: Org) => StepInputs;
  /** Set if there is no response, so that the step has to end the request. */
  readonly noResponse?: true;
}

const ATTEMPTS = 2;
/** Long enough for a request to arrive, even on a slow machine. */
const TIMEOUT_SECONDS = 3;

/** Returns inputs with which the step encounters the fault and has two attempts. */
export function inputsFor({ inputs, noResponse }: ExpectedOutcome, org: Org): StepInputs {
  return {
    'max-attempts': String(ATTEMPTS),
    ...(noResponse ? { 'timeout-seconds': String(TIMEOUT_SECONDS) } : {}),
    ...inputs?.(org),
  };
}

type Overrides = Partial<ExpectedOutcome>;

export const SUCCEEDS: ExpectedOutcome = { attempts: 1, reached: 1 };
export const SUCCEEDS_AFTER_RETRY: ExpectedOutcome = { attempts: 2, reached: 2 };

/** A permanent error: another attempt would fail too, or do harm. */
export const fails = (title: string, overrides: Overrides = {}): ExpectedOutcome => ({
  attempts: 1,
  reached: 1,
  title,
  ...overrides,
});

/** A transient error that lasts longer than the last attempt. */
export const failsAfterRetries = (title: string, overrides: Overrides = {}): ExpectedOutcome => ({
  attempts: ATTEMPTS,
  reached: ATTEMPTS,
  title,
  ...overrides,
});

/** Fails before there is a connection to Salesforce. */
export const unreachable = (title: string, overrides: Overrides = {}): ExpectedOutcome =>
  failsAfterRetries(title, { reached: 0, ...overrides });

/** The response never arrives or never ends, so that the request uses all of the time. */
export const timesOut = (overrides: Overrides = {}): ExpectedOutcome =>
  fails('ETIMEDOUT: no answer in time', { noResponse: true, ...overrides });

/** Rejected, also with the My Domain as audience, which does not count as an attempt. */
export const failsBothAudiences = (title: string): ExpectedOutcome => fails(title, { reached: 2 });

/** Fails after the exchange, when the token is used for the first time. */
export const failsVerification = (title: string): ExpectedOutcome =>
  fails(title, { inputs: () => ({ verify: 'true' }) });

/** A response that the catalog does not list: it is quoted, and not retried. */
export const failsUnlisted = (title: string): ExpectedOutcome =>
  fails(title, { section: 'An answer that is not listed here' });
