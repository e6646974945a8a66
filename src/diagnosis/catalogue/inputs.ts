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
        what: 'The secret or variable is not available to {job}.',
        fix: 'Compare the names letter by letter. If they are the same, check these:',
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
    title: 'The value is masked',
    problems: ['masked'],
    causes: [
      {
        what: '`{input}` was copied from a log, where secrets are masked.',
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
        what: '`{input}` is something like $NAME, which is not expanded in `with:`.',
        fix: 'Use a GitHub expression:',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's syntax
        lines: ['{input}: ${{ secrets.NAME }}'],
        where: 'workflow',
      },
    ],
  },
  {
    title: 'A private key in another input',
    problems: ['holds-a-key'],
    input: 'certificate',
    causes: [
      {
        what: '`{input}` contains a private key, or something that looks like one. The log may have shown it before this step could mask it.',
        fix: 'Use the key in `private-key` only, and store it as a secret. If it did not come from a secret, change that key now.',
        where: 'workflow',
      },
    ],
  },
  {
    title: 'The value is too long',
    problems: ['too-long'],
    input: 'private-key',
    causes: [
      {
        what: '`{input}` is longer than 48 KB, the most that GitHub stores in a secret or variable.',
        fix: 'Check where the value comes from, and store the right one.',
        where: 'secrets',
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
        fix: 'Write `true` or `false`. The step does not accept yes, no, on, off, 1 or 0.',
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
        fix: 'Write a number from {min} to {max}, without a unit.',
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
    title: 'Not an allowed value',
    problems: ['not-one-of'],
    input: 'job-summary',
    causes: [
      {
        what: '`{input}` is not one of: {allowed}.',
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
        what: '`{input}` is not a consumer key, which has 8 to 256 letters, digits and a few other characters, and no spaces.',
        fix: 'Copy the Consumer Key, not the name of the app or the Consumer Secret.',
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
        what: '`{input}` is not a Salesforce username, which has the form of an email address.',
        fix: 'Copy the Username, not the name, alias or ID.',
        where: 'users',
      },
    ],
  },
  {
    title: 'Not an org ID',
    problems: ['org-id-form'],
    input: 'expected-org-id',
    causes: [
      {
        what: '`{input}` is not an org ID, which has 15 or 18 letters and digits and begins with 00D.',
        fix: 'Copy the Salesforce.com Organization ID.',
        where: 'company',
      },
    ],
  },
  {
    title: 'A misspelled org ID',
    problems: ['org-id-checksum'],
    input: 'expected-org-id',
    causes: [
      {
        what: 'The last three characters of an 18-character ID are a checksum. In `{input}` they do not match the rest.',
        fix: 'Copy the Salesforce.com Organization ID again. Capital letters matter.',
        where: 'company',
      },
    ],
  },
] as const satisfies readonly Entry[];
