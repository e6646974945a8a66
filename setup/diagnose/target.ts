import { type HostKind, hostKind } from '../../src/salesforce/hosts.ts';
import { SetupError } from '../errors.ts';
import { commandLine, type Options } from '../options.ts';
import { ELLIPSIS, parseTime } from './values.ts';

/** The rejected sign-in whose cause is searched for. */
export interface RefusedSignIn {
  readonly loginUrl: string;
  readonly host: string;
  readonly hostKind: HostKind;
  readonly username: string;
  /** The consumer key, either complete or shortened with `…` as in the job summary. */
  readonly consumerKey: string;
  /** Time of the rejection, in milliseconds since the epoch. */
  readonly time: number;
  /** SHA-256 of the public key, in lowercase hex. */
  readonly fingerprint: string | undefined;
}

const REQUIRED = ['login-url', 'user', 'consumer-key'] as const;

/** Reads the rejected sign-in from the options that the job summary prints. */
export function readRefusedSignIn(options: Options, now: number): RefusedSignIn {
  const missing = REQUIRED.filter((name) => options[name] === undefined);
  if (missing.length > 0) {
    throw new SetupError(
      `--diagnose also needs ${missing.map((name) => `--${name}`).join(', ')}. The job summary of the failed run prints the whole command.`,
      'npm run setup -- --help',
    );
  }
  const { user = '', 'consumer-key': consumerKey = '', at, fingerprint } = options;
  const loginUrl = readLoginUrl(options);
  return {
    loginUrl,
    host: new URL(loginUrl).hostname,
    hostKind: hostKind(new URL(loginUrl).hostname),
    username: user,
    consumerKey,
    time: at === undefined ? now : parseTime(at),
    fingerprint: fingerprint?.replaceAll(':', '').toLowerCase(),
  };
}

function readLoginUrl(options: Options): string {
  const text = options['login-url'] ?? '';
  const url = URL.parse(text.includes('://') ? text : `https://${text}`);
  if (url?.protocol.startsWith('http') && url.hostname.includes('.')) return url.origin;
  throw new SetupError(
    '--login-url is not a URL such as https://acme.my.salesforce.com.',
    commandLine(options, { 'login-url': 'URL' }),
  );
}

/**
 * Returns true if `candidate` is the consumer key of the rejected sign-in, which may be shortened.
 */
export function hasConsumerKey({ consumerKey }: RefusedSignIn, candidate: string): boolean {
  const [beginning = '', end] = consumerKey.split(ELLIPSIS);
  if (end === undefined) return candidate === consumerKey;
  return (
    candidate.length >= beginning.length + end.length &&
    candidate.startsWith(beginning) &&
    candidate.endsWith(end)
  );
}
