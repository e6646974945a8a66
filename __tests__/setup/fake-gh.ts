import type { ProcessOptions, ProcessResult } from '../../setup/process.ts';
import { type GitHub, handleGitHubRequest } from '../../simulator/org/github.ts';

export const GITHUB = 'github.com';
const TOKEN = 'ghp_theTokenThatGhKeepsToItself0000';

/** The simulated GitHub and the only host that gh is signed in to. */
export interface GitHubServer {
  readonly hub: GitHub;
  readonly host: string;
}

/**
 * Calls the simulated GitHub as `gh api` and `gh secret set` do, but does not encrypt secrets,
 * because the tests read the stored values.
 */
export function fakeGh(
  { hub, host }: GitHubServer,
  { args, input = '' }: ProcessOptions,
): ProcessResult {
  hub.tokens.add(TOKEN);
  const [verb = ''] = args;
  if (verb === '--version') return { exitCode: 0, stdout: 'gh version 2.83.0\n', stderr: '' };
  if (hostIn(args) !== host) {
    const stderr = `To get started with GitHub CLI, please run: gh auth login --hostname ${hostIn(args)}`;
    return { exitCode: 4, stdout: '', stderr };
  }
  if (verb === 'secret') return setSecret(hub, args, input);
  const method = args[args.indexOf('--method') + 1] ?? 'GET';
  const path = args[args.indexOf('--method') + 2] ?? '';
  return call(hub, method, path, input);
}

/** Returns the host of a GitHub Enterprise Server in the arguments, or that of github.com. */
function hostIn(args: readonly string[]): string {
  const repository = args[args.indexOf('--repo') + 1]?.split('/') ?? [];
  if (args.includes('--repo') && repository.length === 3) return repository[0] ?? '';
  return args.includes('--hostname') ? (args[args.indexOf('--hostname') + 1] ?? '') : GITHUB;
}

function setSecret(hub: GitHub, args: readonly string[], value: string): ProcessResult {
  const valueAfter = (option: string): string | undefined => args[args.indexOf(option) + 1];
  const base = `${scopeOf(args, valueAfter)}/secrets`;
  const { key_id } = JSON.parse(call(hub, 'GET', `${base}/public-key`, '').stdout || '{}');
  const names = args.includes('--repos') ? (valueAfter('--repos')?.split(',') ?? []) : [];
  const ids = names.map((name) => hub.repositories.get(`${valueAfter('--org')}/${name}`)?.id);
  const selected = { selected_repository_ids: names.length === 0 ? undefined : ids };
  const visibility = args.includes('--org')
    ? { visibility: valueAfter('--visibility'), ...selected }
    : {};
  const body = { encrypted_value: value, key_id, ...visibility };
  return call(hub, 'PUT', `${base}/${args[2]}`, JSON.stringify(body));
}

function scopeOf(
  args: readonly string[],
  valueAfter: (option: string) => string | undefined,
): string {
  if (args.includes('--org')) return `orgs/${valueAfter('--org')}/actions`;
  const environment = valueAfter('--env') ?? '';
  // A host before OWNER/REPO is that of a GitHub Enterprise Server.
  const repository = valueAfter('--repo')?.split('/').slice(-2).join('/');
  return args.includes('--env')
    ? `repos/${repository}/environments/${encodeURIComponent(environment)}`
    : `repos/${repository}/actions`;
}

function call(hub: GitHub, method: string, path: string, body: string): ProcessResult {
  const { status, body: response } = handleGitHubRequest(hub, {
    host: 'api.github.com',
    method,
    path: `/${path.replace(/\?.*/, '')}`,
    query: new URLSearchParams(/\?(.*)/.exec(path)?.[1]),
    headers: { authorization: `token ${TOKEN}` },
    body,
    transport: 'tls',
  });
  if (status < 300) return { exitCode: 0, stdout: String(response), stderr: '' };
  const { message } = JSON.parse(String(response));
  return { exitCode: 1, stdout: String(response), stderr: `gh: ${message} (HTTP ${status})` };
}
