import { Secret, type SecretRegistry } from '../redaction/secrets.ts';
import type { ActionsCore } from '../runtime.ts';
import { readId, toId18 } from '../salesforce-id.ts';
import { DEFAULTS, type InputName } from './defaults.ts';
import { InputError, type InputErrorCode } from './errors.ts';
import { containsKey, fromBase64, keyMasks } from './pem.ts';
import { strayCharacter } from './stray-character.ts';

const INPUT_NAMES = Object.keys(DEFAULTS) as InputName[];
const REQUIRED_INPUTS = ['consumer-key', 'private-key', 'signing-key', 'username'] as const;
const JOB_SUMMARY_VALUES = ['always', 'on-failure', 'never'] as const;
export type JobSummary = (typeof JOB_SUMMARY_VALUES)[number];

/** The inputs. The signing key, its passphrase, URLs and the certificate are not validated yet. */
export interface ActionInputs {
  readonly consumerKey: string;
  readonly privateKey: Secret;
  /** Address of a key in a key service, which signs instead of `privateKey`. Empty if there is none. */
  readonly signingKey: string;
  readonly passphrase: Secret | undefined;
  readonly username: string;
  readonly loginUrl: string;
  readonly audience: string | undefined;
  readonly certificate: string | undefined;
  /** An org ID of 18 characters. */
  readonly expectedOrgId: string | undefined;
  readonly verify: boolean;
  readonly exportEnv: boolean;
  readonly maskInstanceUrl: boolean;
  readonly revokeToken: boolean;
  readonly maxAttempts: number;
  readonly timeoutSeconds: number;
}

type InputReader = Pick<ActionsCore, 'getInput' | 'getBooleanInput'>;

/**
 * Reads and validates the inputs. Masks all secrets before validating any input, so that no error
 * message can be printed first.
 * @throws InputError naming the first input that is missing or invalid
 */
export function readInputs(core: InputReader, secrets: SecretRegistry): ActionInputs {
  const read = (name: InputName) => core.getInput(name) || DEFAULTS[name];
  const readOptional = (name: InputName) => read(name) || undefined;

  // Trim only line breaks from a passphrase: they come from the file that contained it, whereas spaces
  // may be part of it.
  const rawPassphrase = core
    .getInput('private-key-passphrase', { trimWhitespace: false })
    .replace(/^[\r\n]+|(?<![\r\n])[\r\n]+$/g, '');
  // Only masked, not registered: a passphrase may contain words that occur in a valid response, such as
  // a scope.
  secrets.mask(containsKey(rawPassphrase) ? keyMasks(rawPassphrase) : [rawPassphrase]);
  const passphrase = rawPassphrase === '' ? undefined : new Secret(rawPassphrase);
  const rawKey = read('private-key');
  const privateKey = secrets.register(rawKey, keyMasks(rawKey));
  for (const name of INPUT_NAMES) rejectKeysAndOversizedValues(name, read(name), secrets);

  const signingKey = read('signing-key');
  const hasKey = rawKey !== '' || signingKey !== '';
  const missing = REQUIRED_INPUTS.filter(
    (name) => read(name) === '' && !(hasKey && name.endsWith('-key') && name !== 'consumer-key'),
  );
  const [firstMissing] = missing;
  if (firstMissing)
    throw new InputError({
      code: 'missing',
      input: firstMissing,
      details: { inputs: missing.join(', ') },
    });
  rejectUnexpandedVariables(read);

  return Object.freeze({
    consumerKey: requireFormat(
      'consumer-key',
      read('consumer-key'),
      CONSUMER_KEY,
      'consumer-key-format',
    ),
    privateKey,
    signingKey,
    passphrase,
    username: requireFormat(
      'username',
      read('username').replace(/^(["'])(.*)\1$/, '$2'),
      USERNAME,
      'username-format',
    ),
    loginUrl: read('login-url'),
    audience: readOptional('audience'),
    certificate: readOptional('certificate'),
    expectedOrgId: parseOrgId(readOptional('expected-org-id')),
    verify: parseBoolean(core, 'verify'),
    exportEnv: parseBoolean(core, 'export-env'),
    maskInstanceUrl: parseBoolean(core, 'mask-instance-url'),
    revokeToken: parseBoolean(core, 'revoke-token'),
    maxAttempts: parseInteger('max-attempts', read('max-attempts'), 1, 10),
    timeoutSeconds: parseInteger('timeout-seconds', read('timeout-seconds'), 1, 600),
  });
}

/**
 * Reads `job-summary`. It is read separately because it also applies if another input is invalid.
 * @returns the value, or an error to throw later if it is invalid
 */
export function readJobSummary(core: Pick<ActionsCore, 'getInput'>): JobSummary | InputError {
  const value = core.getInput('job-summary') || DEFAULTS['job-summary'];
  const details = { allowed: JOB_SUMMARY_VALUES.join(', ') };
  return (
    JOB_SUMMARY_VALUES.find((allowedValue) => allowedValue === value) ??
    new InputError({ code: 'not-one-of', input: 'job-summary', details })
  );
}

/** Maximum length in characters. GitHub does not store secrets or variables larger than 48 KB. */
const MAX_INPUT_CHARS = 48 * 1024;
/**
 * Maximum size of decoded base64 in bytes. The longest consumer key has 256 characters of base64.
 */
const MAX_BASE64_BYTES = 192;

/** Runs before all other checks, so that no error message can quote a key. */
function rejectKeysAndOversizedValues(
  name: InputName,
  value: string,
  secrets: SecretRegistry,
): void {
  const mayBeLong = name === 'certificate' || name === 'private-key-passphrase';
  const isLong = !mayBeLong && Number(fromBase64(value)?.length) > MAX_BASE64_BYTES;
  if (name !== 'private-key' && (isLong || containsKey(value))) {
    secrets.mask(keyMasks(value));
    throw new InputError({ code: 'contains-a-key', input: name });
  }
  if (value.length > MAX_INPUT_CHARS) throw new InputError({ code: 'too-long', input: name });
}

/**
 * Matches consumer keys that an administrator chose, which have 8 to 256 letters and digits, and
 * those that Salesforce generates, which also contain `.` and `_`.
 */
const CONSUMER_KEY = /^[A-Za-z0-9._~+/=-]{8,256}$/;
/**
 * Matches one `@` with a dot after it. Excludes spaces and brackets, which could start a workflow
 * command.
 */
const USERNAME = /^(?=.{1,255}$)(?!.*[\s[\]\p{C}])[^@]+@[^@]+\.[^@]+$/u;
/** Matches `${{ … }}`, `$NAME`, `${NAME}`, `$(command)` and `%NAME%`. */
const UNEXPANDED = /^(\$\{\{.*\}\}|\$\{?[A-Za-z_]\w*\}?|\$\(.*\)|%\w+%)$/s;

const UNUSABLE_VALUES: readonly (readonly [InputErrorCode, RegExp])[] = [
  ['masked', /^\*{3,}$/],
  ['unexpanded-variable', UNEXPANDED],
];

/**
 * Reports all inputs with the same mistake at once, because a workflow often repeats it in several
 * lines.
 */
function rejectUnexpandedVariables(read: (name: InputName) => string): void {
  // A valid passphrase may look like a variable, and old runners do not expand the default of
  // secret-source.
  const names = INPUT_NAMES.filter(
    (name) => name !== 'private-key-passphrase' && name !== 'secret-source',
  );
  for (const [code, pattern] of UNUSABLE_VALUES) {
    const inputs = names.filter((name) => pattern.test(read(name)));
    const [input] = inputs;
    if (input) throw new InputError({ code, input, details: { inputs: inputs.join(', ') } });
  }
}

function requireFormat(
  name: InputName,
  value: string,
  pattern: RegExp,
  errorCode: InputErrorCode,
): string {
  const isValid = (text: string) => pattern.test(text);
  if (!isValid(value)) rejectFormat(errorCode, name, value, isValid);
  return value;
}

function rejectFormat(
  code: InputErrorCode,
  input: InputName,
  value: string,
  isValid: (text: string) => boolean,
): never {
  throw new InputError({ code, input, details: strayCharacter(value, isValid) });
}

function parseBoolean(core: InputReader, name: InputName): boolean {
  if (core.getInput(name) === '') return DEFAULTS[name] === 'true';
  try {
    return core.getBooleanInput(name);
  } catch {
    throw new InputError({ code: 'not-a-boolean', input: name });
  }
}

function parseInteger(name: InputName, value: string, min: number, max: number): number {
  if (!/^\d+$/.test(value))
    throw new InputError({ code: 'not-an-integer', input: name, details: { min, max } });
  const number = Number(value);
  if (number < min || number > max)
    throw new InputError({ code: 'out-of-range', input: name, details: { min, max } });
  return number;
}

function parseOrgId(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const isValid = (text: string) => readId('00D', text) !== '';
  if (!isValid(value)) rejectFormat('org-id-format', 'expected-org-id', value, isValid);
  const id18 = toId18(value);
  if (!id18) throw new InputError({ code: 'org-id-checksum', input: 'expected-org-id' });
  return id18;
}
