import { parseArgs } from 'node:util';
import { SetupError } from './errors.ts';
import { apiName } from './metadata-project.ts';

export const HELP = `Usage: npm run setup -- --org ALIAS --user USERNAME [--repo OWNER/REPO] [options]

Sets up the sign-in. Run it again to change the key, and after a sandbox refresh.

  --org ALIAS            the org, by an alias or a username that the Salesforce CLI knows
  --user USERNAME        the user the workflow signs in as
  --repo OWNER/REPO      the repository (HOST/OWNER/REPO on GitHub Enterprise Server); without it, the command shows the values
  --environment NAME     secrets and variables go into this environment of the repository, created if it does not exist
  --name NAME            name of the app (GitHub Actions)
  --email ADDRESS        contact email of the app (yours, as Salesforce knows it)
  --create-user          create the user, with a Salesforce Integration license
  --connected-app API_NAME
                         give this Connected App a new certificate, instead of creating an app
  --consumer-key KEY     the app's Consumer Key, if the org does not show it; for a new app, the key to use
  --old-certificate FILE certificate to restore if a rotation fails, if the org does not show it
  --browser-tests        also add the scope "web" to the app
  --bits N               size of the RSA key (2048)
  --days N               how long the certificate is valid (365)
  --key-file FILE        also write the private key into this file
  --tests CLASS          deploy with this Apex test class
  --wait MINUTES         how long to wait until Salesforce knows the app (15)
  --workflow NAME        write examples/NAME.yml into the folder that --workflow-dir names
  --workflow-dir DIR
  --remove               remove the app, the permission set, the secrets and the variables
  --check                sign in from this machine with the workflow's values; changes nothing
  --login-url URL        for --check
  --audience URL         for --check
  --yes                  ask nothing
  --json                 one JSON object on standard output, and nothing else
  --help

For --check: --consumer-key, --user, --login-url, --audience, --key-file, or else the variables SF_CONSUMER_KEY,
SF_USERNAME, SF_LOGIN_URL, SF_AUDIENCE, SF_PRIVATE_KEY, SF_PRIVATE_KEY_PASSPHRASE, SF_CERTIFICATE, SF_ORG_ID.`;

const OPTIONS = {
  org: { type: 'string' },
  user: { type: 'string' },
  repo: { type: 'string' },
  environment: { type: 'string' },
  name: { type: 'string', default: 'GitHub Actions' },
  email: { type: 'string' },
  'create-user': { type: 'boolean', default: false },
  'connected-app': { type: 'string' },
  'consumer-key': { type: 'string' },
  'old-certificate': { type: 'string' },
  'browser-tests': { type: 'boolean', default: false },
  bits: { type: 'string', default: '2048' },
  days: { type: 'string', default: '365' },
  'key-file': { type: 'string' },
  tests: { type: 'string' },
  wait: { type: 'string', default: '15' },
  workflow: { type: 'string' },
  'workflow-dir': { type: 'string' },
  remove: { type: 'boolean', default: false },
  check: { type: 'boolean', default: false },
  'login-url': { type: 'string' },
  audience: { type: 'string' },
  yes: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

export type Options = ReturnType<typeof parseOptions>;

const parseOptions = (args: readonly string[]) =>
  parseArgs({ args: [...args], options: OPTIONS }).values;

export function readOptions(args: readonly string[]): Options {
  let options: Options;
  try {
    options = parseOptions(args);
  } catch (error) {
    throw new SetupError((error as Error).message, 'npm run setup -- --help');
  }
  const violation = VALIDATIONS.find(([isInvalid]) => isInvalid(options));
  if (violation !== undefined) throw new SetupError(violation[1], 'npm run setup -- --help');
  return options;
}

const isNumber = (text: string, from: number, to: number): boolean =>
  /^\d+$/.test(text) && Number(text) >= from && Number(text) <= to;

const VALIDATIONS: readonly (readonly [
  isWrong: (options: Options) => boolean,
  sentence: string,
])[] = [
  [({ name }) => apiName(name) === '', '--name needs a letter: the API name is made from it.'],
  // The permission set is called "<name> access", and a label has at most 80 characters.
  [({ name }) => name.trim().length > 70, '--name may have at most 70 characters.'],
  [({ bits }) => !isNumber(bits, 2048, 8192), '--bits is a number from 2048 to 8192.'],
  [({ days }) => !isNumber(days, 1, 36_500), '--days is a number from 1 to 36500.'],
  [({ wait }) => !isNumber(wait, 0, 120), '--wait is a number of minutes from 0 to 120.'],
  [
    ({ 'consumer-key': key }) => key !== undefined && !/^[\w.=+/-]{8,256}$/.test(key),
    '--consumer-key has 8 to 256 characters, as Setup shows it.',
  ],
  [
    ({ email }) => email !== undefined && !/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(email),
    '--email is not an email address.',
  ],
  [
    ({ user }) => user !== undefined && !/^[^\s@']+@[^\s@']+$/.test(user),
    '--user is a Salesforce username: it has the form of an email address.',
  ],
  [
    ({ repo }) => repo !== undefined && !/^([\w.-]+\/)?[\w.-]+\/[\w.-]+$/.test(repo),
    '--repo has the form OWNER/REPO.',
  ],
  [
    ({ workflow, 'workflow-dir': folder }) => (workflow === undefined) !== (folder === undefined),
    'Use --workflow and --workflow-dir together.',
  ],
  [({ remove, check }) => remove && check, '--remove and --check cannot be used together.'],
  [
    (options) => options['create-user'] && options['connected-app'] !== undefined,
    '--create-user is for a new app; the user of a Connected App is let in by its policies.',
  ],
];

/** Undefined takes an option away. */
type OptionChanges = { readonly [Name in keyof Options]?: Options[Name] | undefined };

/** The same command again, with what has been asked for meanwhile. */
export function commandLine(options: Options, changes: OptionChanges = {}): string {
  const args = Object.entries({ ...options, ...changes }).flatMap(([name, value]) => {
    const option = OPTIONS[name as keyof typeof OPTIONS];
    const defaultValue = 'default' in option ? option.default : undefined;
    if (value === undefined || value === defaultValue) return [];
    return value === true ? [`--${name}`] : [`--${name}`, shellQuote(String(value))];
  });
  return ['npm run setup --', ...args].join(' ');
}

const shellQuote = (arg: string): string => (/^[\w@%+=:,./-]+$/.test(arg) ? arg : `"${arg}"`);
