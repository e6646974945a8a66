import { createRunInfo, type RecordRunInfo, type RunInfo } from './findings.ts';
import { createSecretRegistry, type SecretRegistry } from './redaction/secrets.ts';
import type { Runtime } from './runtime.ts';

/** A run of the step: the world it is in, what it keeps secret, and what it has found out. */
export interface RunContext extends Runtime {
  readonly secrets: SecretRegistry;
  readonly runInfo: RunInfo;
  readonly record: RecordRunInfo;
}

export function createRunContext(runtime: Runtime): RunContext {
  const { core, env, now } = runtime;
  const githubHosted = env['RUNNER_ENVIRONMENT'] === 'github-hosted';
  return {
    ...runtime,
    secrets: createSecretRegistry(core.setSecret),
    ...createRunInfo({ attempts: 0, startedAt: now(), githubHosted }),
  };
}
