import type { Entry } from './entry.ts';

/** What can be wrong with a value under `with:`, whatever it is for. Nothing was sent to Salesforce. */
export const INPUT_ENTRIES = [
  {
    title: 'A required input is empty',
    problems: ['missing'],
    causes: [
      {
        only: 'no secrets for this run',
        what: 'GitHub gives no Actions secrets to pull requests from forks and to runs that Dependabot starts.',
        fix: 'Skip the whole job for them: on this step alone, the line below makes the next `sf` command fail. A job that `if:` skips counts as a success, even where the check is required. (Or store the secrets for Dependabot too: Settings → Secrets and variables → Dependabot.)',
        lines: [
          "if: github.actor != 'dependabot[bot]' && (github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name == github.repository)",
        ],
        where: 'job',
      },
      {
        what: 'The secret or variable is not available to {job}.',
        fix: 'Compare the names letter by letter. If they are the same, check these:',
        lines: [
          'read a secret with secrets.NAME, a variable with vars.NAME',
          'a secret of an environment: the job needs "environment:"',
          'a reusable workflow: its caller needs "secrets: inherit"',
          'a secret of the organization: it must be shared with this repository',
          'a repository without Salesforce: "if: vars.SF_USERNAME != \'\'" on the job (it cannot read secrets there)',
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
        what: '`{input}` is a shell variable such as $NAME. Nothing expands it under `with:`.',
        fix: 'Use an expression:',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's syntax
        lines: ['{input}: ${{ secrets.NAME }}'],
        where: 'workflow',
      },
    ],
  },
  {
    title: 'A private key in another input',
    problems: ['holds-a-key'],
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
    causes: [
      {
        what: '`{input}` is longer than 48 KB, the most that GitHub stores in a secret or variable.',
        fix: 'Check where the value comes from, and store the right one.',
        where: 'secrets',
      },
    ],
  },
  {
    title: 'A value that is not allowed',
    problems: ['not-a-boolean', 'not-a-whole-number', 'out-of-range', 'not-one-of'],
    causes: [
      {
        what: '`{input}` must be {valid}.',
        fix: 'Correct it: lower case, and a number without a unit.',
        where: 'workflow',
      },
    ],
  },
  {
    title: 'Not a consumer key',
    problems: ['consumer-key-form'],
    causes: [
      {
        what: '`{input}` cannot be a consumer key, which has 8 to 256 letters and digits, and no blanks.',
        fix: 'Copy the Consumer Key (not the app’s name, not the Consumer Secret).',
        where: 'consumerKey',
      },
    ],
  },
  {
    title: 'Not a username',
    problems: ['username-form'],
    causes: [
      {
        what: '`{input}` does not look like an email address, as every Salesforce username does.',
        fix: 'Copy the Username (not the name, alias or ID).',
        where: 'users',
      },
    ],
  },
  {
    title: 'Not an org id',
    problems: ['org-id-form'],
    causes: [
      {
        what: '`{input}` is not an org ID: 15 or 18 letters and digits that begin with 00D.',
        fix: 'Copy “Salesforce.com Organization ID”.',
        where: 'company',
      },
    ],
  },
  {
    title: 'A mistyped org id',
    problems: ['org-id-checksum'],
    causes: [
      {
        what: '`{input}` has a typo: the last three characters of an 18-character ID are a checksum, and they do not match.',
        fix: 'Copy “Salesforce.com Organization ID” again. Upper and lower case matter.',
        where: 'company',
      },
    ],
  },
] as const satisfies readonly Entry[];
