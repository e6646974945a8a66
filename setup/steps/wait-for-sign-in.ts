import type { StepResult } from '../../support/runner/step.ts';
import type { SetupContext } from '../context.ts';
import { SetupError, WaitTimeout } from '../errors.ts';
import { commandLine } from '../options.ts';
import type { SetupRuntime } from '../runtime.ts';

type KeyInputs = Readonly<Record<string, string>>;

export interface SignInOptions {
  readonly consumerKey: string;
  /** Calls `work` with the inputs and the environment by which the action gets the key. */
  useKey(work: (inputs: KeyInputs, env: KeyInputs) => Promise<StepResult>): Promise<StepResult>;
  readonly username: string;
  readonly loginUrl: string;
  readonly orgId: string;
  /** Value of SF_AUDIENCE in GitHub, with which the workflow signs in. */
  readonly storedAudience: string | undefined;
}

const RETRY_INTERVAL_MS = 30_000;
const MINUTE_MS = 60_000;

/**
 * Errors that Salesforce returns until the app, its certificate and its policy have reached all
 * servers, with the text to show while waiting.
 */
const TRANSIENT_ERRORS: readonly (readonly [RegExp, string])[] = [
  [/invalid_client_id|app_not_found|must be installed|policy_not_found/i, 'the app'],
  [/hasn't approved|admin approved/i, 'who may use the app'],
  [/invalid client credentials|invalid assertion/i, 'the certificate'],
];

/**
 * Matches the proxy and certificate settings, which are passed from this environment to the action.
 */
const NETWORK_VARIABLES =
  /^((https?|no|all)_proxy|node_(extra_ca_certs|use_system_ca|use_env_proxy)|ssl_cert_(file|dir))$/i;

export function networkEnv({ env }: SetupRuntime): Record<string, string | undefined> {
  const settings = Object.entries(env).filter(([name]) => NETWORK_VARIABLES.test(name));
  // Without RUNNER_ENVIRONMENT, a report would claim that the IP address changes with every job.
  return { ...Object.fromEntries(settings), RUNNER_ENVIRONMENT: 'self-hosted' };
}

/**
 * Signs in with the built action and tries again until Salesforce knows the app. Returns the audience
 * that the workflow must set, or undefined if the org accepts the usual one.
 */
export function waitForSignIn(
  context: SetupContext,
  login: SignInOptions,
): Promise<string | undefined> {
  const { runtime, options, terminal } = context;
  return terminal.step('Sign-in', async (progress) => {
    const started = runtime.now();
    let deadline = started + Number(options.wait) * MINUTE_MS;
    let audience = login.storedAudience;
    progress('asking Salesforce for a token');
    for (let attempt = 1; ; attempt += 1) {
      const result = await login.useKey((inputs, env) =>
        runtime.signIn(
          { ...inputs, ...actionInputs(login, audience) },
          { ...networkEnv(runtime), ...env },
        ),
      );
      if (result.exitCode === 0) {
        const seconds = Math.round((runtime.now() - started) / 1000);
        const retries = attempt === 1 ? '' : ` after ${seconds} s and ${attempt} tries`;
        const value = audience ?? findAudience(result);
        const remark = value === undefined ? '' : `, with the audience ${value}`;
        return { result: `the action signed in as ${login.username}${retries}${remark}`, value };
      }
      const diagnosis = readDiagnosis(result);
      if (audience !== undefined && /audience/i.test(diagnosis)) {
        // SF_AUDIENCE belongs to another org or is out of date. Without it, the action finds the
        // right audience.
        audience = undefined;
        continue;
      }
      const waitingFor = requireTransient(diagnosis, context);
      if (runtime.now() + RETRY_INTERVAL_MS > deadline) {
        if (!(await askToWait(context, waitingFor))) throw waitIsOver(context, diagnosis);
        deadline = runtime.now() + Math.max(1, Number(options.wait)) * MINUTE_MS;
      }
      progress(
        `waiting until Salesforce knows ${waitingFor}; usually 2 to 10 minutes, try ${attempt + 1}`,
      );
      await runtime.pause(RETRY_INTERVAL_MS);
    }
  });
}

const actionInputs = (
  login: SignInOptions,
  audience: string | undefined,
): Record<string, string> => ({
  'consumer-key': login.consumerKey,
  username: login.username,
  'login-url': login.loginUrl,
  'expected-org-id': login.orgId,
  ...(audience === undefined ? {} : { audience }),
  verify: 'true',
  'job-summary': 'never',
});

/**
 * Returns the name of the item that Salesforce does not recognize yet, to show while waiting.
 * @throws SetupError if another attempt cannot succeed
 */
function requireTransient(diagnosis: string, { options }: SetupContext): string {
  const [, waitingFor] = TRANSIENT_ERRORS.find(([pattern]) => pattern.test(diagnosis)) ?? [];
  if (waitingFor !== undefined) return waitingFor;
  const address = /ip restricted|login hours/i.test(diagnosis)
    ? '\nThe command signs in from this machine. If only the address of your runner may sign in, add --skip-sign-in.'
    : '';
  throw new SetupError(
    `The action cannot sign in, and waiting will not help. It reported:\n${diagnosis}${address}`,
    commandLine(options, address === '' ? {} : { 'skip-sign-in': true }),
  );
}

/** Asks in a terminal whether to wait longer with the same key. */
async function askToWait(
  { runtime, options, terminal }: SetupContext,
  waitingFor: string,
): Promise<boolean> {
  if (!runtime.isTerminal || options.yes) return false;
  const question = `Salesforce does not know ${waitingFor} after ${options.wait} minutes. Wait as long again, with the same key?`;
  return terminal.suspend(() => terminal.confirm(question));
}

const waitIsOver = ({ options }: SetupContext, diagnosis: string): SetupError =>
  new WaitTimeout(
    `After ${options.wait} minutes Salesforce still rejects the sign-in. The action reported:\n${diagnosis}`,
    commandLine(options, { wait: String(Math.min(120, Number(options.wait) * 2 || 15)) }),
  );

/**
 * Finds the audience in the notice that the action writes if the org only accepted its own My Domain.
 */
function findAudience({ commands }: StepResult): string | undefined {
  const notices = commands.filter(({ name }) => name === 'notice' || name === 'warning');
  return notices
    .map(({ message }) => /\baudience: (https:\/\/[\w.-]+)/.exec(message)?.[1])
    .find((audience) => audience !== undefined);
}

function readDiagnosis({ commands, log, exitCode }: StepResult): string {
  const errors = commands.filter(({ name }) => name === 'error');
  const texts = errors.map(({ properties, message }) =>
    [properties['title'], message].filter(Boolean).join('\n'),
  );
  return texts.join('\n') || log.trim() || `It ended with exit code ${exitCode}.`;
}
