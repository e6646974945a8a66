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
import type { Entry } from './catalogue/entry.ts';
import { CATALOGUE, type ListedProblem } from './catalogue/index.ts';
import { BUG } from './catalogue/unlisted.ts';

/** The same for all spellings of a phrase: `has not` and `hasn’t` are `hasnt`, and a blank is whatever is no letter or digit. */
function normalise(text: string): string {
  const plain = text.toLowerCase().replace(/['’‘`´]/g, '');
  const joined = plain.replace(/\b(has|have|is|are|was|does|do|did)\s+not\b/g, '$1nt');
  return ` ${joined.replace(/[^a-z0-9]+/g, ' ').trim()} `;
}

/** What a good token meets cannot have befallen a request that still asks for one. */
const of = (request: RequestName) => CATALOGUE.filter((it) => (it.request ?? request) === request);

const hasWords = ({ says = [] }: Entry, { description = '', excerpt = '' }: Answer) => {
  const said = normalise(`${description} ${excerpt}`);
  return says.some((phrase) => said.includes(normalise(phrase)));
};

const byWords = (answer: Answer, request: RequestName) =>
  of(request).find((it) => hasWords(it, answer));

const same = (code: string | undefined, error: string | undefined) =>
  code !== undefined && code.toLowerCase() === error?.toLowerCase();

const hasCode = ({ errors = [] }: Entry, { error }: Answer) =>
  errors.some((code) => same(code, error));

const byCode = (answer: Answer, request: RequestName) =>
  of(request).find((it) => hasCode(it, answer)) ??
  (answer.description ? undefined : of(request).find((it) => same(it.bare, answer.error)));

/** Whether an answer is known by its code alone: what it says is not what the entry's title says. */
export const knownByCode = (entry: Entry, answer: Answer): boolean =>
  hasCode(entry, answer) && !hasWords(entry, answer);

const byForm = ({ form, status }: Answer, request: RequestName) =>
  of(request).find((it) => {
    if (it.status === undefined) return false;
    const [from, to] = it.status;
    return status >= from && status <= to && (it.form ?? form) === form;
  });

const byTransport = ({ code, details: { status } }: TransportError) => {
  const known = status === undefined ? code : `${code} ${status}`;
  const fits = (pattern: string) =>
    new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i').test(known);
  return CATALOGUE.find((it) => it.codes?.some(fits));
};

const byProblem = (problem: ListedProblem) =>
  CATALOGUE.find((it) => it.problems?.includes(problem));

function matching(error: unknown): Entry | undefined {
  if (error instanceof TransportError) return byTransport(error);
  if (error instanceof SalesforceError) {
    const { answer, request } = error;
    return byWords(answer, request) ?? byCode(answer, request) ?? byForm(answer, request);
  }
  // A page in place of a token may say what is the matter.
  if (error instanceof AnswerError)
    return byWords(error.answer, error.request) ?? byProblem(error.code);
  const isOurs =
    error instanceof InputError || error instanceof GuardError || error instanceof RunnerError;
  return isOurs ? byProblem(error.code) : undefined;
}

/** The entry for an error: by the words, then by the code, then by what kind of answer it is. */
export function entryFor(error: unknown): Entry {
  return matching(error) ?? BUG;
}
