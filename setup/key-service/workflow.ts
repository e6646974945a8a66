import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { KeyServiceInfo } from './services.ts';

/** First line of the sign-in step in the examples for key services. */
const SIGN_IN = '      - name: Sign in to Salesforce';

/** Returns a line under `with:` as the examples contain it. */
export const inputLine = (input: string, value: string): string =>
  `          ${input}: \${{ ${value} }}`;

const SIGNING_KEY_LINE = inputLine('signing-key', 'vars.SF_SIGNING_KEY');

const exampleLines = ({ example }: KeyServiceInfo): string[] =>
  readFileSync(
    fileURLToPath(new URL(`../../examples/${example}.yml`, import.meta.url)),
    'utf8',
  ).split('\n');

/** Returns the lines of the steps before the sign-in, which log in to the service. Azure needs none. */
export function loginSteps(service: KeyServiceInfo): string[] {
  const lines = exampleLines(service);
  const start = lines.indexOf('    steps:') + 1;
  return lines.slice(start, lines.indexOf(SIGN_IN));
}

/** Returns the lines of `env:` in the sign-in step, or none. */
export function signInEnv(service: KeyServiceInfo): string[] {
  const lines = exampleLines(service);
  const step = lines.slice(lines.indexOf(SIGN_IN));
  const start = step.indexOf('        env:');
  const end = step.indexOf('        with:');
  return start < 0 || start > end ? [] : step.slice(start, end);
}

interface Target {
  readonly service: KeyServiceInfo;
  /** Name of the secret that contains the Consumer Key. */
  readonly consumerKey: string;
}

/** Changes an example to sign with a key in a key service instead of a private key. */
export function withSigningKey(text: string, { service, consumerKey }: Target): string {
  const lines = text.split('\n');
  const changed = lines.flatMap((line, index) => {
    if (line === inputLine('consumer-key', 'secrets.SF_CONSUMER_KEY'))
      return [inputLine('consumer-key', `secrets.${consumerKey}`)];
    if (line === inputLine('private-key', 'secrets.SF_PRIVATE_KEY')) {
      const hasCertificate = /^ {10}certificate:/m.test(stepAt(lines, index).join('\n'));
      return [
        SIGNING_KEY_LINE,
        ...(hasCertificate ? [] : [inputLine('certificate', 'vars.SF_CERTIFICATE')]),
      ];
    }
    return [line];
  });
  const hasLogin = lines.includes(SIGNING_KEY_LINE);
  return (hasLogin ? changed : withPermission(withLogin(changed, service))).join('\n');
}

/** Returns the lines of the step that contains this line. */
function stepAt(lines: readonly string[], index: number): string[] {
  const isStart = (line: string): boolean => line.startsWith('      - ');
  const start = lines.findLastIndex((line, at) => at <= index && isStart(line));
  const end = lines.findIndex(
    (line, at) => at > index && (isStart(line) || /^ {0,4}\S/.test(line)),
  );
  return lines.slice(start, end < 0 ? undefined : end);
}

/**
 * Inserts the steps that log in to the service before each sign-in with the key, and adds the
 * variables that the sign-in needs.
 */
function withLogin(lines: readonly string[], service: KeyServiceInfo): string[] {
  const isSigning = (at: number): boolean => stepAt(lines, at).includes(SIGNING_KEY_LINE);
  return lines.flatMap((line, index) => {
    if (line.startsWith('      - ') && isSigning(index)) {
      const hasCheckout = lines.slice(0, index).some((text) => text.includes('actions/checkout@'));
      return [...(hasCheckout ? withoutCheckout(loginSteps(service)) : loginSteps(service)), line];
    }
    if (line === '        with:' && isSigning(index)) return [...signInEnv(service), line];
    return [line];
  });
}

/**
 * Removes the checkout before the login. The example for Google contains it because the login
 * writes a file to the workspace.
 */
function withoutCheckout(steps: readonly string[]): string[] {
  if (steps[0]?.includes('actions/checkout@') !== true) return [...steps];
  return steps.slice(steps.indexOf('') + 1);
}

/** Adds `id-token: write` to each job that logs in to a service. */
function withPermission(lines: readonly string[]): string[] {
  const needsToken = (job: readonly string[]): boolean => job.includes(SIGNING_KEY_LINE);
  return lines.flatMap((line, index) => {
    if (line !== '    steps:' && line !== '    permissions:') return [line];
    const job = jobAt(lines, index);
    if (!needsToken(job)) return [line];
    if (line === '    permissions:') {
      return job.includes('      id-token: write') ? [line] : [line, '      id-token: write'];
    }
    if (job.includes('    permissions:')) return [line];
    const checksOut = job.some((text) => text.includes('actions/checkout@'));
    return [
      '    permissions:',
      ...(checksOut ? ['      contents: read'] : []),
      '      id-token: write',
      line,
    ];
  });
}

function jobAt(lines: readonly string[], index: number): string[] {
  const isJob = (line: string): boolean => /^ {2}[\w-]+:/.test(line);
  const start = lines.findLastIndex((line, at) => at <= index && isJob(line));
  const end = lines.findIndex((line, at) => at > index && isJob(line));
  return lines.slice(start, end < 0 ? undefined : end);
}
