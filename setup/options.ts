import { parseArgs } from 'node:util';
import { isShortenedKey, parseTime } from './diagnose/values.ts';
import { SetupError } from './errors.ts';
import { apiName } from './metadata-project.ts';
import { OPTIONS } from './option-list.ts';

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
  if (options['signing-key'] !== undefined && !args.some((arg) => /^--name(=|$)/.test(arg)))
    options = { ...options, name: SIGNING_APP };
  const violation = VALIDATIONS.find(([isInvalid]) => isInvalid(options));
  if (violation !== undefined) throw new SetupError(violation[1], 'npm run setup -- --help');
  return options;
}

/**
 * An app with a key in a key service has a different name, so that it can exist next to an app with a
 * private key.
 */
const SIGNING_APP = 'GitHub Actions Signing';

/**
 * The value of `--consumer-key` that makes the command ask for the key, so that the key is not in the
 * history of the shell.
 */
export const ASK = 'ask';

/** Matches OWNER/REPO, optionally with a host before it and an environment after it. */
const REPOSITORY = /^([\w.-]+\/)?[\w.-]+\/[\w.-]+(:[^:]+)?$/;

const isNumber = (text: string, min: number, max: number): boolean =>
  /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max;

const VALIDATIONS: readonly (readonly [
  isInvalid: (options: Options) => boolean,
  message: string,
])[] = [
  [({ name }) => apiName(name) === '', '--name needs a letter: the API name is made from it.'],
  // The label of the permission set is "<name> access", and Salesforce limits a label to 80 characters.
  [({ name }) => name.trim().length > 70, '--name may have at most 70 characters.'],
  [({ bits }) => !isNumber(bits, 2048, 8192), '--bits is a number from 2048 to 8192.'],
  [({ days }) => !isNumber(days, 1, 36_500), '--days is a number from 1 to 36500.'],
  [({ wait }) => !isNumber(wait, 0, 120), '--wait is a number of minutes from 0 to 120.'],
  [
    ({ 'consumer-key': key, diagnose }) =>
      key !== undefined &&
      key !== ASK &&
      !/^[\w.=+/-]{8,256}$/.test(key) &&
      !(diagnose && isShortenedKey(key)),
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
    ({ repo }) =>
      repo !== undefined && !repo.split(',').every((item) => REPOSITORY.test(item.trim())),
    '--repo has the form OWNER/REPO.',
  ],
  [
    (options) => (options['gh-org'] === undefined) !== (options.repos === undefined),
    'Use --gh-org and --repos together.',
  ],
  [
    (options) => options['gh-org'] !== undefined && !/^[\w-]+$/.test(options['gh-org']),
    '--gh-org is the name of an organization in GitHub.',
  ],
  [
    ({ repos }) => repos !== undefined && !/^\s*[\w.-]+\s*(,\s*[\w.-]+\s*)*$/.test(repos),
    '--repos has the names of repositories, without the owner, with commas between them.',
  ],
  [
    (options) =>
      options['gh-org'] !== undefined &&
      (options.repo !== undefined || options.environment !== undefined),
    '--gh-org cannot be used with --repo or --environment.',
  ],
  [
    (options) =>
      options['use-certificate'] !== undefined &&
      options['use-key'] === undefined &&
      options['signing-key'] === undefined,
    '--use-certificate needs its key: --use-key FILE or --signing-key ADDRESS.',
  ],
  [
    (options) =>
      options['signing-key'] !== undefined &&
      (options['use-key'] !== undefined || options['key-file'] !== undefined || options.adopt),
    '--signing-key is for a key that no file has: it cannot be used with --use-key, --key-file or --adopt.',
  ],
  [
    (options) =>
      options['use-key'] !== undefined && options['key-file'] !== undefined && !options.check,
    '--use-key reads a key and --key-file writes one: use one of them.',
  ],
  [
    (options) => options.adopt && options['use-key'] === undefined,
    '--adopt needs the private key of the app: --use-key FILE.',
  ],
  [
    (options) => options.adopt && (options['create-user'] || options.compromised),
    '--adopt stores what exists: it cannot be used with --create-user or --compromised.',
  ],
  [
    (options) => options.compromised && options['old-certificate'] !== undefined,
    '--compromised never restores the old certificate: leave out --old-certificate.',
  ],
  [
    ({ workflow, 'workflow-dir': folder }) => (workflow === undefined) !== (folder === undefined),
    'Use --workflow and --workflow-dir together.',
  ],
  [({ remove, check }) => remove && check, '--remove and --check cannot be used together.'],
  [
    ({ diagnose, remove, check }) => diagnose && (remove || check),
    '--diagnose cannot be used with --remove or --check.',
  ],
  [
    ({ at }) => at !== undefined && Number.isNaN(parseTime(at)),
    '--at is a time with its time zone, such as 2026-11-27T03:48:45Z.',
  ],
  [
    ({ fingerprint }) =>
      fingerprint !== undefined && !/^[0-9a-f]{64}$/i.test(fingerprint.replaceAll(':', '')),
    '--fingerprint is the SHA-256 of the public key: 64 hexadecimal digits.',
  ],
  [
    (options) => options['create-user'] && options['connected-app'] !== undefined,
    '--create-user is for a new app; the policies of a Connected App decide who can use it.',
  ],
];

/** Options to change. Undefined removes an option. */
type OptionChanges = { readonly [Name in keyof Options]?: Options[Name] | undefined };

/**
 * Returns the command to run next: the same options, answers to prompts included, with the changes. A whole
 * Consumer Key is left out, because the command would end up in the history of a shell.
 */
export function commandLine(options: Options, changes: OptionChanges = {}): string {
  const { 'consumer-key': given } = options;
  const key = given === undefined || isShortenedKey(given) ? {} : { 'consumer-key': ASK };
  const all = { ...options, ...key, ...changes };
  const args = Object.entries(all).flatMap(([name, value]) => {
    const option = OPTIONS[name as keyof typeof OPTIONS];
    const hasSigningApp = name === 'name' && all['signing-key'] !== undefined;
    const defaultValue = hasSigningApp
      ? SIGNING_APP
      : 'default' in option
        ? option.default
        : undefined;
    if (value === undefined || value === defaultValue) return [];
    return value === true ? [`--${name}`] : [`--${name}`, shellQuote(String(value))];
  });
  return ['npm run setup --', ...args].join(' ');
}

/** Options that apply to a single run: a later run must not repeat them. */
const ONCE: OptionChanges = {
  'consumer-key': undefined,
  'create-user': false,
  'key-file': undefined,
  'use-key': undefined,
  'use-certificate': undefined,
  'old-certificate': undefined,
  'workflow-dir': undefined,
  workflow: undefined,
  adopt: false,
  compromised: false,
  replace: false,
  'dry-run': false,
  json: false,
};

/** Returns the command for a later run, without the options that apply to a single run. */
export const laterCommand = (options: Options, changes: OptionChanges = {}): string =>
  commandLine(options, { ...ONCE, ...changes });

/**
 * Quotes an argument for a POSIX shell or, on Windows, for PowerShell, which also treats typographic
 * quotation marks as quotes.
 */
export function shellQuote(arg: string, platform: NodeJS.Platform = process.platform): string {
  if (/^[\w@%+=:,./-]+$/.test(arg)) return arg;
  const quoted =
    platform === 'win32' ? arg.replace(/['\u2018-\u201B]/g, '$&$&') : arg.replaceAll("'", "'\\''");
  return `'${quoted}'`;
}
