import type { StepResult } from '../../support/runner/step.ts';
import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import { commandLine, type Options } from '../options.ts';
import type { SetupRuntime } from '../runtime.ts';

export interface SignInOptions {
  readonly consumerKey: string;
  readonly privateKeyPem: string;
  readonly username: string;
  readonly loginUrl: string;
  readonly orgId: string;
}

const RETRY_INTERVAL_MS = 30_000;
const MINUTE_MS = 60_000;

/** Errors that Salesforce returns while the app, its certificate or its policy has not reached all servers. */
const TRANSIENT_ERRORS =
  /invalid_client_id|invalid client credentials|app_not_found|must be installed|hasn't approved|admin approved|invalid assertion|policy_not_found/i;

/** Proxy and certificate settings: the action gets these from the environment, and nothing else. */
const NETWORK_VARIABLES =
  /^((https?|no|all)_proxy|node_(extra_ca_certs|use_system_ca|use_env_proxy)|ssl_cert_(file|dir))$/i;

export function networkEnv({ env }: SetupRuntime): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => NETWORK_VARIABLES.test(name)));
}

/**
 * Signs in with the action itself, and tries again until Salesforce knows the app. Returns the audience
 * that the workflow must name, or undefined if the org accepts the usual one.
 */
export function waitForSignIn(
  context: SetupContext,
  login: SignInOptions,
): Promise<string | undefined> {
  const { runtime, options, terminal } = context;
  const inputs = actionInputs(login);
  return terminal.step('Sign-in', async (progress) => {
    const started = runtime.now();
    const deadline = started + Number(options.wait) * MINUTE_MS;
    for (let attempt = 1; ; attempt += 1) {
      progress(
        attempt === 1
          ? 'asking Salesforce for a token'
          : `Salesforce does not know the app yet; usually 2 to 10 minutes, try ${attempt}`,
      );
      const result = await runtime.signIn(inputs, networkEnv(runtime));
      if (result.exitCode === 0) {
        const audience = findAudience(result);
        const seconds = Math.round((runtime.now() - started) / 1000);
        const retries = attempt === 1 ? '' : ` after ${seconds} s and ${attempt} tries`;
        const remark = audience === undefined ? '' : `, with the audience ${audience}`;
        return {
          result: `${login.username} signed in by the action${retries}${remark}`,
          value: audience,
        };
      }
      requireTransient(result, options, runtime.now() + RETRY_INTERVAL_MS > deadline);
      await runtime.pause(RETRY_INTERVAL_MS);
    }
  });
}

const actionInputs = (login: SignInOptions): Record<string, string> => ({
  'consumer-key': login.consumerKey,
  'private-key': login.privateKeyPem,
  username: login.username,
  'login-url': login.loginUrl,
  'expected-org-id': login.orgId,
  verify: 'true',
  'job-summary': 'never',
});

/** @throws SetupError if another attempt cannot succeed, or if there is no time for one */
function requireTransient(result: StepResult, options: Options, isTimeUp: boolean): void {
  const diagnosis = readDiagnosis(result);
  if (!TRANSIENT_ERRORS.test(diagnosis)) {
    throw new SetupError(
      `The action cannot sign in, and waiting will not help. It says:\n${diagnosis}`,
      commandLine(options),
    );
  }
  if (isTimeUp) {
    throw new SetupError(
      `After ${options.wait} minutes Salesforce still refuses the sign-in. The action says:\n${diagnosis}`,
      commandLine(options, { wait: String(Number(options.wait) * 2 || 15) }),
    );
  }
}

/** Finds the audience in the action's notice, which it writes if only the org's My Domain was accepted. */
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
