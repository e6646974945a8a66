import { InputError } from '../inputs/errors.ts';
import { RunnerError } from '../runner/errors.ts';
import {
  type Answer,
  AnswerError,
  GuardError,
  type RequestName,
  SalesforceError,
  TransportError,
} from '../salesforce/errors.ts';
import {
  ANSWER_ENTRIES,
  GUARD_ENTRIES,
  HTTP_ENTRIES,
  RUNNER_ENTRIES,
} from './catalogue/answers.ts';
import type { Entry } from './catalogue/entry.ts';
import { INPUT_ENTRIES } from './catalogue/inputs.ts';
import { TOKEN_ENTRIES } from './catalogue/token.ts';
import { TRANSPORT_ENTRIES } from './catalogue/transport.ts';

const MATCHED: readonly Entry[] = [...TOKEN_ENTRIES, ...HTTP_ENTRIES, ...TRANSPORT_ENTRIES];

/** For what no entry matches: nothing is guessed, the way to find out is shown. */
export const OTHER: Entry = {
  title: 'An answer that is not listed here',
  history: ['none', 'signature', 'domain', 'ip', 'hours', 'inactive'],
  causes: [
    {
      what: 'This version does not know this answer.',
      fix: 'Find the row of this run; its Status says why Salesforce refused. The table on the help page says what to change.',
      where: 'history',
    },
  ],
};

/** The same for connections, which leave no row in Login History. */
export const OTHER_CONNECTION: Entry = {
  title: 'A connection error that is not listed here',
  causes: [
    {
      what: 'This version does not know this error of the connection.',
      hint: 'proxy set',
      fix: 'Run the job again. If it stays, try the line below on the same runner.',
      lines: ['curl -v {login-url}/services/oauth2/token'],
      where: 'runner',
    },
  ],
};

/** Anything that is not one of our own errors. */
export const BUG: Entry = {
  title: 'An error of the action itself',
  causes: [
    {
      what: 'This should not happen: it is a mistake in this action, not in your configuration.',
      fix: 'Please report it at {issues}, with the lines below. They hold no value of yours.',
    },
  ],
};

/** Every entry once, in the order of docs/troubleshooting.md. */
export const CATALOGUE: readonly Entry[] = [
  ...new Set([
    ...MATCHED,
    ...Object.values(ANSWER_ENTRIES),
    ...Object.values(GUARD_ENTRIES),
    ...Object.values(RUNNER_ENTRIES),
    ...Object.values(INPUT_ENTRIES),
    OTHER,
    OTHER_CONNECTION,
    BUG,
  ]),
];

/**
 * The same for all spellings of a phrase: in small letters, `has not` and `hasn’t` as `hasnt`, one blank for
 * whatever is neither letter nor digit.
 */
function normalise(text: string): string {
  const plain = text.toLowerCase().replace(/['’‘`´]/g, '');
  const joined = plain.replace(/\b(has|have|is|are|was|does|do|did)\s+not\b/g, '$1nt');
  return ` ${joined.replace(/[^a-z0-9]+/g, ' ').trim()} `;
}

/** What a good token meets cannot have befallen a request that still asks for one. */
const of = (request: RequestName) => MATCHED.filter((it) => (it.request ?? request) === request);

const byWords = ({ description = '', excerpt = '' }: Answer, request: RequestName) => {
  const said = normalise(`${description} ${excerpt}`);
  return of(request).find((it) => it.says?.some((phrase) => said.includes(normalise(phrase))));
};

const byCode = ({ error, description }: Answer, request: RequestName) => {
  const same = (code: string) => code.toLowerCase() === error?.toLowerCase();
  return (
    of(request).find((it) => it.errors?.some(same)) ??
    (description ? undefined : of(request).find((it) => it.bare !== undefined && same(it.bare)))
  );
};

const byForm = ({ form, status }: Answer, request: RequestName) =>
  of(request).find((it) => {
    const [from, to] = it.status ?? [1, 0];
    return status >= from && status <= to && (it.form ?? form) === form;
  });

const byTransport = ({ code, details: { status } }: TransportError) => {
  const known = status === undefined ? code : `${code} ${status}`;
  const fits = (pattern: string) =>
    new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i').test(known);
  return MATCHED.find((it) => it.codes?.some(fits));
};

/** The entry for an error: by the words, then by the code, then by what kind of answer it is. */
export function entryFor(error: unknown): Entry {
  if (error instanceof InputError) return INPUT_ENTRIES[error.code];
  if (error instanceof GuardError) return GUARD_ENTRIES[error.code];
  if (error instanceof RunnerError) return RUNNER_ENTRIES[error.code];
  if (error instanceof TransportError) return byTransport(error) ?? OTHER_CONNECTION;
  if (error instanceof AnswerError)
    return (
      (error.code === 'not-json' && byWords(error.answer, error.request)) ||
      ANSWER_ENTRIES[error.code]
    );
  if (error instanceof SalesforceError) {
    const { answer, request } = error;
    return byWords(answer, request) ?? byCode(answer, request) ?? byForm(answer, request) ?? OTHER;
  }
  return BUG;
}
