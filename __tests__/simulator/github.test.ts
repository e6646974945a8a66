import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type GitHub, github, makeGitHub, makeRepository } from '../../simulator/github.ts';

const ACTIONS = '/repos/acme/crm/actions';

function hub(): GitHub {
  const made = makeGitHub();
  made.tokens.add('token');
  made.repositories.set('acme/crm', makeRepository());
  return made;
}

function ask(to: GitHub, method: string, path: string, body: object = {}, token = 'token') {
  const { status, body: answer } = github(to, {
    host: 'api.github.com',
    method,
    path,
    query: new URLSearchParams(),
    headers: { authorization: `token ${token}` },
    body: JSON.stringify(body),
    via: 'tls',
  });
  return { status, answer: String(answer) === '' ? undefined : JSON.parse(String(answer)) };
}

describe("GitHub's API", () => {
  it('asks for a token that it knows, and for a repository that it has', () => {
    assert.equal(ask(hub(), 'GET', '/repos/acme/crm', {}, 'other').status, 401);
    assert.equal(ask(hub(), 'GET', '/repos/acme/other').status, 404);
    assert.equal(ask(hub(), 'GET', '/repos/acme/crm').answer.permissions.push, true);
  });

  it('keeps a secret sealed, tells when it was set, and never what it is', () => {
    const made = hub();
    const { key, key_id } = ask(made, 'GET', `${ACTIONS}/secrets/public-key`).answer;
    assert.equal(Buffer.from(key, 'base64').length, 32);
    const body = { encrypted_value: 'box', key_id };
    assert.equal(ask(made, 'PUT', `${ACTIONS}/secrets/A`, body).status, 201);
    const first = ask(made, 'GET', `${ACTIONS}/secrets/A`).answer;
    assert.equal(ask(made, 'PUT', `${ACTIONS}/secrets/A`, body).status, 204);
    const second = ask(made, 'GET', `${ACTIONS}/secrets/A`).answer;
    assert.ok(first.updated_at < second.updated_at);
    assert.deepEqual(Object.keys(second), ['name', 'created_at', 'updated_at']);
    assert.equal(ask(made, 'GET', `${ACTIONS}/secrets`).answer.total_count, 1);
    assert.equal(ask(made, 'DELETE', `${ACTIONS}/secrets/A`).status, 204);
    assert.equal(ask(made, 'GET', `${ACTIONS}/secrets/A`).status, 404);
    assert.equal(ask(made, 'PUT', `${ACTIONS}/secrets/A`, { encrypted_value: 'box' }).status, 422);
  });

  it('makes a variable once, and then changes it', () => {
    const made = hub();
    const variable = { name: 'A', value: '1' };
    assert.equal(ask(made, 'PATCH', `${ACTIONS}/variables/A`, variable).status, 404);
    assert.equal(ask(made, 'POST', `${ACTIONS}/variables`, variable).status, 201);
    assert.equal(ask(made, 'POST', `${ACTIONS}/variables`, variable).status, 409);
    assert.equal(ask(made, 'PATCH', `${ACTIONS}/variables/A`, { value: '2' }).status, 204);
    assert.equal(ask(made, 'GET', `${ACTIONS}/variables/A`).answer.value, '2');
    assert.equal(ask(made, 'DELETE', `${ACTIONS}/variables/A`).status, 204);
  });

  it('has a place for each environment, once it is made', () => {
    const made = hub();
    const path = '/repos/acme/crm/environments/live%20org';
    assert.equal(ask(made, 'GET', `${path}/secrets/public-key`).status, 404);
    assert.equal(ask(made, 'PUT', path).status, 200);
    assert.equal(ask(made, 'GET', path).answer.name, 'live org');
    assert.equal(ask(made, 'POST', `${path}/variables`, { name: 'A', value: '1' }).status, 201);
    assert.equal(made.repositories.get('acme/crm')?.places.get('')?.variables.size, 0);
  });

  it('lets nobody write who may only read', () => {
    const made = hub();
    made.repositories.set('acme/crm', makeRepository(false));
    assert.equal(ask(made, 'GET', `${ACTIONS}/secrets/public-key`).status, 403);
    assert.equal(ask(made, 'PUT', '/repos/acme/crm/environments/live').status, 403);
  });
});
