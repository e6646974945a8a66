/** Failures made from the catalogue itself, so that a new entry is tested without a line here. */
import { ANSWER_ENTRIES } from '../../src/diagnosis/catalogue/answers.ts';
import type { Entry, Problem } from '../../src/diagnosis/catalogue/entry.ts';
import { CATALOGUE } from '../../src/diagnosis/catalogue/index.ts';
import type { StepError } from '../../src/errors.ts';
import type { InputProblem } from '../../src/inputs/errors.ts';
import { RunnerError, type RunnerProblem } from '../../src/runner/errors.ts';
import type { AnswerProblem, GuardProblem } from '../../src/salesforce/errors.ts';
import { answered, cut, guard, input, oauth, odd } from './runs.ts';

const RUNNER: Readonly<Record<RunnerProblem, StepError>> = {
  'file-not-written': new RunnerError({ code: 'file-not-written' }),
  'no-runner': new RunnerError({ code: 'no-runner' }),
};

const GUARDS: Readonly<Record<GuardProblem, StepError>> = {
  'wrong-org': guard('wrong-org'),
  'wrong-user': guard('wrong-user'),
  'unknown-org': guard('unknown-org'),
  'out-of-time': guard('out-of-time'),
};

function withProblem(problem: Problem): StepError {
  const known: Readonly<Partial<Record<Problem, StepError>>> = { ...RUNNER, ...GUARDS };
  const isOfAnswer = (ANSWER_ENTRIES as readonly Entry[]).some((it) =>
    it.problems?.includes(problem),
  );
  return (
    known[problem] ?? (isOfAnswer ? odd(problem as AnswerProblem) : input(problem as InputProblem))
  );
}

function withCode(code: string): StepError {
  const [name = '', status] = code.replaceAll('*', 'X').split(' ');
  return cut(name, status ? { status: Number(status) } : {});
}

/** One failure for each problem, phrase, code and status that an entry names, by that name. */
export function failuresOf(entry: Entry): (readonly [name: string, StepError])[] {
  const { problems = [], says = [], errors = [], bare, codes = [], status, request } = entry;
  const oauth400 = { status: 400, form: 'oauth' } as const;
  const failures: (readonly [string, StepError])[] = [
    ...problems.map((problem) => [problem, withProblem(problem)] as const),
    ...codes.map((code) => [code, withCode(code)] as const),
    ...says.map((it) => [it, answered({ ...oauth400, description: it }, request)] as const),
    ...errors.map((it) => [it, answered({ ...oauth400, error: it }, request)] as const),
  ];
  if (bare) failures.push([bare, oauth(bare)]);
  if (status) {
    const answer = { status: status[0], form: entry.form ?? 'empty' };
    failures.push([`HTTP ${answer.status}`, answered(answer, request)]);
  }
  return failures;
}

/** One for everything that the catalogue names, and some that it does not. */
export const everyFailure = (): StepError[] => [
  ...CATALOGUE.flatMap(failuresOf).map(([, error]) => error),
  oauth('something', 'new'),
  cut('EWEIRD'),
];
