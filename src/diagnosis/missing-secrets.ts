import { statSync } from 'node:fs';
// Imported by path, because the package's entry point would add Octokit, which is 220 KB and not
// needed.
import { Context } from '../../node_modules/@actions/github/lib/context.js';
import type { Environment } from '../runtime.ts';

/** The reason why GitHub may have withheld the secrets from this run. */
export interface MissingSecretsReason {
  readonly reason: 'fork' | 'dependabot' | 'forked-repository' | 'other';
  /** `the fork owner/name` or `a deleted fork`. */
  readonly fork?: string;
  /** The ID of the job in the workflow file. */
  readonly job?: string;
}

/**
 * Derives from the environment and the event of this run why its secrets may be missing. A job
 * cannot see whether it is part of a reusable workflow or has an `environment:`, so these causes
 * are always listed. Prints nothing and never throws.
 */
export function missingSecretsReason(env: Environment): MissingSecretsReason {
  const context = readContext(env);
  const job = env['GITHUB_JOB'];
  const common = job ? { job } : {};
  const secretSource = env['INPUT_SECRET-SOURCE'];
  if (secretSource === 'Dependabot') return { ...common, reason: 'dependabot' };
  // GitHub also takes the actor into account: if someone else pushes to Dependabot's branch, the
  // run gets all secrets.
  if (env['GITHUB_ACTOR'] === 'dependabot[bot]') return { ...common, reason: 'dependabot' };
  const fork = context && forkOf(context, env);
  if (fork) return { ...common, reason: 'fork', fork };
  if (secretSource === 'None') return { ...common, reason: 'fork' };
  const isFork = context?.payload?.repository?.['fork'] === true;
  return { ...common, reason: isFork ? 'forked-repository' : 'other' };
}

/**
 * Reads the event of this run. `Context` takes it from `process.env`, prints a line if the event file is
 * missing, and throws if the file cannot be parsed.
 */
function readContext(env: Environment): Context | undefined {
  try {
    // Reading from a pipe or a device could block forever.
    return statSync(env['GITHUB_EVENT_PATH'] ?? '').isFile() ? new Context() : undefined;
  } catch {
    return undefined;
  }
}

function forkOf({ eventName, payload }: Context, env: Environment): string | undefined {
  // pull_request_target runs in the base repository's context and does get secrets.
  if (!eventName?.startsWith('pull_request') || eventName === 'pull_request_target')
    return undefined;
  const head: unknown = payload?.pull_request?.['head']?.repo;
  // If the fork has been deleted, the event contains `repo: null`.
  if (head === null) return 'a deleted fork';
  const { fork, full_name: name } = (head ?? {}) as { fork?: unknown; full_name?: unknown };
  if (typeof name !== 'string') return undefined;
  // `fork` is also true for a pull request within a fork.
  const repository = env['GITHUB_REPOSITORY'];
  return (repository ? name !== repository : fork === true) ? `the fork ${name}` : undefined;
}
