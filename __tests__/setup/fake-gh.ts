import type { Command, Finished } from '../../setup/world.ts';
import { type GitHub, github } from '../../simulator/github.ts';

const TOKEN = 'ghp_theTokenThatGhKeepsToItself0000';

/** `gh api` and `gh secret set`, straight into the API. It seals nothing: the tests read what it stores. */
export function fakeGh(hub: GitHub, { args, input = '' }: Command): Finished {
  hub.tokens.add(TOKEN);
  const [verb = ''] = args;
  if (verb === '--version') return { exitCode: 0, stdout: 'gh version 2.83.0\n', stderr: '' };
  if (verb === 'secret') return setSecret(hub, args, input);
  const method = args[args.indexOf('--method') + 1] ?? 'GET';
  const path = args[args.indexOf('--method') + 2] ?? '';
  return call(hub, method, path, input);
}

function setSecret(hub: GitHub, args: readonly string[], value: string): Finished {
  const after = (option: string): string | undefined => args[args.indexOf(option) + 1];
  const place = args.includes('--env') ? `environments/${after('--env')}` : 'actions';
  const base = `repos/${after('--repo')}/${place}/secrets`;
  const { key_id } = JSON.parse(call(hub, 'GET', `${base}/public-key`, '').stdout || '{}');
  return call(hub, 'PUT', `${base}/${args[2]}`, JSON.stringify({ encrypted_value: value, key_id }));
}

function call(hub: GitHub, method: string, path: string, body: string): Finished {
  const { status, body: answer } = github(hub, {
    host: 'api.github.com',
    method,
    path: `/${path}`,
    query: new URLSearchParams(),
    headers: { authorization: `token ${TOKEN}` },
    body,
    via: 'tls',
  });
  if (status < 300) return { exitCode: 0, stdout: String(answer), stderr: '' };
  const { message } = JSON.parse(String(answer));
  return { exitCode: 1, stdout: String(answer), stderr: `gh: ${message} (HTTP ${status})` };
}
