import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { describe, it } from 'node:test';
import { makeStore } from '../../../simulator/org/github-stores.ts';
import { REPO } from '../harness.ts';
import { createSigningHarness, VAULT_ADDRESS } from './harness.ts';

const LIVE = ['--environment', 'live'] as const;
const MOVE = [...LIVE, '--signing-key', VAULT_ADDRESS] as const;
const SHARED = ['SF_USERNAME', 'SF_LOGIN_URL', 'SF_ORG_ID', 'SF_CERTIFICATE'];

/** Sets up a private key in the repository, and adds an environment with these variables. */
async function arrange(t: TestContext, variables: Readonly<Record<string, string>>) {
  const signing = await createSigningHarness(t);
  await signing.run();
  const store = makeStore();
  store.branches = ['main'];
  signing.harness.org.github.repositories.get(REPO)?.stores.set('live', store);
  for (const name of SHARED) {
    const value = signing.values().variables[name] ?? '';
    if (variables[name] === 'moved') signing.harness.githubValues().variables.delete(name);
    if (variables[name] !== undefined) store.variables.set(name, value);
  }
  return signing;
}

describe('setup --remove with a key service beside an inherited private key', () => {
  it('keeps the values of the environment that workflows with the private key read', async (t) => {
    const moved = Object.fromEntries(SHARED.map((name) => [name, 'moved']));
    const { run, values } = await arrange(t, moved);
    const before = values('live');
    const added = await run(...MOVE);
    assert.equal(added.exitCode, 0, added.stderr);
    const removed = await run(...MOVE, '--remove');
    assert.equal(removed.exitCode, 0, removed.stderr);
    assert.match(
      removed.stdout,
      /- SF_SIGNING_CONSUMER_KEY, SF_SIGNING_KEY, and a certificate in SF_CERTIFICATE, from acme/,
    );
    assert.deepEqual(values('live'), before);
    const again = await run(...MOVE, '--remove');
    assert.match(again.stdout, /There is nothing to remove/);
    assert.deepEqual(values('live'), before);
  });

  it('removes the values that workflows also inherit', async (t) => {
    const { run, values } = await arrange(t, {});
    const before = values();
    const added = await run(...MOVE);
    assert.equal(added.exitCode, 0, added.stderr);
    assert.equal(Object.keys(values('live').variables).length, SHARED.length + 1);
    const removed = await run('--remove', ...LIVE, '--name', 'GitHub Actions Signing');
    assert.equal(removed.exitCode, 0, removed.stderr);
    assert.deepEqual(values('live'), { secrets: {}, variables: {} });
    assert.deepEqual(values(), before);
  });

  it('removes all values of an environment that had only the key service', async (t) => {
    const { run, values } = await createSigningHarness(t);
    await run();
    await run(...MOVE);
    assert.deepEqual(Object.keys(values('live').secrets), ['SF_CONSUMER_KEY']);
    const removed = await run(...MOVE, '--remove');
    assert.equal(removed.exitCode, 0, removed.stderr);
    assert.deepEqual(values('live'), { secrets: {}, variables: {} });
  });

  it('keeps the variables of an environment that has nothing of the key service', async (t) => {
    const { run, harness, values } = await arrange(t, {
      SF_USERNAME: 'copied',
      SF_ORG_ID: 'copied',
    });
    await run('--signing-key', VAULT_ADDRESS, '--environment', 'other');
    harness.org.metadata.rules.exposesCertificate = false;
    const before = values('live');
    await run(...MOVE, '--remove');
    assert.deepEqual(values('live'), before);
  });
});
