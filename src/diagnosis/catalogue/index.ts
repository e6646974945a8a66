import { ANSWER_ENTRIES } from './answers.ts';
import type { Entry } from './entry.ts';
import { GUARD_ENTRIES } from './guards.ts';
import { INPUT_ENTRIES } from './inputs.ts';
import { CERTIFICATE_ENTRIES } from './inputs-certificate.ts';
import { KEY_ENTRIES } from './inputs-key.ts';
import { KEY_KIND_ENTRIES } from './inputs-key-kind.ts';
import { URL_ENTRIES } from './inputs-url.ts';
import { APP_ENTRIES } from './token-app.ts';
import { USER_ENTRIES } from './token-user.ts';
import { TRANSPORT_ENTRIES } from './transport.ts';
import { UNLISTED_ENTRIES } from './unlisted.ts';

/** A chapter of docs/troubleshooting.md. */
interface Chapter {
  readonly title: string;
  readonly intro: string;
  /** The titles of its entries are Salesforce's own words. */
  readonly verbatim?: boolean;
  readonly entries: readonly Entry[];
}

/** The one order: where several entries match, the first is taken; the page has the same. */
const IN_ORDER = [
  {
    title: 'Salesforce refuses the sign-in',
    intro:
      'What the token endpoint answers, usually with HTTP 400. The titles are Salesforce’s own words.',
    verbatim: true,
    entries: [...APP_ENTRIES, ...USER_ENTRIES],
  },
  {
    title: 'Other answers',
    intro: 'Web pages, redirects, and answers to the check that `verify` makes.',
    entries: ANSWER_ENTRIES,
  },
  {
    title: 'No answer',
    intro: 'Names, connections, proxies and TLS. Login History has no row for these.',
    entries: TRANSPORT_ENTRIES,
  },
  {
    title: 'The sign-in succeeded, but the step failed',
    intro: 'A check or a limit of the workflow was not met.',
    entries: GUARD_ENTRIES,
  },
  {
    title: 'An input is not valid',
    intro: 'Found before the step sends anything to Salesforce.',
    entries: [
      ...INPUT_ENTRIES,
      ...URL_ENTRIES,
      ...KEY_KIND_ENTRIES,
      ...KEY_ENTRIES,
      ...CERTIFICATE_ENTRIES,
    ],
  },
  {
    title: 'Anything else',
    intro: 'The step does not guess here, but says how to find out.',
    entries: UNLISTED_ENTRIES,
  },
] as const satisfies readonly Chapter[];

export const CHAPTERS: readonly Chapter[] = IN_ORDER;

export const CATALOGUE: readonly Entry[] = CHAPTERS.flatMap(({ entries }) => entries);

type Listed = (typeof IN_ORDER)[number]['entries'][number];

/**
 * The problems that some entry lists. Matching takes no other: where a new problem has no entry yet,
 * the compiler names it there.
 */
export type ListedProblem = Extract<
  Listed,
  { readonly problems: readonly unknown[] }
>['problems'][number];
