import type { StepResult } from '../../simulator/runner/step.ts';
import type { Job } from '../job.ts';
import { commandLine } from '../options.ts';
import { Problem } from '../problem.ts';
import type { World } from '../world.ts';

export interface Login {
  readonly consumerKey: string;
  readonly privateKeyPem: string;
  readonly username: string;
  readonly loginUrl: string;
  readonly orgId: string;
}

const AGAIN_AFTER_MS = 30_000;
const MINUTE_MS = 60_000;

/** What Salesforce answers while an app, its certificate or its policy is on the way to all its servers. */
const PASSES =
  /invalid_client_id|invalid client credentials|app_not_found|must be installed|hasn't approved|admin approved|invalid assertion|policy_not_found/i;

/** A network as the person has it, and nothing else of the environment. */
const NETWORK =
  /^((https?|no|all)_proxy|node_(extra_ca_certs|use_system_ca|use_env_proxy)|ssl_cert_(file|dir))$/i;

export function networkOf({ env }: World): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => NETWORK.test(name)));
}

/**
 * Signs in with the action itself until Salesforce knows the app. Gives the audience that the workflow
 * must name, where the usual one does not work in this org.
 */
export function waitForSignIn(job: Job, login: Login): Promise<string | undefined> {
  const { world, options, screen } = job;
  const inputs = {
    'consumer-key': login.consumerKey,
    'private-key': login.privateKeyPem,
    username: login.username,
    'login-url': login.loginUrl,
    'expected-org-id': login.orgId,
    verify: 'true',
    'job-summary': 'never',
  };
  return screen.step('Sign-in', async (progress) => {
    const started = world.now();
    const deadline = started + Number(options.wait) * MINUTE_MS;
    for (let tries = 1; ; tries += 1) {
      progress(
        tries === 1
          ? 'asking Salesforce for a token'
          : `Salesforce does not know the app yet; usually 2 to 10 minutes, try ${tries}`,
      );
      const result = await world.signIn(inputs, networkOf(world));
      if (result.exitCode === 0) {
        const audience = audienceIn(result);
        const how = audience === undefined ? '' : `, with the audience ${audience}`;
        const seconds = Math.round((world.now() - started) / 1000);
        const after = tries === 1 ? '' : ` after ${seconds} s and ${tries} tries`;
        return { said: `${login.username} signed in by the action${after}${how}`, value: audience };
      }
      const diagnosis = diagnosisIn(result);
      if (!PASSES.test(diagnosis)) {
        throw new Problem(
          `The action cannot sign in, and waiting will not help. It says:\n${diagnosis}`,
          commandLine(options),
        );
      }
      if (world.now() + AGAIN_AFTER_MS > deadline) {
        throw new Problem(
          `After ${options.wait} minutes Salesforce still refuses the sign-in. The action says:\n${diagnosis}`,
          commandLine(options, { wait: String(Number(options.wait) * 2 || 15) }),
        );
      }
      await world.pause(AGAIN_AFTER_MS);
    }
  });
}

/** The action names the line for the workflow when only the org's own My Domain worked. */
function audienceIn({ commands }: StepResult): string | undefined {
  const notices = commands.filter(({ name }) => name === 'notice' || name === 'warning');
  return notices
    .map(({ message }) => /\baudience: (https:\/\/[\w.-]+)/.exec(message)?.[1])
    .find((audience) => audience !== undefined);
}

function diagnosisIn({ commands, log, exitCode }: StepResult): string {
  const errors = commands.filter(({ name }) => name === 'error');
  const texts = errors.map(({ properties, message }) =>
    [properties['title'], message].filter(Boolean).join('\n'),
  );
  return texts.join('\n') || log.trim() || `It ended with exit code ${exitCode}.`;
}
