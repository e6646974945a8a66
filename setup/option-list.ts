interface Option {
  readonly type: 'string' | 'boolean';
  readonly default?: string | boolean;
  /** Name of the value in the help text. */
  readonly value?: string;
  readonly help: string;
}

/** All options of the command. `parseArgs` uses `type` and `default`, and the help shows the rest. */
export const OPTIONS = {
  org: {
    type: 'string',
    value: 'ALIAS',
    help: 'the org, by an alias or a username that the Salesforce CLI knows',
  },
  user: { type: 'string', value: 'USERNAME', help: 'the user the workflow signs in as' },
  repo: {
    type: 'string',
    value: 'OWNER/REPO',
    help: 'the repository, or several with commas (HOST/OWNER/REPO on GitHub Enterprise Server, OWNER/REPO:ENVIRONMENT for one environment); without it, the command asks for it in a terminal, or shows the values',
  },
  environment: {
    type: 'string',
    value: 'NAME',
    help: 'secrets and variables go into this environment of the repository, created if it does not exist; several with commas',
  },
  'gh-org': {
    type: 'string',
    value: 'ORG',
    help: 'secrets and variables go into this GitHub organization, for the repositories of --repos',
  },
  repos: {
    type: 'string',
    value: 'NAMES',
    help: 'for --gh-org: names of its repositories, with commas',
  },
  replace: {
    type: 'boolean',
    default: false,
    help: "with --yes: overwrite another org's values, or remove values that may belong to another app",
  },
  name: { type: 'string', value: 'NAME', default: 'GitHub Actions', help: 'name of the app' },
  email: {
    type: 'string',
    value: 'ADDRESS',
    help: 'contact email of the app (default: the email address of your Salesforce user)',
  },
  'create-user': {
    type: 'boolean',
    default: false,
    help: 'create the user, with a Salesforce Integration license',
  },
  'connected-app': {
    type: 'string',
    value: 'API_NAME',
    help: 'give this Connected App a new certificate, instead of creating an app',
  },
  'consumer-key': {
    type: 'string',
    value: 'KEY',
    help: "the app's Consumer Key, if the org does not show it; for a new app, the key to use; ask: asks for it",
  },
  'old-certificate': {
    type: 'string',
    value: 'FILE',
    help: 'certificate to restore if a rotation fails, if the org does not show it',
  },
  'browser-tests': {
    type: 'boolean',
    default: false,
    help: 'also add the scope "web" to the app',
  },
  bits: { type: 'string', value: 'N', default: '2048', help: 'size of the RSA key' },
  days: { type: 'string', value: 'N', default: '365', help: 'how long the certificate is valid' },
  'key-file': {
    type: 'string',
    value: 'FILE',
    help: 'also write the private key into this file; if the file exists, continue with its key',
  },
  'use-key': { type: 'string', value: 'FILE', help: 'your own private key, instead of a new one' },
  'use-certificate': {
    type: 'string',
    value: 'FILE',
    help: 'the certificate of --use-key or --signing-key, for example from your certificate authority',
  },
  'signing-key': {
    type: 'string',
    value: 'ADDRESS',
    help: 'the key stays in a key service, which signs: its address; aws, vault, gcp or azure prints how to create one',
  },
  adopt: {
    type: 'boolean',
    default: false,
    help: 'sign in with --use-key to an app that exists, and store the values; deploys nothing',
  },
  compromised: {
    type: 'boolean',
    default: false,
    help: 'replace a leaked key: never restores the old certificate, and works with a frozen user',
  },
  reminder: {
    type: 'boolean',
    default: false,
    help: 'also store the certificate as a variable of the repository, for examples/certificate-expiry.yml',
  },
  tests: { type: 'string', value: 'CLASS', help: 'deploy with this Apex test class' },
  wait: {
    type: 'string',
    value: 'MINUTES',
    default: '15',
    help: 'how long to wait until Salesforce knows the app',
  },
  'skip-sign-in': {
    type: 'boolean',
    default: false,
    help: 'do not sign in; for an org that allows sign-ins only from the address of the runner',
  },
  'dry-run': { type: 'boolean', default: false, help: 'show the plan, and change nothing' },
  workflow: {
    type: 'string',
    value: 'NAME',
    help: 'write examples/NAME.yml into the folder that --workflow-dir names',
  },
  'workflow-dir': { type: 'string', value: 'DIR', help: 'for --workflow' },
  remove: {
    type: 'boolean',
    default: false,
    help: 'remove the app, the permission set, the secrets and the variables',
  },
  check: {
    type: 'boolean',
    default: false,
    help: "sign in from this machine with the workflow's values, and with --org look for the cause of a refusal; changes nothing",
  },
  diagnose: {
    type: 'boolean',
    default: false,
    help: 'look into the org for the cause of a refused sign-in; the job summary of the failed run prints the whole command. Changes nothing',
  },
  at: {
    type: 'string',
    value: 'TIME',
    help: 'for --diagnose: time of the refusal, such as 2026-11-27T03:48:45Z (now)',
  },
  fingerprint: {
    type: 'string',
    value: 'SHA256',
    help: 'for --diagnose: SHA-256 of the public key, as the job summary shows it',
  },
  'login-url': {
    type: 'string',
    value: 'URL',
    help: 'for --check and --diagnose: the login URL of the workflow',
  },
  audience: { type: 'string', value: 'URL', help: 'for --check' },
  yes: { type: 'boolean', default: false, help: 'ask nothing' },
  json: {
    type: 'boolean',
    default: false,
    help: 'one JSON object on standard output, and nothing else',
  },
  help: { type: 'boolean', default: false, help: 'show this help' },
} as const satisfies Readonly<Record<string, Option>>;

export const HELP = `Usage: npm run setup -- --org ALIAS --user USERNAME [--repo OWNER/REPO] [options]

Sets up the sign-in. Run it again to change the key, and after a sandbox refresh.

${Object.entries(OPTIONS).map(helpLine).join('\n')}

For --check: --consumer-key, --user, --login-url, --audience, --key-file or --signing-key, or else the variables
SF_CONSUMER_KEY, SF_USERNAME, SF_LOGIN_URL, SF_AUDIENCE, SF_PRIVATE_KEY, SF_PRIVATE_KEY_PASSPHRASE, SF_CERTIFICATE,
SF_ORG_ID; with a key service, SF_SIGNING_KEY and SF_SIGNING_CONSUMER_KEY (or SF_CONSUMER_KEY), and your login to it.`;

function helpLine([name, option]: [string, Option]): string {
  const { value, default: defaultValue, help } = option;
  const usage = value === undefined ? `--${name}` : `--${name} ${value}`;
  const suffix = typeof defaultValue === 'string' ? ` (${defaultValue})` : '';
  return `  ${usage.padEnd(26)} ${help}${suffix}`;
}
