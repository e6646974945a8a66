import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { makeStore } from '../../simulator/org/github-stores.ts';
import { createHarness, DEFAULT_ARGS } from './harness.ts';

const YES_ARGS = [...DEFAULT_ARGS, '--yes'];
const SANDBOX = ['--org', 'uat', '--user', 'ci@acme.com.uat', '--repo', 'acme/crm'];
const WRITES =
  /^(sf (project deploy|data create|data delete)|gh (secret|api --method (POST|PATCH|PUT|DELETE)))/;

describe('the plan of setup', () => {
  it('is printed by --dry-run, which changes nothing', async (t) => {
    const harness = await createHarness(t);
    const options = ['--environment', 'live', '--dry-run'];
    const { exitCode, stdout, stderr } = await harness.run(...DEFAULT_ARGS, ...options);
    assert.equal(exitCode, 0, stderr);
    for (const line of [
      /create the External Client App GitHub_Actions in Acme \(00D\w+, production\), with the JWT bearer flow and the scopes api and refresh_token/,
      /create the permission set GitHub_Actions_access, which grants API Enabled and no access to data/,
      /create the environment live in acme\/crm, only for the branch main and without required reviewers/,
      /store the secrets and variables in acme\/crm, environment live/,
    ])
      assert.match(stdout, line);
    const commands = harness.commands.map(({ program, args }) => [program, ...args].join(' '));
    assert.deepEqual(
      commands.filter((command) => WRITES.test(command)),
      [],
    );
  });

  it('lists the values that setup overwrites, and the current value of a variable that changes', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    const same = await harness.run(...DEFAULT_ARGS, '--dry-run');
    assert.match(same.stdout, /overwrites SF_PRIVATE_KEY, SF_CONSUMER_KEY, SF_CERTIFICATE\n/);
    harness.githubValues().variables.set('SF_USERNAME', 'old@acme.com');
    const { stdout } = await harness.run(...DEFAULT_ARGS, '--dry-run');
    assert.match(stdout, /SF_USERNAME \(now old@acme\.com\), SF_CERTIFICATE\n/);
  });

  it('says how long workflows cannot sign in during a rotation, and what is restored after an interruption', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    const { stdout } = await harness.run(...DEFAULT_ARGS, '--dry-run');
    assert.match(stdout, /workflows cannot sign in until .* 2 to 10 minutes/);
    assert.match(stdout, /deploy the old certificate again if something fails, or if you press/);
  });

  it('is followed in a dry run by the command that carries it out', async (t) => {
    const harness = await createHarness(t);
    const { stdout } = await harness.run(...DEFAULT_ARGS, '--dry-run');
    const command = 'npm run setup -- --org prod --user ci@acme.com --repo acme/crm';
    assert.ok(stdout.endsWith(`\nNothing was changed. To do this: ${command}\n`), stdout);
  });

  it('is printed as data by --dry-run --json, with the command that carries it out', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    harness.githubValues().variables.set('SF_USERNAME', 'old@acme.com');
    const screen = await harness.run(...SANDBOX, '--dry-run');
    const { exitCode, stdout, stderr } = await harness.run(...SANDBOX, '--dry-run', '--json');
    assert.deepEqual([exitCode, stderr], [0, '']);
    const { status, org, app, plan, next, changes } = JSON.parse(stdout);
    assert.deepEqual([status, org.kind, app, changes], ['done', 'sandbox', 'GitHub_Actions', []]);
    const [, lines = ''] =
      /\nThis will:\n([\s\S]*)\n\nNothing was changed/.exec(screen.stdout) ?? [];
    assert.deepEqual(
      plan.map(({ text }: { text: string }) => `  - ${text}`),
      lines.split('\n'),
    );
    assert.deepEqual(
      plan.map(({ where }: { where: string }) => where),
      [...plan.slice(0, -2).map(() => org.name), 'acme/crm', 'acme/crm'],
    );
    const [stored, overwritesOrg] = plan.slice(-2);
    assert.deepEqual(stored.overwrites, [
      ...['SF_PRIVATE_KEY', 'SF_CONSUMER_KEY', 'SF_USERNAME', 'SF_LOGIN_URL', 'SF_ORG_ID'],
      'SF_CERTIFICATE',
    ]);
    assert.equal(overwritesOrg.isWarning, true);
    assert.equal(
      next,
      'npm run setup -- --org uat --user ci@acme.com.uat --repo acme/crm --json --yes',
    );
  });

  it("is followed by the question whether to overwrite another org's values", async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    harness.answers = ['no'];
    const { exitCode, stdout } = await harness.run(...SANDBOX);
    assert.equal(exitCode, 130);
    assert.match(stdout, /To keep them, choose another --repo or --environment\n/);
    assert.match(stdout, /Overwrite the values of another org\? \[y\/N\]/);
  });

  it("contains a warning about another org's values, which --yes overwrites only with --replace", async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    const before = harness.githubValues().secrets.get('SF_PRIVATE_KEY');
    const refused = await harness.run(...SANDBOX, '--yes');
    assert.equal(refused.exitCode, 1);
    assert.match(refused.stdout, /WARNING: acme\/crm has the values of another org \(00D/);
    assert.match(refused.stderr, /Nothing was changed\.\nNext: .* --replace\n/);
    assert.equal(harness.githubValues().secrets.get('SF_PRIVATE_KEY'), before);
    const replaced = await harness.run(...SANDBOX, '--yes', '--replace');
    assert.equal(replaced.exitCode, 0, replaced.stderr);
    assert.equal(harness.githubValues().variables.get('SF_USERNAME'), 'ci@acme.com.uat');
  });

  it("lists the audience with --skip-sign-in only if it is another org's, which is then removed", async (t) => {
    const harness = await createHarness(t);
    harness.org.faults.set('audience-invalid', { times: 1 });
    await harness.run(...YES_ARGS);
    const { variables } = harness.githubValues();
    const kept = await harness.run(...YES_ARGS, '--skip-sign-in');
    assert.equal(kept.exitCode, 0, kept.stderr);
    assert.doesNotMatch(kept.stdout, /this overwrites .*SF_AUDIENCE/);
    assert.equal(variables.get('SF_AUDIENCE'), 'https://acme.my.salesforce.com');
    const uat = ['--org', 'uat', '--user', 'ci@acme.com.uat', '--repo', 'acme/crm', '--yes'];
    const replaced = await harness.run(...uat, '--replace', '--skip-sign-in');
    assert.equal(replaced.exitCode, 0, replaced.stderr);
    assert.match(replaced.stdout, /this overwrites .*SF_AUDIENCE/);
    assert.equal(variables.get('SF_AUDIENCE'), undefined);
  });

  it("is confirmed with the org's name in production, and with yes in a sandbox", async (t) => {
    const harness = await createHarness(t);
    harness.answers = ['yes'];
    const stopped = await harness.run(...DEFAULT_ARGS);
    assert.equal(stopped.exitCode, 130);
    assert.match(stopped.stdout, /Acme is a production org\. Type its name to continue/);
    harness.answers = ['yes'];
    assert.equal((await harness.run(...SANDBOX)).exitCode, 0);
  });

  for (const [alias, user, kind] of [
    ['de', 'ci@acme.dev', 'Developer Edition'],
    ['scratch', 'ci@acme.scratch', 'scratch org'],
  ] as const) {
    it(`is preceded by a line with the kind of the org: ${kind}`, async (t) => {
      const harness = await createHarness(t);
      const { stdout } = await harness.run(
        '--org',
        alias,
        '--user',
        user,
        '--repo',
        'acme/crm',
        '--dry-run',
      );
      assert.match(stdout, new RegExp(`✓ Org .*, ${kind}, https`));
    });
  }
});

describe('setup, before it changes anything,', () => {
  const refuse = async (
    t: Parameters<typeof createHarness>[0],
    args: readonly string[],
    message: RegExp,
    arrange?: (harness: Awaited<ReturnType<typeof createHarness>>) => void,
  ): Promise<void> => {
    const harness = await createHarness(t);
    arrange?.(harness);
    const { exitCode, stderr } = await harness.run(...YES_ARGS, ...args);
    assert.equal(exitCode, 1);
    assert.match(stderr, message);
    assert.match(stderr, /\nNothing was changed\.\n/);
  };

  it('rejects a frozen user', (t) =>
    refuse(t, [], /ci@acme\.com is frozen in Acme.*--compromised/, ({ org }) => {
      const user = org.users.get('ci@acme.com');
      if (user) user.frozen = true;
    }));

  it('rejects an environment that the gh login cannot create', (t) =>
    refuse(t, ['--environment', 'live'], /cannot create the environment live/, ({ org }) => {
      const repository = org.github.repositories.get('acme/crm');
      if (repository) repository.isAdmin = false;
    }));

  it('rejects a key file that cannot be written', (t) =>
    refuse(t, ['--key-file', 'ci.key'], /Cannot write to .*: ENOSPC/, (harness) => {
      harness.isDiskFull = () => true;
    }));

  it('rejects a workflow folder that is a file', (t) =>
    refuse(
      t,
      ['--workflow', 'deploy', '--workflow-dir', 'file/flows'],
      /file is not a folder/,
      ({ folder }) => writeFileSync(join(folder, 'file'), ''),
    ));

  it('rejects an app whose name results in the API name of another app', (t) =>
    refuse(t, ['--name', 'CI 測試'], /The app CI in this org is called "CI 生产"/, ({ org }) => {
      const xml =
        '<label>CI 生产</label><description>Lets GitHub Actions sign in with the OAuth 2.0 JWT bearer flow.</description>';
      org.metadata.put('production', { type: 'ExternalClientApplication', fullName: 'CI', xml });
      org.metadata.put('production', {
        type: 'ExtlClntAppGlobalOauthSettings',
        fullName: 'CIGlblOAuth',
        xml: '<externalClientApplication>CI</externalClientApplication><consumerKey>abcdefgh</consumerKey>',
      });
    }));
});

describe('an environment that setup creates', () => {
  it('is limited to the default branch, and its missing protection rules are printed', async (t) => {
    const harness = await createHarness(t);
    const { stdout } = await harness.run(...YES_ARGS, '--environment', 'live');
    assert.deepEqual(harness.githubValues('live').branches, ['main']);
    assert.match(stdout, /The environment live has no required reviewers/);
    assert.match(stdout, /deployment-branch-policies -f name='refs\/pull\/\*\/merge'/);
  });

  it('receives no values if GitHub does not allow the limit', async (t) => {
    const harness = await createHarness(t);
    const repository = harness.org.github.repositories.get('acme/crm');
    if (repository) repository.allowsBranchRules = false;
    const { exitCode, stderr } = await harness.run(...YES_ARGS, '--environment', 'live');
    assert.equal(exitCode, 1);
    assert.match(stderr, /refused to limit the environment .* nothing is stored in it/);
    assert.equal(harness.githubValues('live').secrets.size, 0);
    assert.deepEqual(harness.org.metadata.list('production', 'ExternalClientApplication'), []);
  });

  it('is completed by the next run without a request that would remove reviewers', async (t) => {
    const harness = await createHarness(t);
    const repository = harness.org.github.repositories.get('acme/crm') ?? assert.fail();
    repository.allowsBranchRules = false;
    await harness.run(...YES_ARGS, '--environment', 'live');
    repository.allowsBranchRules = true;
    harness.commands.length = 0;
    const { exitCode } = await harness.run(...YES_ARGS, '--environment', 'live');
    assert.equal(exitCode, 0);
    assert.deepEqual(harness.githubValues('live').branches, ['main']);
    assert.ok(!harness.commands.some(({ args }) => args.includes('PUT')));
  });

  it('is not overwritten if someone else has created it in the meantime', async (t) => {
    const harness = await createHarness(t);
    let looks = 0;
    harness.intercept = ({ args }) => {
      if (args.at(-1) !== 'repos/acme/crm/environments/live' || args[2] !== 'GET') return undefined;
      looks += 1;
      return looks === 2
        ? { exitCode: 0, stdout: '{"name":"live","protection_rules":[]}', stderr: '' }
        : undefined;
    };
    const { exitCode, stderr } = await harness.run(...YES_ARGS, '--environment', 'live');
    assert.equal(exitCode, 1);
    assert.match(stderr, /Meanwhile someone has created the environment/);
    assert.ok(!harness.commands.some(({ args }) => args.includes('PUT')));
  });
});

it('setup says that every branch can use an existing environment that has no branch rules', async (t) => {
  const harness = await createHarness(t);
  const repository = harness.org.github.repositories.get('acme/crm') ?? assert.fail();
  repository.stores.set('live', makeStore());
  const options = [...YES_ARGS, '--environment', 'live'];
  const open = await harness.run(...options);
  assert.equal(open.exitCode, 0);
  assert.match(open.stdout, /Every branch can use the environment live/);
  harness.githubValues('live').branches = ['main'];
  const limited = await harness.run(...options);
  assert.doesNotMatch(limited.stdout, /Every branch/);
});

it('setup does not overwrite a workflow file that has been created in the meantime', async (t) => {
  const harness = await createHarness(t);
  harness.intercept = ({ args }) => {
    if (args[0] === 'secret') {
      mkdirSync(join(harness.folder, 'flows'), { recursive: true });
      writeFileSync(join(harness.folder, 'flows/salesforce-deploy.yml'), 'theirs');
    }
    return undefined;
  };
  const options = ['--workflow', 'deploy', '--workflow-dir', 'flows'];
  const { exitCode, stdout } = await harness.run(...YES_ARGS, ...options);
  assert.equal(exitCode, 0);
  assert.match(stdout, /The workflow was not written to .*: it exists by now/);
});
