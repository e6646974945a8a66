import type { StepResult } from '../../support/runner/step.ts';
import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import { commandLine } from '../options.ts';
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

/** What Salesforce answers while an app, its certificate or its policy is on the way to all its servers. */
const TRANSIENT_ERRORS =
  /invalid_client_id|invalid client credentials|app_not_found|must be installed|hasn't approved|admin approved|invalid assertion|policy_not_found/i;

/** A network as the person has it, and nothing else of the environment. */
const NETWORK_VARIABLES =
  /^((https?|no|all)_proxy|node_(extra_ca_certs|use_system_ca|use_env_proxy)|ssl_cert_(file|dir))$/i;

export function networkEnv({ env }: SetupRuntime): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => NETWORK_VARIABLES.test(name)));
}

/**
 * Signs in with the action itself until Salesforce knows the app. Gives the audience that the workflow
 * must name, where the usual one does not work in this org.
 */
export function waitForSignIn(
  context: SetupContext,
  login: SignInOptions,
): Promise<string | undefined> {
  const { runtime, options, terminal } = context;
  const inputs = {
    'consumer-key': login.consumerKey,
    'private-key': login.privateKeyPem,
    username: login.username,
    'login-url': login.loginUrl,
    'expected-org-id': login.orgId,
    verify: 'true',
    'job-summary': 'never',
  };
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
        const audienceSuffix = audience === undefined ? '' : `, with the audience ${audience}`;
        const seconds = Math.round((runtime.now() - started) / 1000);
        const retrySuffix = attempt === 1 ? '' : ` after ${seconds} s and ${attempt} tries`;
        return {
          result: `${login.username} signed in by the action${retrySuffix}${audienceSuffix}`,
          value: audience,
        };
      }
      const diagnosis = readDiagnosis(result);
      if (!TRANSIENT_ERRORS.test(diagnosis)) {
        throw new SetupError(
          `The action cannot sign in, and waiting will not help. It says:\n${diagnosis}`,
          commandLine(options),
        );
      }
      if (runtime.now() + RETRY_INTERVAL_MS > deadline) {
        throw new SetupError(
          `After ${options.wait} minutes Salesforce still refuses the sign-in. The action says:\n${diagnosis}`,
          commandLine(options, { wait: String(Number(options.wait) * 2 || 15) }),
        );
      }
      await runtime.pause(RETRY_INTERVAL_MS);
    }
  });
}

/** The action names the line for the workflow when only the org's own My Domain worked. */
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
