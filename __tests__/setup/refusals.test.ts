import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { DESCRIPTIONS } from '../../setup/metadata-project.ts';
import type { ProcessResult } from '../../setup/process.ts';
import { assertNoLeak } from './find-leaks.ts';
import { createHarness, DEFAULT_ARGS, type SetupHarness } from './harness.ts';

const YES_ARGS = [...DEFAULT_ARGS, '--yes'];

interface RefusalCase {
  readonly name: string;
  readonly args?: readonly string[];
  readonly arrange?: (harness: SetupHarness) => void;
  readonly message: RegExp;
  readonly next: RegExp;
}

const processResult = (stdout: string, exitCode = 0, stderr = ''): ProcessResult => ({
  exitCode,
  stdout,
  stderr,
});
const sfError = (name: string, text: string): ProcessResult =>
  processResult(JSON.stringify({ status: 1, name, message: text }), 1);

const CASES: readonly RefusalCase[] = [
  {
    name: 'sf is not installed',
    arrange: (harness) => {
      harness.intercept = ({ program }) => (program === 'sf' ? 'missing' : undefined);
    },
    message: /The Salesforce CLI \(sf\) is not installed/,
    next: /npm install --global @salesforce\/cli/,
  },
  {
    name: 'sf is too old',
    arrange: (harness) => {
      harness.intercept = ({ args }) =>
        args[0] === '--version'
          ? processResult('sfdx-cli/7.209.6 linux-x64 node-v18.15.0\n')
          : undefined;
    },
    message: /too old \(sfdx-cli\/7\.209\.6/,
    next: /npm install --global @salesforce\/cli/,
  },
  {
    name: 'sf does not know the alias',
    args: ['--org', 'nope'],
    message: /knows no org "nope"/,
    next: /sf org login web --alias nope --instance-url https:\/\/YOUR-DOMAIN\.my\.salesforce\.com/,
  },
  {
    name: 'the session of sf has expired',
    arrange: (harness) => {
      harness.intercept = ({ args }) =>
        args[1] === 'query'
          ? sfError('INVALID_SESSION_ID', 'Session expired or invalid')
          : undefined;
    },
    message: /Salesforce CLI's session for prod no longer works.*Session expired/,
    next: /sf org login web --alias prod --instance-url https:\/\/acme\.my\.salesforce\.com/,
  },
  {
    name: 'the user belongs to another org',
    args: ['--user', 'ci@acme.dev'],
    message: /no user ci@acme\.dev in Acme .*another org/,
    next: /--user USERNAME/,
  },
  {
    name: 'the username lacks the suffix of the sandbox',
    args: ['--org', 'uat'],
    message: /no user ci@acme\.com in Acme sandbox .* There is ci@acme\.com\.uat\./,
    next: /--user ci@acme\.com\.uat/,
  },
  {
    name: 'the user is not active',
    arrange: ({ org }) => {
      const user = org.users.get('ci@acme.com');
      if (user) user.active = false;
    },
    message: /ci@acme\.com is not active in Acme/,
    next: /Setup → Users/,
  },
  {
    name: 'the license of the user does not allow API Enabled',
    arrange: ({ org }) => {
      const { userId18 = '' } = org.users.get('ci@acme.com') ?? {};
      org.directory.profiles.set(userId18, 'Chatter Free User');
    },
    message:
      /GitHub_Actions_access, which grants API Enabled, cannot be assigned to .*license doesn't allow the permission: API Enabled/,
    next: /--user/,
  },
  {
    name: 'the org has no license for a new user',
    args: ['--user', 'new@acme.com', '--create-user'],
    arrange: ({ org }) => void org.directory.licenses.delete('Salesforce Integration'),
    message: /has no license "Salesforce Integration"/,
    next: /without --create-user/,
  },
  {
    name: 'all licenses for a new user are in use',
    args: ['--user', 'new@acme.com', '--create-user'],
    arrange: ({ org }) => {
      const license = org.directory.licenses.get('Salesforce Integration');
      if (license) license.used = license.total;
    },
    message: /has no free license \(5 in use\) "Salesforce Integration"/,
    next: /without --create-user/,
  },
  {
    name: 'a Connected App has the name of the app',
    arrange: ({ org }) =>
      org.metadata.put('production', { type: 'ConnectedApp', fullName: 'GitHub_Actions', xml: '' }),
    message: /has the name of this app.*duplicate value found/,
    next: /--name 'GitHub Actions CI'/,
  },
  {
    name: 'an app of that name was not created by this command',
    arrange: ({ org }) => {
      const app = 'ExternalClientApplication';
      org.metadata.put('production', { type: app, fullName: 'GitHub_Actions', xml: '<x/>' });
      const type = 'ExtlClntAppGlobalOauthSettings';
      const xml = '<externalClientApplication>GitHub_Actions</externalClientApplication>';
      org.metadata.put('production', { type, fullName: 'Theirs', xml });
    },
    message: /GitHub_Actions exists, but was not created by this command/,
    next: /--consumer-key ask/,
  },
  {
    name: 'the org does not return the settings of an app that the command created',
    arrange: ({ org }) => {
      const app = 'ExternalClientApplication';
      const xml = `<description>${DESCRIPTIONS.SF_PRIVATE_KEY}</description>`;
      org.metadata.put('production', { type: app, fullName: 'GitHub_Actions', xml });
    },
    message: /GitHub_Actions exists, but the org does not return its OAuth settings/,
    next: /the app → Settings → OAuth Settings; then: npm run setup -- --org prod/,
  },
  {
    name: 'a permission set with the name that it needs was created by hand',
    arrange: ({ org }) => {
      const xml = '<PermissionSet><description>For releases</description></PermissionSet>';
      const fullName = 'GitHub_Actions_access';
      org.metadata.put('production', { type: 'PermissionSet', fullName, xml });
    },
    message: /new app GitHub_Actions would overwrite it. Choose another --name/,
    next: / --name 'GitHub Actions CI'$/,
  },
  {
    name: 'a permission set with the name that it needs has no description',
    arrange: ({ org }) => {
      const xml = '<PermissionSet><label>GitHub Actions access</label></PermissionSet>';
      const fullName = 'GitHub_Actions_access';
      org.metadata.put('production', { type: 'PermissionSet', fullName, xml });
    },
    message: /The permission set GitHub_Actions_access exists, but was not created by this command/,
    next: / --name 'GitHub Actions CI'$/,
  },
  {
    name: 'another app has the consumer key',
    args: ['--consumer-key', 'takenAlready1'],
    arrange: ({ org }) => {
      const type = 'ConnectedApp';
      const xml = '<consumerKey>takenAlready1</consumerKey>';
      org.metadata.put('developer', { type, fullName: 'Other', xml });
    },
    message: /Another app has this Consumer Key/,
    next: /^npm run setup -- --org prod --user ci@acme\.com --repo acme\/crm --yes$/,
  },
  {
    name: 'the org rejects a deployment without tests',
    arrange: ({ org }) => {
      org.metadata.rules.deployError = 'Average test coverage across all Apex Classes is 0%';
    },
    message: /refuses a deployment without tests/,
    next: /--tests CLASS/,
  },
  {
    name: 'the Connected App does not exist',
    args: ['--connected-app', 'Nobody'],
    message: /no Connected App Nobody/,
    next: /--connected-app API_NAME/,
  },
  {
    name: 'the repository does not exist',
    args: ['--repo', 'acme/nope'],
    message: /no repository acme\/nope/,
    next: /gh auth status/,
  },
  {
    name: 'the gh login may not write to the repository',
    arrange: ({ org }) => {
      const repository = org.github.repositories.get('acme/crm');
      if (repository) repository.mayWrite = false;
    },
    message: /cannot write secrets of acme\/crm/,
    next: /gh auth login/,
  },
  {
    name: 'gh is not signed in',
    arrange: (harness) => {
      harness.intercept = ({ program, args }) =>
        program === 'gh' && args[0] === 'api'
          ? processResult('', 4, 'To get started with GitHub CLI, please run:  gh auth login')
          : undefined;
    },
    message: /gh is not signed in/,
    next: /gh auth login/,
  },
  {
    name: 'there is neither gh nor a terminal to show the key in',
    arrange: (harness) => {
      harness.intercept = ({ program }) => (program === 'gh' ? 'missing' : undefined);
    },
    message: /the private key cannot be stored/,
    next: /--key-file FILE/,
  },
  {
    name: 'the key file exists, and has no private key',
    args: ['--key-file', 'ci.key'],
    arrange: ({ folder }) => writeFileSync(join(folder, 'ci.key'), ''),
    message: /ci\.key is not a private key that can be read without a passphrase/,
    next: /--key-file FILE/,
  },
  {
    name: 'gh succeeds without a response',
    arrange: (harness) => {
      harness.intercept = ({ args }) =>
        args.at(-1) === 'repos/acme/crm' ? processResult('') : undefined;
    },
    message: /"gh api repos\/acme\/crm" returned nothing\./,
    next: /^npm run setup -- --org prod/,
  },
  {
    name: 'the key file is in a work tree that does not ignore it',
    args: ['--key-file', 'ci.key'],
    arrange: (harness) => {
      harness.intercept = ({ program, args }) => {
        if (program !== 'git') return undefined;
        return args.includes('check-ignore') ? processResult('', 1) : processResult('true\n');
      };
    },
    message: /in a Git work tree that does not ignore it/,
    next: /--key-file FILE/,
  },
  {
    name: 'the key file is below a .git folder and git cannot be run',
    args: ['--key-file', 'ci.key'],
    arrange: ({ folder }) => void mkdirSync(join(folder, '.git')),
    message: /in a Git work tree/,
    next: /--key-file FILE/,
  },
  {
    name: 'the example does not exist',
    args: ['--workflow', 'nope', '--workflow-dir', '.'],
    message: /no example nope\. There are: .*deploy/,
    next: /--workflow deploy/,
  },
];

describe('setup fails with a message, the changes made and the next command', () => {
  for (const { name, args = [], arrange, message, next } of CASES) {
    it(`if ${name}`, async (t) => {
      const harness = await createHarness(t);
      arrange?.(harness);
      const { exitCode, stderr } = await harness.run(...YES_ARGS, ...args);
      assertNoLeak(harness);
      assert.equal(exitCode, 1, stderr);
      assert.match(stderr, message);
      const [, command = ''] = /\nNext: (.+)\n$/.exec(stderr) ?? [];
      assert.match(command, next);
      assert.match(stderr, /\n(Nothing was changed\.|This run has changed:\n)/);
      // With --json, the same message is a field of the output.
      const json = await harness.run(...YES_ARGS, ...args, '--json');
      const { status, problem, next: nextInJson } = JSON.parse(json.stdout);
      assert.equal(status, 'failed');
      assert.match(problem, message);
      assert.ok(nextInJson.length > 0);
    });
  }
});

const INVALID_OPTIONS: readonly (readonly [args: readonly string[], message: RegExp])[] = [
  [['--bits', '1024'], /--bits is a number from 2048/],
  [['--days', '0'], /--days/],
  [['--wait', 'long'], /--wait/],
  [['--consumer-key', 'short'], /8 to 256/],
  [['--email', 'admin'], /not an email address/],
  [['--user', 'ci'], /form of an email address/],
  [['--user', "a'b@acme.com"], /form of an email address/],
  [['--repo', 'crm'], /OWNER\/REPO/],
  [['--workflow', 'deploy'], /--workflow-dir together/],
  [['--remove', '--check'], /cannot be used together/],
  [['--name', '2027'], /needs a letter/],
  [['--name', 'x'.repeat(71)], /at most 70/],
  [['--bogus'], /Unknown option '--bogus'/],
];

for (const [args, message] of INVALID_OPTIONS) {
  it(`setup rejects ${args.join(' ').slice(0, 40)} before it runs any program`, async (t) => {
    const harness = await createHarness(t);
    const { exitCode, stderr } = await harness.run(...YES_ARGS, ...args);
    assert.equal(exitCode, 1);
    assert.match(stderr, message);
    assert.match(stderr, /Nothing was changed\./);
    assert.equal(harness.commands.length, 0);
  });
}

it('setup lists the missing options if there is no terminal', async (t) => {
  const harness = await createHarness(t);
  const { exitCode, stderr } = await harness.run('--repo', 'acme/crm');
  assert.equal(exitCode, 1);
  assert.match(stderr, /Missing options: --org, --user, --yes\./);
});

it('setup prompts for missing options and for confirmation in a terminal', async (t) => {
  const harness = await createHarness(t);
  harness.answers = ['prod', 'ci@acme.com', 'acme/crm', 'live', 'Acme'];
  const { exitCode, stderr } = await harness.run();
  assert.equal(exitCode, 0, stderr);
  assert.ok(harness.storedKeyMatches('live'));
});

it('setup offers to sign in to an org that sf does not know', async (t) => {
  const harness = await createHarness(t);
  harness.answers = ['acme.my.salesforce.com', 'acme'];
  const unknown = sfError('NamedOrgNotFoundError', 'No authorization information found for prod.');
  let isKnown = false;
  harness.intercept = ({ args, interactive }) => {
    if (interactive === true) {
      isKnown = true;
      assert.deepEqual(args.slice(0, 3), ['org', 'login', 'web']);
      assert.ok(args.includes('https://acme.my.salesforce.com'));
      return processResult('');
    }
    return args[1] === 'display' && !isKnown ? unknown : undefined;
  };
  const { exitCode, stderr } = await harness.run(...DEFAULT_ARGS);
  assert.equal(exitCode, 0, stderr);
  assert.ok(isKnown && harness.storedKeyMatches());
});

it('setup changes nothing if the answer is not the name of the production org', async (t) => {
  const harness = await createHarness(t);
  harness.answers = ['n'];
  const { exitCode, stderr } = await harness.run(...DEFAULT_ARGS);
  assert.equal(exitCode, 130);
  assert.match(
    stderr,
    /Stopped: the name that you typed is not Acme\.\nNothing was changed\.\nNext: npm run setup/,
  );
});

it('setup reports with --json that it cannot write to the folder for temporary files', async (t) => {
  const harness = await createHarness(t);
  rmSync(harness.systemTempFolder, { recursive: true });
  const { exitCode, stdout } = await harness.run(...YES_ARGS, '--json');
  mkdirSync(harness.systemTempFolder);
  assert.equal(exitCode, 1);
  const { problem, next } = JSON.parse(stdout);
  assert.match(problem, /Cannot write to the folder for temporary files/);
  assert.match(next, /TMPDIR/);
});

it('setup finds the response of sf between warnings that contain braces', async (t) => {
  const harness = await createHarness(t);
  harness.intercept = ({ program, args }) =>
    program === 'sf' && args[1] === 'display'
      ? processResult(
          `Warning: {plugin} is old\n${JSON.stringify({
            status: 0,
            result: { username: 'admin@acme.com', instanceUrl: 'https://acme.my.salesforce.com' },
          })}\nUpdate available: {2.151.0}\n`,
        )
      : undefined;
  assert.equal((await harness.run(...YES_ARGS)).exitCode, 0);
});
