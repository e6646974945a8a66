import type { ProcessOptions, ProcessResult } from '../../setup/process.ts';
import { type GitHub, handleGitHubRequest } from '../../simulator/org/github.ts';

const TOKEN = 'ghp_theTokenThatGhKeepsToItself0000';

/** Calls GitHub's API for `gh api` and `gh secret set`. Does not encrypt: the tests read the stored values. */
export function fakeGh(hub: GitHub, { args, input = '' }: ProcessOptions): ProcessResult {
  hub.tokens.add(TOKEN);
  const [verb = ''] = args;
  if (verb === '--version') return { exitCode: 0, stdout: 'gh version 2.83.0\n', stderr: '' };
  if (verb === 'secret') return setSecret(hub, args, input);
  const method = args[args.indexOf('--method') + 1] ?? 'GET';
  const path = args[args.indexOf('--method') + 2] ?? '';
  return call(hub, method, path, input);
}

function setSecret(hub: GitHub, args: readonly string[], value: string): ProcessResult {
  const valueAfter = (option: string): string | undefined => args[args.indexOf(option) + 1];
  const scope = args.includes('--env') ? `environments/${valueAfter('--env')}` : 'actions';
  const base = `repos/${valueAfter('--repo')}/${scope}/secrets`;
  const { key_id } = JSON.parse(call(hub, 'GET', `${base}/public-key`, '').stdout || '{}');
  return call(hub, 'PUT', `${base}/${args[2]}`, JSON.stringify({ encrypted_value: value, key_id }));
}

function call(hub: GitHub, method: string, path: string, body: string): ProcessResult {
  const { status, body: response } = handleGitHubRequest(hub, {
    host: 'api.github.com',
    method,
    path: `/${path}`,
    query: new URLSearchParams(),
    headers: { authorization: `token ${TOKEN}` },
    body,
    transport: 'tls',
  });
  if (status < 300) return { exitCode: 0, stdout: String(response), stderr: '' };
  const { message } = JSON.parse(String(response));
  return { exitCode: 1, stdout: String(response), stderr: `gh: ${message} (HTTP ${status})` };
}
