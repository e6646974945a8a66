import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
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
    name: 'no sf',
    arrange: (harness) => {
      harness.intercept = ({ program }) => (program === 'sf' ? 'missing' : undefined);
    },
    message: /The Salesforce CLI \(sf\) is not installed/,
    next: /npm install --global @salesforce\/cli/,
  },
  {
    name: 'an sf that is too old',
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
    name: 'an alias that sf does not know',
    args: ['--org', 'nope'],
    message: /knows no org "nope"/,
    next: /sf org login web --alias nope --instance-url https:\/\/YOUR-DOMAIN\.my\.salesforce\.com/,
  },
  {
    name: 'a session that has ended',
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
    name: 'a user of another org',
    args: ['--user', 'ci@acme.dev'],
    message: /no user ci@acme\.dev in Acme .*another org/,
    next: /--user ci@acme\.dev .*--create-user/,
  },
  {
    name: 'a user as production knows it, in a sandbox',
    args: ['--org', 'uat'],
    message: /no user ci@acme\.com in Acme sandbox .* There is ci@acme\.com\.uat\./,
    next: /--user ci@acme\.com\.uat/,
  },
  {
    name: 'a user that is not active',
    arrange: ({ org }) => {
      const user = org.users.get('ci@acme.com');
      if (user) user.active = false;
    },
    message: /ci@acme\.com is not active in Acme/,
    next: /Setup → Users/,
  },
  {
    name: 'a license without API',
    arrange: ({ org }) => {
      const { userId18 = '' } = org.users.get('ci@acme.com') ?? {};
      org.directory.profiles.set(userId18, 'Chatter Free User');
    },
    message:
      /GitHub_Actions_access, which grants API Enabled, cannot be assigned to .*license doesn't allow the permission: API Enabled/,
    next: /--user/,
  },
  {
    name: 'no license for a new user',
    args: ['--user', 'new@acme.com', '--create-user'],
    arrange: ({ org }) => void org.directory.licenses.delete('Salesforce Integration'),
    message: /has no license "Salesforce Integration"/,
    next: /without --create-user/,
  },
  {
    name: 'licenses that are all in use',
    args: ['--user', 'new@acme.com', '--create-user'],
    arrange: ({ org }) => {
      const license = org.directory.licenses.get('Salesforce Integration');
      if (license) license.used = license.total;
    },
    message: /has no free license \(5 in use\) "Salesforce Integration"/,
    next: /without --create-user/,
  },
  {
    name: 'a name that a Connected App has',
    arrange: ({ org }) =>
      org.metadata.put('production', { type: 'ConnectedApp', fullName: 'GitHub_Actions', xml: '' }),
    message: /has the name of this app.*duplicate value found/,
    next: /--name "GitHub Actions CI"/,
  },
  {
    name: 'an app of that name which somebody else made',
    arrange: ({ org }) => {
      const app = 'ExternalClientApplication';
      org.metadata.put('production', { type: app, fullName: 'GitHub_Actions', xml: '<x/>' });
      const type = 'ExtlClntAppGlobalOauthSettings';
      const xml = '<externalClientApplication>GitHub_Actions</externalClientApplication>';
      org.metadata.put('production', { type, fullName: 'Theirs', xml });
    },
    message: /GitHub_Actions exists, but was not created by this command/,
    next: /--consumer-key KEY/,
  },
  {
    name: 'a consumer key that another app has',
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
    name: 'an org that refuses a deployment without tests',
    arrange: ({ org }) => {
      org.metadata.rules.deployError = 'Average test coverage across all Apex Classes is 0%';
    },
    message: /refuses a deployment without tests/,
    next: /--tests CLASS/,
  },
  {
    name: 'a Connected App that is not there',
    args: ['--connected-app', 'Nobody'],
    message: /no Connected App Nobody/,
    next: /--connected-app API_NAME/,
  },
  {
    name: 'a repository that is not there',
    args: ['--repo', 'acme/nope'],
    message: /no repository acme\/nope/,
    next: /gh auth status/,
  },
  {
    name: 'a repository without the right to write',
    arrange: ({ org }) => {
      const repository = org.github.repositories.get('acme/crm');
      if (repository) repository.mayWrite = false;
    },
    message: /cannot write secrets of acme\/crm/,
    next: /gh auth login/,
  },
  {
    name: 'a gh that is not signed in',
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
    name: 'no gh, and nobody to show the key to',
    arrange: (harness) => {
      harness.intercept = ({ program }) => (program === 'gh' ? 'missing' : undefined);
    },
    message: /no place for the private key/,
    next: /--key-file FILE/,
  },
  {
    name: 'a key file that exists',
    args: ['--key-file', 'ci.key'],
    arrange: ({ folder }) => writeFileSync(join(folder, 'ci.key'), ''),
    message: /ci\.key already exists/,
    next: /--key-file FILE/,
  },
  {
    name: 'a key file in a work tree that does not ignore it',
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
    name: 'a key file below a .git, where there is no git to ask',
    args: ['--key-file', 'ci.key'],
    arrange: ({ folder }) => void mkdirSync(join(folder, '.git')),
    message: /in a Git work tree/,
    next: /--key-file FILE/,
  },
  {
    name: 'an example that there is not',
    args: ['--workflow', 'nope', '--workflow-dir', '.'],
    message: /no example nope\. There are: .*deploy/,
    next: /--workflow deploy/,
  },
];

describe('setup refuses, in a sentence, with what exists and what to run next', () => {
  for (const { name, args = [], arrange, message, next } of CASES) {
    it(name, async (t) => {
      const harness = await createHarness(t);
      arrange?.(harness);
      const { exitCode, stderr } = await harness.run(...YES_ARGS, ...args);
      assertNoLeak(harness);
      assert.equal(exitCode, 1, stderr);
      assert.match(stderr, message);
      const [, command = ''] = /\nNext: (.+)\n$/.exec(stderr) ?? [];
      assert.match(command, next);
      assert.match(stderr, /\n(Nothing was changed\.|What exists now: )/);
      // A program gets the same in JSON.
      const json = await harness.run(...YES_ARGS, ...args, '--json');
      const { status, problem, next: nextInJson } = JSON.parse(json.stdout);
      assert.equal(status, 'failed');
      assert.match(problem, message);
      assert.ok(nextInJson.length > 0);
    });
  }
});

const INVALID_OPTIONS: readonly (readonly [args: readonly string[], says: RegExp])[] = [
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
  it(`${args.join(' ').slice(0, 40)} is refused before anything is asked`, async (t) => {
    const harness = await createHarness(t);
    const { exitCode, stderr } = await harness.run(...YES_ARGS, ...args);
    assert.equal(exitCode, 1);
    assert.match(stderr, message);
    assert.match(stderr, /Nothing was changed\./);
    assert.equal(harness.commands.length, 0);
  });
}

it('where nobody is there to ask, it says what is missing', async (t) => {
  const harness = await createHarness(t);
  const { exitCode, stderr } = await harness.run('--repo', 'acme/crm');
  assert.equal(exitCode, 1);
  assert.match(stderr, /Missing: --org, --user, --yes\./);
});

it('in a terminal it asks for what is missing, and for a yes', async (t) => {
  const harness = await createHarness(t);
  harness.answers = ['prod', 'ci@acme.com', 'acme/crm', 'live', 'y'];
  const { exitCode, stderr } = await harness.run();
  assert.equal(exitCode, 0, stderr);
  assert.ok(harness.storedKeyMatches('live'));
});

it('in a terminal it offers to sign in to an org that sf does not know', async (t) => {
  const harness = await createHarness(t);
  harness.answers = ['acme.my.salesforce.com', 'y'];
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

it('a no in a terminal changes nothing', async (t) => {
  const harness = await createHarness(t);
  harness.answers = ['n'];
  const { exitCode, stderr } = await harness.run(...DEFAULT_ARGS);
  assert.equal(exitCode, 130);
  assert.match(stderr, /Stopped\.\nNothing was changed\.\nNext: npm run setup/);
});
