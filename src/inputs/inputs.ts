import type * as Core from '@actions/core';
import type { Secret, Secrets } from '../secret.ts';
import { DEFAULTS, type InputName } from './defaults.ts';
import { InputError, type InputProblem } from './errors.ts';
import { fromBase64, holdsKey, keyMasks } from './pem.ts';
import { looksLikeOrgId, toId18 } from './salesforce-id.ts';

const NAMES = Object.keys(DEFAULTS) as InputName[];
const REQUIRED = ['consumer-key', 'private-key', 'username'] as const;
const JOB_SUMMARY = ['always', 'on-failure', 'never'] as const;
export type JobSummary = (typeof JOB_SUMMARY)[number];

/** What the workflow asked for, checked as far as it can be without reading the key. */
export interface Request {
  readonly consumerKey: string;
  readonly privateKey: Secret;
  readonly passphrase: Secret | undefined;
  readonly username: string;
  readonly loginUrl: string;
  readonly audience: string | undefined;
  readonly certificate: string | undefined;
  /** 18 characters. */
  readonly expectedOrgId: string | undefined;
  readonly verify: boolean;
  readonly exportEnv: boolean;
  readonly maskInstanceUrl: boolean;
  readonly revokeToken: boolean;
  readonly maxAttempts: number;
  readonly timeoutSeconds: number;
}

type Inputs = Pick<typeof Core, 'getInput' | 'getBooleanInput'>;

/**
 * Reads every input. The secrets are masked before anything is checked, so that no message about
 * another input can come before them.
 * @throws InputError naming the first input that is missing or cannot work
 */
export function readInputs(core: Inputs, secrets: Secrets): Request {
  const read = (name: InputName) => core.getInput(name) || DEFAULTS[name];
  const optional = (name: InputName) => read(name) || undefined;

  // A passphrase may begin or end with a space; a line break comes from the file it was set from.
  const typed = core
    .getInput('private-key-passphrase', { trimWhitespace: false })
    .replace(/^[\r\n]+|(?<![\r\n])[\r\n]+$/g, '');
  const masks = holdsKey(typed) ? keyMasks(typed) : [typed];
  const passphrase = typed === '' ? undefined : secrets.keep(typed, masks);
  const pasted = read('private-key');
  const privateKey = secrets.keep(pasted, keyMasks(pasted));
  for (const name of NAMES) refuseKeyAndExcess(name, read(name), secrets);

  const missing = REQUIRED.filter((name) => read(name) === '');
  const [first] = missing;
  if (first)
    throw new InputError({
      code: 'missing',
      input: first,
      details: { missing: missing.join(', ') },
    });
  for (const name of NAMES) refuseUnexpanded(name, read(name));

  return Object.freeze({
    consumerKey: requireForm(
      'consumer-key',
      read('consumer-key'),
      CONSUMER_KEY,
      'consumer-key-form',
    ),
    privateKey,
    passphrase,
    username: requireForm('username', read('username'), USERNAME, 'username-form'),
    loginUrl: read('login-url'),
    audience: optional('audience'),
    certificate: optional('certificate'),
    expectedOrgId: orgId(optional('expected-org-id')),
    verify: boolean(core, 'verify'),
    exportEnv: boolean(core, 'export-env'),
    maskInstanceUrl: boolean(core, 'mask-instance-url'),
    revokeToken: boolean(core, 'revoke-token'),
    maxAttempts: wholeNumber('max-attempts', read('max-attempts'), 1, 10),
    timeoutSeconds: wholeNumber('timeout-seconds', read('timeout-seconds'), 1, 600),
  });
}

/**
 * Read apart from the rest, because a failure of the rest is summarised too.
 * @returns what to do, or the refusal where it is none of the three words
 */
export function readJobSummary(core: Pick<typeof Core, 'getInput'>): JobSummary | InputError {
  const value = core.getInput('job-summary') || DEFAULTS['job-summary'];
  const details = { allowed: JOB_SUMMARY.join(', ') };
  return (
    JOB_SUMMARY.find((word) => word === value) ??
    new InputError({ code: 'not-one-of', input: 'job-summary', details })
  );
}

/** In characters: GitHub stores no secret or variable of more than 48 KB. */
const LONGEST = 48 * 1024;
/** In bytes: 256 characters of base64, which is what a consumer key may have. */
const LONGEST_BASE64 = 192;

/** Before anything else looks at the values: none that may be a key is quoted, or left unmasked. */
function refuseKeyAndExcess(name: InputName, value: string, secrets: Secrets): void {
  const isLong = name !== 'certificate' && Number(fromBase64(value)?.length) > LONGEST_BASE64;
  if (name !== 'private-key' && (isLong || holdsKey(value))) {
    secrets.mask(keyMasks(value));
    throw new InputError({ code: 'holds-a-key', input: name });
  }
  if (value.length > LONGEST) throw new InputError({ code: 'too-long', input: name });
}

/** 8–256 letters and digits when an admin chooses it; Salesforce's own also hold `.` and `_`. No prefix is assumed. */
const CONSUMER_KEY = /^[A-Za-z0-9._~+/=-]{8,256}$/;
/** One @, something on both sides, a dot after it; no blanks, and no brackets, which begin a runner's command. */
const USERNAME = /^(?=.{1,255}$)(?!.*[\s[\]\p{C}])[^@]+@[^@]+\.[^@]+$/u;
/** `${{ … }}`, `$NAME`, `${NAME}`, `$(command)`, `%NAME%`: nobody filled it in. */
const UNEXPANDED = /^(\$\{\{.*\}\}|\$\{?[A-Za-z_]\w*\}?|\$\(.*\)|%\w+%)$/s;

function refuseUnexpanded(name: InputName, value: string): void {
  // A good passphrase may look like a variable.
  if (name === 'private-key-passphrase') return;
  if (/^\*{3,}$/.test(value)) throw new InputError({ code: 'masked', input: name });
  if (UNEXPANDED.test(value)) throw new InputError({ code: 'unexpanded-variable', input: name });
}

function requireForm(name: InputName, value: string, form: RegExp, problem: InputProblem): string {
  if (!form.test(value)) throw new InputError({ code: problem, input: name });
  return value;
}

function boolean(core: Inputs, name: InputName): boolean {
  if (core.getInput(name) === '') return DEFAULTS[name] === 'true';
  try {
    return core.getBooleanInput(name);
  } catch {
    throw new InputError({ code: 'not-a-boolean', input: name });
  }
}

function wholeNumber(name: InputName, value: string, min: number, max: number): number {
  if (!/^\d+$/.test(value))
    throw new InputError({ code: 'not-a-whole-number', input: name, details: { min, max } });
  const number = Number(value);
  if (number < min || number > max)
    throw new InputError({ code: 'out-of-range', input: name, details: { min, max } });
  return number;
}

function orgId(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (!looksLikeOrgId(value))
    throw new InputError({ code: 'org-id-form', input: 'expected-org-id' });
  const id18 = toId18(value);
  if (!id18) throw new InputError({ code: 'org-id-checksum', input: 'expected-org-id' });
  return id18;
}
