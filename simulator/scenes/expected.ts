import type { Org } from '../org/org.ts';
import type { Inputs } from './scene.ts';

/** What must become of a step that meets a fault, with two attempts allowed. */
export interface Expected {
  /** How often it is tried. */
  readonly tries: number;
  /** How many of the tries reach the token endpoint. */
  readonly reached: number;
  /** Section of the troubleshooting page; undefined if the step succeeds all the same. */
  readonly title?: string;
  /** An answer that nobody has described is its own title. */
  readonly section?: string;
  /** Inputs without which the fault would not be met. */
  readonly inputs?: (org: Org) => Inputs;
  /** Nothing answers: the step has to end it. */
  readonly silent?: true;
}

const ATTEMPTS = 2;
/** One request waits for as long; time enough for it to arrive, on a slow machine too. */
const SILENCE_SECONDS = 3;

/** What the step is told, so that it meets the fault and has two attempts. */
export function inputsFor({ inputs, silent }: Expected, org: Org): Inputs {
  return {
    'max-attempts': String(ATTEMPTS),
    ...(silent ? { 'timeout-seconds': String(SILENCE_SECONDS) } : {}),
    ...inputs?.(org),
  };
}

type More = Partial<Expected>;

export const WELL: Expected = { tries: 1, reached: 1 };
export const WELL_AT_LAST: Expected = { tries: 2, reached: 2 };

/** Refused for good: another try would fail too, or do harm. */
export const refused = (title: string, more: More = {}): Expected => ({
  tries: 1,
  reached: 1,
  title,
  ...more,
});

/** Passes by itself, but not in time for the last attempt. */
export const passing = (title: string, more: More = {}): Expected => ({
  tries: ATTEMPTS,
  reached: ATTEMPTS,
  title,
  ...more,
});

/** Fails before there is a connection to Salesforce. */
export const unreached = (title: string, more: More = {}): Expected =>
  passing(title, { reached: 0, ...more });

/** Nothing comes, or nothing that ends: the request takes all the time there is. */
export const silence = (more: More = {}): Expected =>
  refused('ETIMEDOUT: no answer in time', { silent: true, ...more });

/** Refused, and with the org's own My Domain as audience too, which is no attempt of its own. */
export const refusedTwice = (title: string): Expected => refused(title, { reached: 2 });

/** After the exchange, when the token is used for the first time. */
export const unusable = (title: string): Expected =>
  refused(title, { inputs: () => ({ verify: 'true' }) });

/** An answer that the catalogue does not know: cited, and never tried again. */
export const unknown = (title: string): Expected =>
  refused(title, { section: 'An answer that is not listed here' });
