import { type Findings, keepFindings, type Note } from './findings.ts';
import { keepSecrets, type Secrets } from './secret.ts';
import type { World } from './world.ts';

/** A run of the step: the world it is in, what it keeps secret, and what it has found out. */
export interface Run extends World {
  readonly secrets: Secrets;
  readonly findings: Findings;
  readonly note: Note;
}

export function startRun(world: World): Run {
  const { toolkit, env, now } = world;
  const githubHosted = env['RUNNER_ENVIRONMENT'] === 'github-hosted';
  return {
    ...world,
    secrets: keepSecrets(toolkit.setSecret),
    ...keepFindings({ attempts: 0, startedAt: now(), githubHosted }),
  };
}
