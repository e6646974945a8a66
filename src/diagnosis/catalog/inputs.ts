import type { CatalogEntry } from './entry.ts';
import { STRAY_CHARACTER } from './shared-causes.ts';

const COPY_CONSUMER_KEY = {
  fix: 'Copy the Consumer Key (not the app’s name, not the Consumer Secret), without quotes.',
  setupPath: 'consumerKey',
} as const;

const COPY_USERNAME = {
  fix: 'Copy the Username (not the name, alias or ID).',
  setupPath: 'users',
} as const;

const COPY_ORG_ID = {
  fix: 'Copy “Salesforce.com Organization ID”. Upper and lower case matter.',
  setupPath: 'company',
} as const;

/** Entries for inputs under `with:`, except for keys, certificates and URLs. */
export const INPUT_ENTRIES = [
  {
    id: 'input-missing',
    title: 'A required input is empty',
    errorCodes: ['missing'],
    causes: [
      {
        id: 'input-misspelled',
        impliedBy: 'input-misspelled',
        explanation: 'The value is there, but under a name that the step does not read.',
        fix: 'Set the inputs under `with:` of this step, not under `env:`, and spell them `consumer-key`, `private-key` and `username`.',
        setupPath: 'workflow',
      },
      {
        id: 'secrets-withheld',
        impliedBy: 'no-secrets',
        explanation: 'GitHub gives no secrets to pull requests from forks.',
        fix: 'Skip the whole job for them: on this step alone, the line below makes the next `sf` command fail. A job that `if:` skips counts as a success, even if the check is required.',
        snippet: [
          "if: github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name == github.repository",
        ],
        setupPath: 'job',
      },
      {
        id: 'dependabot-secrets',
        impliedBy: 'dependabot-run',
        explanation:
          'Dependabot started this run, so it gets the secrets of Dependabot, not those of Actions.',
        fix: 'Store the secrets there too: Settings → Secrets and variables → Dependabot. Or skip the whole job:',
        snippet: ["if: github.actor != 'dependabot[bot]'"],
        setupPath: 'dependabot',
      },
      {
        id: 'secrets-not-in-fork',
        impliedBy: 'forked-repository',
        explanation: 'GitHub copies no secrets to a fork of a repository.',
        fix: 'Store the secrets in this repository too, or skip the whole job in forks:',
        snippet: ['if: github.event.repository.fork != true'],
        setupPath: 'secrets',
      },
      {
        id: 'environment-not-named',
        impliedBy: 'all-inputs-empty',
        refutedBy: ['no-secrets', 'dependabot-run', 'input-misspelled'],
        explanation:
          'The secrets and variables do not exist, or belong to an environment that {job} does not name.',
        fix: 'Create them or, if an environment has them, add this line to the job:',
        snippet: ['environment: NAME'],
        setupPath: 'job',
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
      {
        id: 'username-left-out',
        requires: 'username-empty',
        explanation:
          'No user was given. This flow always needs one: a “Run As” user of the app does not count.',
        fix: 'Set `username` to the user that the job acts as.',
        setupPath: 'users',
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
        explanation: 'Nothing expands a shell variable such as $NAME under `with:`.',
        fix: 'Use an expression:',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's syntax
        snippet: ['{input}: ${{ secrets.NAME }} # or ${{ env.NAME }}'],
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
        refutedBy: ['stray-character'],
        mentions: 'value-of-another-input',
        explanation:
          '`{input}` is not a consumer key: 8 to 256 letters, digits and the characters . _ ~ + / = -',
        ...COPY_CONSUMER_KEY,
      },
      { ...STRAY_CHARACTER, id: 'stray-character-in-consumer-key', ...COPY_CONSUMER_KEY },
    ],
  },
  {
    id: 'not-a-username',
    title: 'Not a username',
    errorCodes: ['username-format'],
    causes: [
      {
        id: 'not-a-username',
        refutedBy: ['stray-character'],
        mentions: 'value-of-another-input',
        explanation:
          '`{input}` does not look like an email address, as every Salesforce username does.',
        ...COPY_USERNAME,
      },
      { ...STRAY_CHARACTER, id: 'stray-character-in-username', ...COPY_USERNAME },
    ],
  },
  {
    id: 'not-an-org-id',
    title: 'Not an org id',
    errorCodes: ['org-id-format'],
    causes: [
      {
        id: 'not-an-org-id',
        refutedBy: ['stray-character'],
        mentions: 'value-of-another-input',
        explanation: '`{input}` is not an org ID: 15 or 18 letters and digits that begin with 00D.',
        ...COPY_ORG_ID,
      },
      { ...STRAY_CHARACTER, id: 'stray-character-in-org-id', ...COPY_ORG_ID },
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
        ...COPY_ORG_ID,
      },
    ],
  },
] as const satisfies readonly CatalogEntry[];
