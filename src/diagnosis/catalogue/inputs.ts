import type { Entry } from './entry.ts';

/** What can be wrong with a value below `with:`, whatever it is for. Nothing was sent to Salesforce. */
export const INPUT_ENTRIES = [
  {
    title: 'A required input is empty',
    problems: ['missing'],
    causes: [
      {
        only: 'pull request from a fork',
        what: 'Pull requests from forks get no secrets.',
        fix: 'Skip this step for them, and deploy after the merge:',
        lines: [
          "if: github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name == github.repository",
        ],
        where: 'step',
      },
      {
        only: 'started by Dependabot',
        what: 'Runs that Dependabot starts get Dependabot’s secrets, not those of Actions.',
        fix: 'Store the same secrets for Dependabot too, or skip this step:',
        lines: ["if: github.actor != 'dependabot[bot]'"],
        where: 'dependabot',
      },
      {
        what: 'No secret or variable of that name reaches {job}.',
        fix: 'Compare the name letter by letter. If it is the same:',
        lines: [
          'read a secret with secrets.NAME, a variable with vars.NAME',
          'a secret of an environment: the job needs "environment:"',
          'a reusable workflow: its caller needs "secrets: inherit"',
          'a secret of the organization: it must be shared with this repository',
        ],
        where: 'secrets',
      },
    ],
  },
  {
    title: 'The value is a row of asterisks',
    problems: ['masked'],
    causes: [
      {
        what: '`{input}` was copied from a log, which shows secrets as asterisks.',
        fix: 'Store the value itself.',
        where: 'secrets',
      },
    ],
  },
  {
    title: 'The value is the name of a variable',
    problems: ['unexpanded-variable'],
    causes: [
      {
        what: '`{input}` is something like $NAME, which nobody fills in below `with:`.',
        fix: 'Write an expression of GitHub:',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's syntax
        lines: ['{input}: ${{ secrets.NAME }}'],
        where: 'workflow',
      },
    ],
  },
  {
    title: 'Neither true nor false',
    problems: ['not-a-boolean'],
    input: 'verify',
    causes: [
      {
        what: '`{input}` is neither true nor false.',
        fix: 'Write `true` or `false`; yes, no, on, off, 1 and 0 are not accepted.',
        where: 'workflow',
      },
    ],
  },
  {
    title: 'Not a whole number',
    problems: ['not-a-whole-number'],
    input: 'max-attempts',
    causes: [
      {
        what: '`{input}` is not a whole number.',
        fix: 'Write digits only, from {min} to {max}, without a unit.',
        where: 'workflow',
      },
    ],
  },
  {
    title: 'A number out of range',
    problems: ['out-of-range'],
    input: 'max-attempts',
    causes: [
      {
        what: '`{input}` is less than {min} or more than {max}.',
        fix: 'Write a whole number from {min} to {max}.',
        where: 'workflow',
      },
    ],
  },
  {
    title: 'Not one of the words allowed',
    problems: ['not-one-of'],
    input: 'job-summary',
    causes: [
      {
        what: '`{input}` is none of: {allowed}.',
        fix: 'Write one of them, in lower case.',
        where: 'workflow',
      },
    ],
  },
  {
    title: 'Not a consumer key',
    problems: ['consumer-key-form'],
    input: 'consumer-key',
    causes: [
      {
        what: '`{input}` has a form that no consumer key has: 8 to 256 letters, digits and few other signs, no blanks.',
        fix: 'Copy the Consumer Key (not the app’s name, not the Consumer Secret).',
        where: 'consumerKey',
      },
    ],
  },
  {
    title: 'Not a username',
    problems: ['username-form'],
    input: 'username',
    causes: [
      {
        what: '`{input}` does not look like an email address, as every Salesforce username does.',
        fix: 'Copy the Username (not the name, alias or id).',
        where: 'users',
      },
    ],
  },
  {
    title: 'Not an org id',
    problems: ['org-id-form'],
    input: 'expected-org-id',
    causes: [
      {
        what: '`{input}` is not an org id: 15 or 18 letters and digits that begin with 00D.',
        fix: 'Copy “Salesforce.com Organization ID”.',
        where: 'company',
      },
    ],
  },
  {
    title: 'A mistyped org id',
    problems: ['org-id-checksum'],
    input: 'expected-org-id',
    causes: [
      {
        what: 'The last three characters of an 18-character id are a check sum. In `{input}` they do not fit the rest.',
        fix: 'Copy “Salesforce.com Organization ID” anew; capital letters matter.',
        where: 'company',
      },
    ],
  },
] as const satisfies readonly Entry[];
