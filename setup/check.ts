import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { requireValues } from './check-values.ts';
import type { SetupContext } from './context.ts';
import { type DiagnosisResult, diagnose } from './diagnose/diagnose.ts';
import { SetupError } from './errors.ts';
import { namedKey, withAccess } from './key-service/signing-key.ts';
import { ASK, commandLine } from './options.ts';
import { networkEnv } from './steps/wait-for-sign-in.ts';

export interface CheckResult extends Partial<DiagnosisResult> {
  readonly isGreen: boolean;
  readonly log: string;
  readonly summary: string;
}

/**
 * Signs in from this machine with the values that the workflow uses. If Salesforce rejects the
 * sign-in and `--org` is given, searches that org for the cause.
 */
export async function check(context: SetupContext): Promise<CheckResult> {
  const { runtime, terminal, redactor } = context;
  const inputs = actionInputs(context);
  requireValues(inputs, context.options);
  for (const name of ['private-key', 'private-key-passphrase']) redactor.add(inputs[name] ?? '');
  const signIn = (key: Record<string, string>, env: Record<string, string>) =>
    runtime.signIn(
      { ...inputs, ...key, verify: 'true', 'job-summary': 'always' },
      { ...networkEnv(runtime), ...env },
    );
  const { 'signing-key': signingKey } = inputs;
  const result = await (signingKey === undefined
    ? signIn({}, {})
    : withAccess(context, namedKey(context, signingKey), ({ address, env }) =>
        signIn({ 'signing-key': address }, env),
      ));
  terminal.say(`The log, as GitHub shows it:\n\n${result.log}`);
  if (result.summary !== '') terminal.say(`\nThe job summary:\n\n${result.summary}`);
  const checkResult = {
    isGreen: result.exitCode === 0,
    log: result.log,
    summary: result.summary,
  };
  const options = diagnosisOptions(context, inputs, result.summary);
  if (options === undefined) return checkResult;
  terminal.say('');
  return { ...checkResult, ...(await diagnose({ ...context, options })) };
}

/**
 * Returns the options for `--diagnose`, or undefined if no org is given or if the job summary does
 * not contain that command.
 */
function diagnosisOptions(
  { options }: SetupContext,
  inputs: Readonly<Record<string, string>>,
  summary: string,
): SetupContext['options'] | undefined {
  const [, at, fingerprint] = /--at '([^']*)' --fingerprint '([^']*)'/.exec(summary) ?? [];
  if (options.org === undefined || at === undefined || fingerprint === undefined) return undefined;
  return {
    ...options,
    at,
    fingerprint,
    'login-url': inputs['login-url'] || 'https://login.salesforce.com',
    user: inputs['username'] ?? '',
    'consumer-key': inputs['consumer-key'] ?? '',
  };
}

function actionInputs(context: SetupContext): Record<string, string> {
  const { options, runtime } = context;
  const { env } = runtime;
  const consumerKey = options['consumer-key'] ?? ASK;
  const signingKey = options['signing-key'] ?? env['SF_SIGNING_KEY'];
  const storedKey = (signingKey && env['SF_SIGNING_CONSUMER_KEY']) || env['SF_CONSUMER_KEY'];
  const keys = signingKey
    ? { 'signing-key': signingKey }
    : {
        'private-key': readKeyFile(context) ?? env['SF_PRIVATE_KEY'],
        'private-key-passphrase': env['SF_PRIVATE_KEY_PASSPHRASE'],
      };
  const values = {
    'consumer-key': consumerKey === ASK ? storedKey : consumerKey,
    ...keys,
    username: options.user ?? env['SF_USERNAME'],
    'login-url': options['login-url'] ?? env['SF_LOGIN_URL'],
    audience: options.audience ?? env['SF_AUDIENCE'],
    certificate: env['SF_CERTIFICATE'],
    'expected-org-id': env['SF_ORG_ID'],
  };
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function readKeyFile({ options, runtime }: SetupContext): string | undefined {
  const file = options['key-file'];
  if (file === undefined) return undefined;
  const path = resolve(runtime.folder, file);
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new SetupError(`Cannot read ${path}.`, commandLine(options, { 'key-file': 'FILE' }));
  }
}
