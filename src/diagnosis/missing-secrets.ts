import { statSync } from 'node:fs';
// By path: the package's own entry brings Octokit, 220 KB that nothing here needs.
import { Context } from '../../node_modules/@actions/github/lib/context.js';

/** Why this run may have been given no secrets. */
export interface MissingSecretsReason {
  readonly reason: 'fork' | 'dependabot' | 'other';
  /** `owner/name` of the fork. */
  readonly fork?: string;
  /** Id of the job in the workflow file. */
  readonly job?: string;
}

/**
 * What the run's own event says about missing secrets. A job cannot see whether it is part of a reusable
 * workflow or has an `environment:`, so the diagnosis mentions both. Prints nothing and never throws.
 */
export function missingSecretsReason(): MissingSecretsReason {
  const context = readContext();
  const job = process.env['GITHUB_JOB'];
  const common = job ? { job } : {};
  // By actor, as GitHub itself decides: someone else's push to Dependabot's branch has all secrets.
  if (process.env['GITHUB_ACTOR'] === 'dependabot[bot]') return { ...common, reason: 'dependabot' };
  const fork = context && forkOf(context);
  return fork ? { ...common, reason: 'fork', fork } : { ...common, reason: 'other' };
}

/** Context prints a line when the event file is missing, and throws when it cannot be parsed. */
function readContext(): Context | undefined {
  try {
    // A pipe or a device may never end.
    return statSync(process.env['GITHUB_EVENT_PATH'] ?? '').isFile() ? new Context() : undefined;
  } catch {
    return undefined;
  }
}

function forkOf({ eventName, payload }: Context): string | undefined {
  // pull_request_target runs in the base repository's context and does get secrets.
  if (!eventName?.startsWith('pull_request') || eventName === 'pull_request_target')
    return undefined;
  const head: unknown = payload?.pull_request?.['head']?.repo;
  // A deleted fork leaves `repo: null`.
  if (head === null) return 'a deleted fork';
  const { fork, full_name: name } = (head ?? {}) as { fork?: unknown; full_name?: unknown };
  if (typeof name !== 'string') return undefined;
  // `fork` is true for a pull request within a fork as well.
  const repository = process.env['GITHUB_REPOSITORY'];
  return (repository ? name !== repository : fork === true) ? `the fork ${name}` : undefined;
}
