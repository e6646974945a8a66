import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeStore, type ValueStore } from '../../simulator/org/github-stores.ts';
import { createHarness, DEFAULT_ARGS, REPO, type SetupHarness } from './harness.ts';

const YES_ARGS = [...DEFAULT_ARGS, '--yes'];
const SANDBOX = ['--org', 'uat', '--user', 'ci@acme.com.uat', '--repo', 'acme/crm', '--yes'];

/** Adds an environment that no branch can use, and that has only these variables. */
function addUnfinished(
  { org }: SetupHarness,
  variables: Readonly<Record<string, string>>,
): ValueStore {
  const store = makeStore();
  store.branches = [];
  for (const [name, value] of Object.entries(variables)) store.variables.set(name, value);
  org.github.repositories.get(REPO)?.stores.set('live', store);
  return store;
}

describe("setup does not overwrite another org's values without --replace", () => {
  it('if only SF_LOGIN_URL shows the other org', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...SANDBOX);
    const { variables } = harness.githubValues();
    variables.delete('SF_ORG_ID');
    const { exitCode, stderr } = await harness.run(...YES_ARGS);
    assert.equal(exitCode, 1);
    assert.match(stderr, /values are of another org, .*https:\/\/acme--uat\.sandbox\.my\./);
    assert.match(stderr, /Nothing was changed\./);
    const removal = await harness.run(...YES_ARGS, '--remove');
    assert.match(removal.stdout, /The values in acme\/crm stay: they are of another org/);
    const replaced = await harness.run(...YES_ARGS, '--replace');
    assert.equal(replaced.exitCode, 0, replaced.stderr);
  });

  it('if they are in an environment that no branch can use', async (t) => {
    const harness = await createHarness(t);
    const { variables } = addUnfinished(harness, { SF_ORG_ID: '00D000000000001AAA' });
    const { exitCode, stdout, stderr } = await harness.run(...YES_ARGS, '--environment', 'live');
    assert.equal(exitCode, 1);
    assert.match(stdout, /✓ GitHub {8}acme\/crm, environment live \(will be finished\)/);
    assert.match(stdout, /finish the environment live in acme\/crm, which no branch can use now/);
    assert.doesNotMatch(stdout, /create the environment|without required reviewers/);
    assert.match(stderr, /values are of another org, .*\nNothing was changed\./s);
    assert.equal(variables.get('SF_ORG_ID'), '00D000000000001AAA');
    await harness.run(...YES_ARGS, '--environment', 'live', '--remove');
    assert.equal(variables.get('SF_ORG_ID'), '00D000000000001AAA');
  });
});

describe('setup in an environment that no branch can use', () => {
  it('lists the variables that it overwrites, and says nothing about reviewers if there are some', async (t) => {
    const harness = await createHarness(t);
    const store = addUnfinished(harness, { SF_USERNAME: 'old@acme.com' });
    store.hasReviewers = true;
    const { exitCode, stdout, stderr } = await harness.run(...YES_ARGS, '--environment', 'live');
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /this overwrites SF_USERNAME \(now old@acme\.com\)/);
    assert.match(stdout, /Workflows that validate pull requests cannot use it/);
    assert.doesNotMatch(stdout, /no required reviewers/);
    assert.ok(store.hasReviewers);
    assert.deepEqual(store.branches, ['main']);
  });

  it('reports that the environment has no reviewers', async (t) => {
    const harness = await createHarness(t);
    addUnfinished(harness, {});
    const { stdout } = await harness.run(...YES_ARGS, '--environment', 'live');
    assert.match(stdout, /The environment live has no required reviewers/);
  });
});

for (const url of ['https://login.salesforce.com', 'ACME.my.salesforce.com/', 'not a URL'])
  it(`setup overwrites values that do not show another org, with the login URL ${url}`, async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    const { variables } = harness.githubValues();
    variables.delete('SF_ORG_ID');
    variables.set('SF_LOGIN_URL', url);
    const { exitCode, stderr } = await harness.run(...YES_ARGS);
    assert.equal(exitCode, 0, stderr);
  });
