import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type GitHub,
  handleGitHubRequest,
  makeGitHub,
  makeRepository,
} from '../../../simulator/org/github.ts';

const ACTIONS = '/repos/acme/crm/actions';

function makeGitHubWithRepository(): GitHub {
  const github = makeGitHub();
  github.tokens.add('token');
  github.repositories.set('acme/crm', makeRepository());
  return github;
}

function call(github: GitHub, method: string, path: string, body: object = {}, token = 'token') {
  const { status, body: responseBody } = handleGitHubRequest(github, {
    host: 'api.github.com',
    method,
    path: path.replace(/\?.*/, ''),
    query: new URLSearchParams(/\?(.*)/.exec(path)?.[1]),
    headers: { authorization: `token ${token}` },
    body: JSON.stringify(body),
    transport: 'tls',
  });
  return {
    status,
    data: String(responseBody) === '' ? undefined : JSON.parse(String(responseBody)),
  };
}

describe("GitHub's API", () => {
  it('rejects an unknown token and an unknown repository', () => {
    assert.equal(
      call(makeGitHubWithRepository(), 'GET', '/repos/acme/crm', {}, 'other').status,
      401,
    );
    assert.equal(call(makeGitHubWithRepository(), 'GET', '/repos/acme/other').status, 404);
    assert.equal(
      call(makeGitHubWithRepository(), 'GET', '/repos/acme/crm').data.permissions.push,
      true,
    );
  });

  it('stores an encrypted secret and returns its time, but not its value', () => {
    const github = makeGitHubWithRepository();
    const { key, key_id } = call(github, 'GET', `${ACTIONS}/secrets/public-key`).data;
    assert.equal(Buffer.from(key, 'base64').length, 32);
    const body = { encrypted_value: 'box', key_id };
    assert.equal(call(github, 'PUT', `${ACTIONS}/secrets/A`, body).status, 201);
    const first = call(github, 'GET', `${ACTIONS}/secrets/A`).data;
    assert.equal(call(github, 'PUT', `${ACTIONS}/secrets/A`, body).status, 204);
    const second = call(github, 'GET', `${ACTIONS}/secrets/A`).data;
    assert.ok(first.updated_at < second.updated_at);
    assert.deepEqual(Object.keys(second), ['name', 'created_at', 'updated_at']);
    assert.equal(call(github, 'GET', `${ACTIONS}/secrets`).data.total_count, 1);
    assert.equal(call(github, 'DELETE', `${ACTIONS}/secrets/A`).status, 204);
    assert.equal(call(github, 'GET', `${ACTIONS}/secrets/A`).status, 404);
    assert.equal(
      call(github, 'PUT', `${ACTIONS}/secrets/A`, { encrypted_value: 'box' }).status,
      422,
    );
  });

  it('creates a variable once and then updates it', () => {
    const github = makeGitHubWithRepository();
    const variable = { name: 'A', value: '1' };
    assert.equal(call(github, 'PATCH', `${ACTIONS}/variables/A`, variable).status, 404);
    assert.equal(call(github, 'POST', `${ACTIONS}/variables`, variable).status, 201);
    assert.equal(call(github, 'POST', `${ACTIONS}/variables`, variable).status, 409);
    assert.equal(call(github, 'PATCH', `${ACTIONS}/variables/A`, { value: '2' }).status, 204);
    assert.equal(call(github, 'GET', `${ACTIONS}/variables/A`).data.value, '2');
    assert.equal(call(github, 'DELETE', `${ACTIONS}/variables/A`).status, 204);
  });

  it('returns lists in pages, which have at most 30 variables', () => {
    const github = makeGitHubWithRepository();
    for (let index = 0; index < 35; index++)
      call(github, 'POST', `${ACTIONS}/variables`, { name: `A${index}`, value: '' });
    const list = (query: string) => call(github, 'GET', `${ACTIONS}/variables${query}`).data;
    assert.deepEqual([list('').total_count, list('').variables.length], [35, 10]);
    assert.equal(list('?per_page=100').variables.length, 30);
    assert.equal(list('?per_page=100&page=2').variables.length, 5);
  });

  it('stores values by environment once the environment exists', () => {
    const github = makeGitHubWithRepository();
    const path = '/repos/acme/crm/environments/live%20org';
    assert.equal(call(github, 'GET', `${path}/secrets/public-key`).status, 404);
    assert.equal(call(github, 'PUT', path).status, 200);
    assert.equal(call(github, 'GET', path).data.name, 'live org');
    assert.equal(call(github, 'POST', `${path}/variables`, { name: 'A', value: '1' }).status, 201);
    assert.equal(github.repositories.get('acme/crm')?.stores.get('')?.variables.size, 0);
  });

  it('hides the public key from a token without write access, and rejects its write requests', () => {
    const github = makeGitHubWithRepository();
    github.repositories.set('acme/crm', makeRepository(false));
    assert.equal(call(github, 'GET', `${ACTIONS}/secrets/public-key`).status, 403);
    assert.equal(call(github, 'PUT', '/repos/acme/crm/environments/live').status, 403);
  });

  it('can show the public key to a read-only token, but rejects its write requests', () => {
    const github = makeGitHubWithRepository();
    github.repositories.set('acme/crm', { ...makeRepository(), isReadOnly: true });
    assert.equal(call(github, 'GET', `${ACTIONS}/secrets/public-key`).status, 200);
    assert.equal(call(github, 'DELETE', `${ACTIONS}/secrets/SF_PRIVATE_KEY`).status, 403);
  });
});
