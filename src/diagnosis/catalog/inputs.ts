import type { CatalogEntry } from './entry.ts';

/** Entries for inputs under `with:`, except for keys, certificates and URLs. */
export const INPUT_ENTRIES = [
  {
    id: 'input-missing',
    title: 'A required input is empty',
    errorCodes: ['missing'],
    causes: [
      {
        id: 'secrets-withheld',
        requires: 'no-secrets',
        promotedBy: 'no-secrets',
        explanation: 'GitHub gives no secrets to pull requests from forks.',
        fix: 'Skip the whole job for them: on this step alone, the line below makes the next `sf` command fail. A job that `if:` skips counts as a success, even where the check is required.',
        snippet: [
          "if: github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name == github.repository",
        ],
        setupPath: 'job',
      },
      {
        id: 'dependabot-secrets',
        requires: 'dependabot-run',
        promotedBy: 'dependabot-run',
        explanation:
          'Dependabot started this run, so it gets the secrets of Dependabot, not those of Actions.',
        fix: 'Store the secrets there too: Settings → Secrets and variables → Dependabot. Or skip the whole job:',
        snippet: ["if: github.actor != 'dependabot[bot]'"],
        setupPath: 'dependabot',
      },
      {
        id: 'secret-unavailable',
        explanation: 'The secret or variable is not available to {job}.',
        fix: 'Compare the names letter by letter. If they are the same, check these:',
        snippet: [
          'read a secret with secrets.NAME, a variable with vars.NAME',
          'a secret of an environment: the job needs "environment:"',
          'a reusable workflow: its caller needs "secrets: inherit"',
          'a secret of the organization: it must be shared with this repository',
          'a repository without Salesforce: "if: vars.SF_USERNAME != \'\'" on the job (it cannot read secrets there)',
        ],
        setupPath: 'secrets',
      },
    ],
  },
  {
    id: 'input-masked',
    title: 'The value is masked',
    errorCodes: ['masked'],
    causes: [
      {
        id: 'value-masked',
        explanation: '`{input}` was copied from a log, where secrets are masked.',
        fix: 'Store the value itself.',
        setupPath: 'secrets',
      },
    ],
  },
  {
    id: 'input-unexpanded',
    title: 'The value is the name of a variable',
    errorCodes: ['unexpanded-variable'],
    causes: [
      {
        id: 'variable-unexpanded',
        explanation:
          '`{input}` is a shell variable such as $NAME. Nothing expands it under `with:`.',
        fix: 'Use an expression:',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's syntax
        snippet: ['{input}: ${{ secrets.NAME }}'],
        setupPath: 'workflow',
      },
    ],
  },
  {
    id: 'key-in-another-input',
    title: 'A private key in another input',
    errorCodes: ['contains-a-key'],
    causes: [
      {
        id: 'key-in-another-input',
        explanation:
          '`{input}` contains a private key, or something that looks like one. The log may have shown it before this step could mask it.',
        fix: 'Use the key in `private-key` only, and store it as a secret. If it did not come from a secret, change that key now.',
        setupPath: 'workflow',
      },
    ],
  },
  {
    id: 'input-too-long',
    title: 'The value is too long',
    errorCodes: ['too-long'],
    causes: [
      {
        id: 'value-too-long',
        explanation:
          '`{input}` is longer than 48 KB, the most that GitHub stores in a secret or variable.',
        fix: 'Check where the value comes from, and store the right one.',
        setupPath: 'secrets',
      },
    ],
  },
  {
    id: 'input-not-allowed',
    title: 'A value that is not allowed',
    errorCodes: ['not-a-boolean', 'not-an-integer', 'out-of-range', 'not-one-of'],
    causes: [
      {
        id: 'value-not-allowed',
        explanation: '`{input}` must be {allowed-values}.',
        fix: 'Correct it: lower case, and a number without a unit.',
        setupPath: 'workflow',
      },
    ],
  },
  {
    id: 'not-a-consumer-key',
    title: 'Not a consumer key',
    errorCodes: ['consumer-key-format'],
    causes: [
      {
        id: 'not-a-consumer-key',
        explanation:
          '`{input}` cannot be a consumer key, which has 8 to 256 letters and digits, and neither blanks nor quotes.',
        fix: 'Copy the Consumer Key (not the app’s name, not the Consumer Secret), without quotes.',
        setupPath: 'consumerKey',
      },
    ],
  },
  {
    id: 'not-a-username',
    title: 'Not a username',
    errorCodes: ['username-format'],
    causes: [
      {
        id: 'not-a-username',
        explanation:
          '`{input}` does not look like an email address, as every Salesforce username does.',
        fix: 'Copy the Username (not the name, alias or ID).',
        setupPath: 'users',
      },
    ],
  },
  {
    id: 'not-an-org-id',
    title: 'Not an org id',
    errorCodes: ['org-id-format'],
    causes: [
      {
        id: 'not-an-org-id',
        explanation: '`{input}` is not an org ID: 15 or 18 letters and digits that begin with 00D.',
        fix: 'Copy “Salesforce.com Organization ID”.',
        setupPath: 'company',
      },
    ],
  },
  {
    id: 'mistyped-org-id',
    title: 'A mistyped org id',
    errorCodes: ['org-id-checksum'],
    causes: [
      {
        id: 'mistyped-org-id',
        explanation:
          '`{input}` has a typo: the last three characters of an 18-character ID are a checksum, and they do not match.',
        fix: 'Copy “Salesforce.com Organization ID” again. Upper and lower case matter.',
        setupPath: 'company',
      },
    ],
  },
] as const satisfies readonly CatalogEntry[];
