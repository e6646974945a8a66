import { parseArgs } from 'node:util';
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
  const violation = VALIDATIONS.find(([isInvalid]) => isInvalid(options));
  if (violation !== undefined) throw new SetupError(violation[1], 'npm run setup -- --help');
  return options;
}

const isNumber = (text: string, from: number, to: number): boolean =>
  /^\d+$/.test(text) && Number(text) >= from && Number(text) <= to;

const VALIDATIONS: readonly (readonly [
  isInvalid: (options: Options) => boolean,
  message: string,
])[] = [
  [({ name }) => apiName(name) === '', '--name needs a letter: the API name is made from it.'],
  // The label of the permission set is "<name> access", and Salesforce allows a label 80 characters.
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
    '--create-user is for a new app; the policies of a Connected App decide who can use it.',
  ],
];

/** Undefined removes an option. */
type OptionChanges = { readonly [Name in keyof Options]?: Options[Name] | undefined };

/** Returns the command to run next: the same options, answers to prompts included, with the changes. */
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
