import type * as Core from '@actions/core';
import { InputError, type InputProblem } from '../errors.ts';
import { Secret } from '../secret.ts';
import { keyMasks } from './pem.ts';
import { looksLikeOrgId, toId18 } from './salesforce-id.ts';

/**
 * The inputs, and what an empty one means. action.yml says the same (a test holds them together);
 * it stands here too because `input: ${{ inputs.something }}` hands over an empty string, and then
 * the runner does not apply the default.
 */
export const DEFAULTS = {
  'consumer-key': '',
  'private-key': '',
  'private-key-passphrase': '',
  username: '',
  'login-url': 'https://login.salesforce.com',
  audience: '',
  certificate: '',
  'expected-org-id': '',
  verify: 'false',
  'export-env': 'false',
  'mask-instance-url': 'true',
  'revoke-token': 'false',
  'max-attempts': '3',
  'timeout-seconds': '60',
  'job-summary': 'on-failure',
} as const;

export type InputName = keyof typeof DEFAULTS;

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

type Inputs = Pick<typeof Core, 'getInput' | 'getBooleanInput' | 'setSecret'>;

/**
 * Reads every input. The secrets are masked before anything is checked, so that no message about
 * another input can come before them.
 * @throws InputError naming the first input that is missing or cannot work
 */
export function readInputs(core: Inputs): Request {
  const read = (name: InputName) => core.getInput(name) || DEFAULTS[name];
  const optional = (name: InputName) => read(name) || undefined;

  // A passphrase may begin or end with a space; a line break comes from the file it was set from.
  const typed = core
    .getInput('private-key-passphrase', { trimWhitespace: false })
    .replace(/^[\r\n]+|[\r\n]+$/g, '');
  const passphrase = typed === '' ? undefined : new Secret(typed, core.setSecret);
  const privateKey = new Secret(read('private-key'), (value) => {
    for (const line of keyMasks(value)) core.setSecret(line);
  });

  const missing = REQUIRED.filter((name) => read(name) === '');
  const [first] = missing;
  if (first) throw new InputError('missing', first, { missing: missing.join(', ') });
  for (const name of Object.keys(DEFAULTS) as InputName[]) refuseUnexpanded(name, read(name));

  return Object.freeze({
    consumerKey: matching('consumer-key', read('consumer-key'), CONSUMER_KEY, 'consumer-key-form'),
    privateKey,
    passphrase,
    username: matching('username', read('username'), USERNAME, 'username-form'),
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
 * Apart from the rest, because a failure of the rest is summarised too.
 * @throws InputError when it is none of the three words
 */
export function readJobSummary(core: Pick<typeof Core, 'getInput'>): JobSummary {
  const value = core.getInput('job-summary') || DEFAULTS['job-summary'];
  const known = JOB_SUMMARY.find((word) => word === value);
  if (!known)
    throw new InputError('not-one-of', 'job-summary', { allowed: JOB_SUMMARY.join(', ') });
  return known;
}

/** 8–256 letters and digits when an admin chooses it; Salesforce's own also hold `.` and `_`. No prefix is assumed. */
const CONSUMER_KEY = /^[A-Za-z0-9._~+/=-]{8,256}$/;
/** One @, something on both sides, a dot after it; no blanks, and no brackets, which begin a runner's command. */
const USERNAME = /^(?=.{1,255}$)[^\s@[\]\p{C}]+@[^\s@[\]\p{C}]+\.[^\s@[\]\p{C}]+$/u;
/** `${{ … }}`, `$NAME`, `${NAME}`, `$(command)`, `%NAME%`: nobody filled it in. */
const UNEXPANDED = /^(\$\{\{.*\}\}|\$\{?[A-Za-z_]\w*\}?|\$\(.*\)|%\w+%)$/s;

function refuseUnexpanded(name: InputName, value: string): void {
  // A good passphrase may look like a variable.
  if (name === 'private-key-passphrase') return;
  if (/^\*{3,}$/.test(value)) throw new InputError('masked', name);
  if (UNEXPANDED.test(value)) throw new InputError('unexpanded-variable', name);
}

function matching(name: InputName, value: string, form: RegExp, problem: InputProblem): string {
  if (!form.test(value)) throw new InputError(problem, name);
  return value;
}

function boolean(core: Inputs, name: InputName): boolean {
  if (core.getInput(name) === '') return DEFAULTS[name] === 'true';
  try {
    return core.getBooleanInput(name);
  } catch {
    throw new InputError('not-a-boolean', name);
  }
}

function wholeNumber(name: InputName, value: string, min: number, max: number): number {
  if (!/^\d+$/.test(value)) throw new InputError('not-a-whole-number', name, { min, max });
  const number = Number(value);
  if (number < min || number > max) throw new InputError('out-of-range', name, { min, max });
  return number;
}

function orgId(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (!looksLikeOrgId(value)) throw new InputError('org-id-form', 'expected-org-id');
  const id18 = toId18(value);
  if (!id18) throw new InputError('org-id-checksum', 'expected-org-id');
  return id18;
}
