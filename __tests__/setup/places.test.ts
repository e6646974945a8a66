import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeOrganization } from '../../simulator/org/github.ts';
import { createHarness, DEFAULT_ARGS, type SetupHarness } from './harness.ts';

const ORG_ARGS = ['--org', 'prod', '--user', 'ci@acme.com', '--yes'];
const TWO = [...ORG_ARGS, '--repo', 'acme/crm,acme/erp:live'];

const keyOf = ({ org }: SetupHarness, repository: string, environment = ''): string =>
  org.github.repositories.get(repository)?.stores.get(environment)?.secrets.get('SF_PRIVATE_KEY')
    ?.sealed ?? '';

describe('setup with several repositories or environments', () => {
  it('stores the same key in each repository and environment', async (t) => {
    const harness = await createHarness(t);
    harness.addRepository('acme/erp');
    const { exitCode, stderr } = await harness.run(...TWO);
    assert.equal(exitCode, 0, stderr);
    const keys = [keyOf(harness, 'acme/crm'), keyOf(harness, 'acme/erp', 'live')];
    assert.ok(keys.every((key) => harness.keyMatches(key)));
  });

  it('stores the values once in a repository and an environment that are named twice', async (t) => {
    const harness = await createHarness(t);
    const repositories = ['--repo', 'acme/crm,acme/CRM:Live', '--environment', 'live,LIVE,live'];
    const { exitCode, stderr } = await harness.run(...ORG_ARGS, ...repositories);
    assert.equal(exitCode, 0, stderr);
    const isKey = ({ args }: { readonly args: readonly string[] }): boolean =>
      args[0] === 'secret' && args.includes('SF_PRIVATE_KEY');
    assert.equal(harness.commands.filter(isKey).length, 1);
    assert.ok(harness.storedKeyMatches('live'));
  });

  it('checks the permissions of the gh login in every repository before it changes anything', async (t) => {
    const harness = await createHarness(t);
    harness.addRepository('acme/erp');
    const repository = harness.org.github.repositories.get('acme/erp');
    if (repository) repository.mayWrite = false;
    const { exitCode, stderr } = await harness.run(...TWO);
    assert.equal(exitCode, 1);
    assert.match(stderr, /cannot write secrets of acme\/erp.*\nNothing was changed\./s);
  });

  it('keeps the new key if it cannot be stored in one repository, lists that repository, and changes only that repository when it is run again with the key file', async (t) => {
    const harness = await createHarness(t);
    harness.addRepository('acme/erp');
    await harness.run(...TWO);
    harness.intercept = ({ args }) =>
      args[0] === 'secret' && args.includes('acme/erp')
        ? { exitCode: 1, stdout: '', stderr: 'gh: Server Error (HTTP 500)' }
        : undefined;
    const failed = await harness.run(...TWO, '--key-file', 'ci.key');
    harness.intercept = () => undefined;
    assert.equal(failed.exitCode, 1);
    assert.match(
      failed.stderr,
      /could not be stored in 1 of 2 places:\nacme\/erp, environment live: /,
    );
    assert.match(failed.stderr, /Key: acme\/crm has the new key/);
    assert.match(failed.stderr, /Key: acme\/erp, environment live has a key that does not work/);
    const stored = keyOf(harness, 'acme/crm');
    const completed = await harness.run(...TWO, '--key-file', 'ci.key');
    assert.equal(completed.exitCode, 0, completed.stderr);
    assert.match(completed.stdout, /leave acme\/crm as it is: it has this key/);
    assert.ok(!harness.commands.some(({ args }) => args[1] === 'deploy'));
    assert.ok(
      !harness.commands.some(({ args }) => args[0] === 'secret' && args.includes('acme/crm')),
    );
    assert.equal(keyOf(harness, 'acme/erp', 'live').trim(), stored.trim());
  });

  it('sends every request for a repository on GitHub Enterprise Server to that server', async (t) => {
    const harness = await createHarness(t);
    harness.githubHost = 'ghe.acme.com';
    const repository = ['--repo', 'ghe.acme.com/acme/crm', '--environment', 'live', '--reminder'];
    const { exitCode, stderr } = await harness.run(...ORG_ARGS, ...repository);
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(harness.githubValues('live').branches, ['main']);
    assert.ok(harness.githubValues().variables.has('SF_CERTIFICATE_LIVE'));
    const removed = await harness.run(...ORG_ARGS, ...repository, '--remove');
    assert.equal(removed.exitCode, 0, removed.stderr);
    assert.equal(harness.githubValues().variables.size, 0);
  });

  it('stores the certificate for the expiry reminder, and updates it during a rotation', async (t) => {
    const harness = await createHarness(t);
    const args = [...DEFAULT_ARGS, '--yes', '--environment', 'live & well'];
    const offered = await harness.run(...args);
    assert.match(offered.stdout, /To be warned before the certificate expires, use --reminder/);
    await harness.run(...args, '--reminder');
    const name = 'SF_CERTIFICATE_LIVE_WELL';
    const first = harness.githubValues().variables.get(name);
    await harness.run(...args);
    const second = harness.githubValues().variables.get(name);
    assert.notEqual(first, second);
    assert.equal(second, harness.githubValues('live & well').variables.get('SF_CERTIFICATE'));
  });
});

describe('setup with --gh-org', () => {
  const ARGS = [...ORG_ARGS, '--gh-org', 'acme', '--repos', 'crm,erp'];

  async function createOrganization(t: Parameters<typeof createHarness>[0], mayWrite = true) {
    const harness = await createHarness(t);
    harness.addRepository('acme/erp');
    const organization = makeOrganization(mayWrite);
    harness.org.github.organizations.set('acme', organization);
    return { harness, organization };
  }

  it('stores secrets and variables for the selected repositories, and warns that they have no branch rule', async (t) => {
    const { harness, organization } = await createOrganization(t);
    const { exitCode, stdout, stderr } = await harness.run(...ARGS);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /WARNING: secrets of an organization have no branch rule/);
    const ids = ['acme/crm', 'acme/erp'].map(
      (name) => harness.org.github.repositories.get(name)?.id,
    );
    for (const name of ['SF_PRIVATE_KEY', 'SF_CONSUMER_KEY', 'SF_CERTIFICATE', 'SF_LOGIN_URL'])
      assert.deepEqual(organization.store.visibleTo.get(name), ids, name);
  });

  it('does not hide the values from a repository that is no longer selected', async (t) => {
    const { harness, organization } = await createOrganization(t);
    await harness.run(...ARGS);
    const ids = organization.store.visibleTo.get('SF_PRIVATE_KEY');
    await harness.run(...ORG_ARGS, '--gh-org', 'acme', '--repos', 'erp');
    assert.deepEqual(
      organization.store.visibleTo.get('SF_PRIVATE_KEY')?.toSorted(),
      ids?.toSorted(),
    );
  });

  it('selects a repository once that is named twice', async (t) => {
    const { harness, organization } = await createOrganization(t);
    const args = [...ORG_ARGS, '--gh-org', 'acme', '--repos', 'crm,CRM,crm'];
    const { exitCode, stdout, stderr } = await harness.run(...args);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /organization acme for crm\n/);
    assert.equal(organization.store.visibleTo.get('SF_PRIVATE_KEY')?.length, 1);
  });

  it('keeps the values visible to every repository that can use them, on all pages of the list, and counts these repositories', async (t) => {
    const { harness, organization } = await createOrganization(t);
    const names = Array.from({ length: 130 }, (_, index) => `r${index}`);
    for (const name of names) harness.addRepository(`acme/${name}`);
    const all = [...ORG_ARGS, '--gh-org', 'acme', '--repos', names.join(',')];
    assert.equal((await harness.run(...all)).exitCode, 0);
    const { visibleTo } = organization.store;
    const before = structuredClone(visibleTo);
    // A variable can have other readers than the secrets.
    const erp = harness.org.github.repositories.get('acme/erp')?.id ?? 0;
    visibleTo.set('SF_LOGIN_URL', [erp]);
    const one = [...ORG_ARGS, '--gh-org', 'acme', '--repos', 'crm'];
    const { exitCode, stdout, stderr } = await harness.run(...one);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /in organization acme for crm and 131 other repositories/);
    const crm = harness.org.github.repositories.get('acme/crm')?.id ?? 0;
    for (const name of ['SF_PRIVATE_KEY', 'SF_CONSUMER_KEY', 'SF_CERTIFICATE'])
      assert.deepEqual(visibleTo.get(name), [crm, ...(before.get(name) ?? [])], name);
    assert.deepEqual(visibleTo.get('SF_LOGIN_URL'), [crm, erp]);
    const removal = await harness.run(...one, '--remove', '--dry-run');
    assert.match(removal.stdout, / from organization acme for crm and 131 other repositories\n/);
  });

  it('lets a repository that is added use all values, also those that do not change', async (t) => {
    const { harness, organization } = await createOrganization(t);
    const args = [...ORG_ARGS, '--key-file', 'ci.key', '--gh-org', 'acme', '--repos'];
    await harness.run(...args, 'crm');
    const { stdout } = await harness.run(...args, 'crm');
    assert.match(stdout, /leave organization acme for crm as it is/);
    const { exitCode, stderr } = await harness.run(...args, 'crm,erp');
    assert.equal(exitCode, 0, stderr);
    assert.ok(!harness.commands.some(({ args: words }) => words[1] === 'deploy'));
    const { secrets, variables, visibleTo } = organization.store;
    for (const name of [...secrets.keys(), ...variables.keys()])
      assert.equal(visibleTo.get(name)?.length, 2, name);
  });

  for (const [visibility, phrase] of [
    ['all', 'all other repositories'],
    ['private', 'all other private repositories'],
  ] as const) {
    it(`keeps the values visible to ${phrase}, also a value that it adds`, async (t) => {
      const { harness, organization } = await createOrganization(t);
      await harness.run(...ARGS);
      const { store } = organization;
      for (const name of [...store.secrets.keys(), ...store.variables.keys()])
        store.visibility.set(name, visibility);
      store.variables.delete('SF_USERNAME');
      store.visibility.delete('SF_USERNAME');
      store.visibleTo.clear();
      const { exitCode, stdout, stderr } = await harness.run(...ARGS);
      assert.equal(exitCode, 0, stderr);
      assert.match(stdout, new RegExp(`organization acme for crm, erp and ${phrase}`));
      for (const name of ['SF_PRIVATE_KEY', 'SF_CERTIFICATE', 'SF_USERNAME'])
        assert.equal(store.visibility.get(name), visibility, name);
      assert.equal(store.visibleTo.size, 0);
    });
  }

  it('adds a private key only for the chosen repositories if all can use the Consumer Key', async (t) => {
    const { harness, organization } = await createOrganization(t);
    const { store } = organization;
    store.secrets.set('SF_CONSUMER_KEY', { sealed: 'other', updated: '2026-01-01T00:00:00Z' });
    store.visibility.set('SF_CONSUMER_KEY', 'all');
    const { exitCode, stderr } = await harness.run(...ARGS);
    assert.equal(exitCode, 0, stderr);
    assert.equal(store.visibility.get('SF_CONSUMER_KEY'), 'all');
    assert.equal(store.visibility.get('SF_PRIVATE_KEY') ?? 'selected', 'selected');
    assert.equal(store.visibleTo.get('SF_PRIVATE_KEY')?.length, 2);
  });

  it('rejects a public repository if the values are for private repositories, unless it removes them', async (t) => {
    const { harness, organization } = await createOrganization(t);
    await harness.run(...ARGS);
    organization.store.visibility.set('SF_CONSUMER_KEY', 'private');
    const repository = { id: 7, name: 'crm', private: false, default_branch: 'main' };
    harness.intercept = ({ args }) =>
      args.at(-1) === 'repos/acme/crm'
        ? { exitCode: 0, stdout: JSON.stringify(repository), stderr: '' }
        : undefined;
    const { exitCode, stderr } = await harness.run(...ARGS);
    assert.equal(exitCode, 1);
    assert.match(stderr, /shares SF_CONSUMER_KEY with its private repositories only, and crm is/);
    assert.match(stderr, /Nothing was changed\./);
    const removal = await harness.run(...ARGS, '--remove', '--dry-run');
    assert.equal(removal.exitCode, 0, removal.stderr);
  });

  it('changes nothing if GitHub lists only some of the repositories that can use a value', async (t) => {
    const { harness } = await createOrganization(t);
    await harness.run(...ARGS);
    for (const stdout of [
      JSON.stringify({ total_count: 2, repositories: [] }),
      JSON.stringify({ total_count: 2 }),
    ]) {
      harness.intercept = ({ args }) =>
        args.at(-1)?.includes('/repositories?') ? { exitCode: 0, stdout, stderr: '' } : undefined;
      const { exitCode, stderr } = await harness.run(...ARGS);
      assert.equal(exitCode, 1);
      assert.match(stderr, /returned only a part of the list \(0 rows\)\.\nNothing was changed/);
    }
  });

  it('detects a missing scope of the gh login before it changes anything, and prints how to add the scope', async (t) => {
    const { harness } = await createOrganization(t, false);
    const { exitCode, stderr } = await harness.run(...ARGS);
    assert.equal(exitCode, 1);
    assert.match(stderr, /Nothing was changed\.\nNext: gh auth refresh -s admin:org; then: /);
  });
});
