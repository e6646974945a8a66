import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { createHarness } from '../harness.ts';

const PLACE = ['--repo', 'acme/crm', '--environment', 'production'];

describe('setup with the name of a key service', () => {
  for (const word of ['aws', 'vault', 'gcp', 'azure']) {
    it(`prints the commands that create a key in ${word}, with both forms of the subject of a job's token, and changes nothing`, async (t) => {
      const harness = await createHarness(t);
      const { exitCode, stdout, stderr } = await harness.run('--signing-key', word, ...PLACE);
      assert.equal(exitCode, 0, stderr);
      const { id } = harness.org.github.repositories.get('acme/crm') ?? assert.fail();
      assert.ok(stdout.includes('repo:acme/crm:environment:production'));
      assert.ok(stdout.includes(`repo:acme@17/crm@${id}:environment:production`));
      assert.match(stdout, /salesforce-production/);
      assert.match(stdout, /\nnpm run setup -- .*--org ALIAS --user USERNAME\n$/);
      assert.deepEqual(
        harness.commands.map(({ program }) => program),
        ['gh', 'gh'],
      );
      // Checks that bash can parse every command.
      execFileSync('bash', ['-n'], { input: stdout });
    });
  }

  it('prints the commands as data with --json', async (t) => {
    const harness = await createHarness(t);
    const args = ['--signing-key', 'aws', ...PLACE];
    const { stdout: screen } = await harness.run(...args);
    const { stdout, stderr } = await harness.run(...args, '--json');
    const { status, commands } = JSON.parse(stdout);
    assert.deepEqual([stderr, status], ['', 'done']);
    assert.equal(`${commands}\n`.replace(' --json', ''), screen);
  });

  it('prints placeholders if gh is not installed and no repository is given', async (t) => {
    const harness = await createHarness(t);
    harness.intercept = () => 'missing';
    const { exitCode, stdout, stderr } = await harness.run('--signing-key', 'vault');
    assert.equal(exitCode, 0, stderr);
    assert.match(
      stdout,
      /"repo:OWNER\/REPO:ref:refs\/heads\/main", "repo:OWNER@OWNER_ID\/REPO@REPO_ID:ref:refs\/heads\/main"/,
    );
    assert.match(stdout, /transit\/keys\/salesforce type=rsa-2048/);
    assert.match(stdout, /jobs of OWNER\/REPO on the default branch/);
  });

  it('prints the default branch of the repository, and placeholders for the IDs if GitHub does not answer', async (t) => {
    const harness = await createHarness(t);
    harness.addRepository('acme/erp');
    const { stdout } = await harness.run('--signing-key', 'gcp', '--repo', 'acme/erp');
    assert.match(stdout, /repo:acme\/erp:ref:refs\/heads\/main/);
    harness.intercept = ({ args }) =>
      args[0] === 'api' ? { exitCode: 1, stdout: '', stderr: 'no network' } : undefined;
    const { exitCode, stdout: offline } = await harness.run(
      '--signing-key',
      'gcp',
      '--repo',
      'acme/erp',
    );
    assert.equal(exitCode, 0);
    assert.match(offline, /repo:acme@OWNER_ID\/erp@REPO_ID:/);
    assert.ok(
      offline.includes(
        "\n# OWNER_ID and REPO_ID of acme/erp: gh api repos/acme/erp --jq '.owner.id, .id'\n",
      ),
      offline,
    );
  });

  it('prints no command for the IDs if GitHub has returned them', async (t) => {
    const harness = await createHarness(t);
    const { stdout } = await harness.run('--signing-key', 'aws', ...PLACE);
    assert.doesNotMatch(stdout, /OWNER_ID/);
  });

  it('prints a command for the IDs that asks the GitHub Enterprise Server of the repository', async (t) => {
    const harness = await createHarness(t);
    harness.intercept = () => 'missing';
    const { stdout } = await harness.run(
      ...['--signing-key', 'aws', '--repo', 'github.acme.com/acme/crm'],
    );
    assert.match(stdout, /: gh api --hostname github\.acme\.com repos\/acme\/crm --jq/);
  });

  it('warns that a trust policy for many repositories may be too long for AWS', async (t) => {
    const harness = await createHarness(t);
    const print = async (count: number) => {
      const names = Array.from({ length: count }, (_, index) => `acme/crm-${index}`);
      for (const name of names) harness.addRepository(name);
      return (await harness.run('--signing-key', 'aws', '--repo', names.join())).stdout;
    };
    assert.doesNotMatch(await print(12), /2,048 characters/);
    assert.match(await print(13), /\n# {4}By default, AWS accepts at most 2,048 characters/);
  });

  for (const word of ['aws', 'vault', 'gcp', 'azure']) {
    it(`prints commands that allow the jobs of each repository to sign with the key in ${word}`, async (t) => {
      const harness = await createHarness(t);
      harness.addRepository('acme/erp');
      const { exitCode, stdout, stderr } = await harness.run(
        ...['--signing-key', word, '--repo', 'acme/crm,acme/erp', '--environment', 'production'],
      );
      assert.equal(exitCode, 0, stderr);
      for (const name of ['crm', 'erp']) {
        const { id } = harness.org.github.repositories.get(`acme/${name}`) ?? assert.fail();
        assert.ok(stdout.includes(`repo:acme/${name}:environment:production`));
        assert.ok(stdout.includes(`repo:acme@17/${name}@${id}:environment:production`));
      }
      assert.match(
        stdout,
        /^# A key .* of acme\/crm in the environment production, and of acme\/erp in the/,
      );
      assert.match(stdout, /salesforce-production/);
      const names = [...stdout.matchAll(/"name":"([\w-]+)"/g)].map(([, name]) => name);
      assert.deepEqual(names, word === 'azure' ? ['by-name', 'by-id', 'by-name-2', 'by-id-2'] : []);
      execFileSync('bash', ['-n'], { input: stdout });
    });
  }

  it('does not name the key after an environment if the jobs run in several environments', async (t) => {
    const harness = await createHarness(t);
    harness.addRepository('acme/erp');
    const { stdout } = await harness.run(
      ...['--signing-key', 'vault', '--repo', 'acme/crm:production,acme/erp:live'],
    );
    assert.match(stdout, /transit\/keys\/salesforce type=rsa-2048/);
    assert.match(stdout, /"repo:acme\/erp:environment:live"/);
  });

  it('prints commands that allow the jobs of each selected repository of an organization to sign', async (t) => {
    const harness = await createHarness(t);
    harness.addRepository('acme/erp');
    const { exitCode, stdout, stderr } = await harness.run(
      ...['--signing-key', 'vault', '--gh-org', 'acme', '--repos', 'crm,erp'],
    );
    assert.equal(exitCode, 0, stderr);
    for (const name of ['crm', 'erp'])
      assert.ok(stdout.includes(`"repo:acme/${name}:ref:refs/heads/main"`));
    assert.match(stdout, /\nnpm run setup -- .*--gh-org acme --repos crm,erp --org ALIAS/);
    assert.doesNotMatch(stdout, /--repo /);
  });

  for (const [name, branch] of [
    ['would end a quoted string', "main';id;'"],
    ['would end a string in JSON', 'main","repo:evil/crm'],
    ['would run a command', 'main$(id)'],
    ['would run a command in backticks', 'main`id`'],
  ] as const) {
    it(`prints no commands if the name of the default branch ${name}`, async (t) => {
      const harness = await createHarness(t);
      const repository = { id: 1, owner: { id: 2 }, default_branch: branch };
      harness.intercept = ({ args }) =>
        args[0] === 'api'
          ? { exitCode: 0, stdout: JSON.stringify(repository), stderr: '' }
          : undefined;
      for (const word of ['aws', 'vault', 'gcp', 'azure']) {
        const { exitCode, stdout, stderr } = await harness.run(
          ...['--signing-key', word, '--repo', 'acme/crm'],
        );
        assert.equal(exitCode, 1);
        assert.equal(stdout, '');
        assert.match(stderr, /cannot contain the name of the default branch/);
        assert.match(stderr, /^Next: .* --environment NAME$/m);
      }
    });
  }

  it('prints no commands if the name of the environment contains a quotation mark', async (t) => {
    const harness = await createHarness(t);
    const { exitCode, stdout, stderr } = await harness.run(
      ...['--signing-key', 'aws', '--repo', 'acme/crm', '--environment', "prod's"],
    );
    assert.equal(exitCode, 1);
    assert.equal(stdout, '');
    assert.match(stderr, /cannot contain the name of the environment/);
  });
});
