import type { Org } from '../../../simulator/org/org.ts';
import type { StepInputs } from './step-harness.ts';

/** What must become of a step that meets a fault, with two attempts allowed. */
export interface ExpectedOutcome {
  /** How often it is tried. */
  readonly attempts: number;
  /** How many of the tries reach the token endpoint. */
  readonly reached: number;
  /** Section of the troubleshooting page; undefined if the step succeeds all the same. */
  readonly title?: string;
  /** An answer that nobody has described is its own title. */
  readonly section?: string;
  /** Inputs without which the fault would not be met. */
  readonly inputs?: (org: Org) => StepInputs;
  /** Nothing answers: the step has to end it. */
  readonly noResponse?: true;
}

const ATTEMPTS = 2;
/** One request waits for as long; time enough for it to arrive, on a slow machine too. */
const TIMEOUT_SECONDS = 3;

/** What the step is told, so that it meets the fault and has two attempts. */
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

/** Refused for good: another try would fail too, or do harm. */
export const fails = (title: string, overrides: Overrides = {}): ExpectedOutcome => ({
  attempts: 1,
  reached: 1,
  title,
  ...overrides,
});

/** Passes by itself, but not in time for the last attempt. */
export const failsAfterRetries = (title: string, overrides: Overrides = {}): ExpectedOutcome => ({
  attempts: ATTEMPTS,
  reached: ATTEMPTS,
  title,
  ...overrides,
});

/** Fails before there is a connection to Salesforce. */
export const unreachable = (title: string, overrides: Overrides = {}): ExpectedOutcome =>
  failsAfterRetries(title, { reached: 0, ...overrides });

/** Nothing comes, or nothing that ends: the request takes all the time there is. */
export const timesOut = (overrides: Overrides = {}): ExpectedOutcome =>
  fails('ETIMEDOUT: no answer in time', { noResponse: true, ...overrides });

/** Refused, and with the org's own My Domain as audience too, which is no attempt of its own. */
export const failsBothAudiences = (title: string): ExpectedOutcome => fails(title, { reached: 2 });

/** After the exchange, when the token is used for the first time. */
export const failsVerification = (title: string): ExpectedOutcome =>
  fails(title, { inputs: () => ({ verify: 'true' }) });

/** An answer that the catalogue does not know: cited, and never tried again. */
export const failsUnlisted = (title: string): ExpectedOutcome =>
  fails(title, { section: 'An answer that is not listed here' });
