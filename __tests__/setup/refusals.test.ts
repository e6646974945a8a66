import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Finished } from '../../setup/world.ts';
import { assertNoLeak } from './leaks.ts';
import { openStage, type Stage, USUAL } from './stage.ts';

const YES = [...USUAL, '--yes'];

interface Case {
  readonly name: string;
  readonly args?: readonly string[];
  readonly arrange?: (stage: Stage) => void;
  readonly says: RegExp;
  readonly next: RegExp;
}

const said = (stdout: string, exitCode = 0, stderr = ''): Finished => ({
  exitCode,
  stdout,
  stderr,
});
const failed = (name: string, message: string): Finished =>
  said(JSON.stringify({ status: 1, name, message }), 1);

const CASES: readonly Case[] = [
  {
    name: 'no sf',
    arrange: (stage) => {
      stage.intercept = ({ program }) => (program === 'sf' ? 'missing' : undefined);
    },
    says: /The Salesforce CLI \(sf\) is not installed/,
    next: /npm install --global @salesforce\/cli/,
  },
  {
    name: 'an sf that is too old',
    arrange: (stage) => {
      stage.intercept = ({ args }) =>
        args[0] === '--version' ? said('sfdx-cli/7.209.6 linux-x64 node-v18.15.0\n') : undefined;
    },
    says: /too old \(sfdx-cli\/7\.209\.6/,
    next: /npm install --global @salesforce\/cli/,
  },
  {
    name: 'an alias that sf does not know',
    args: ['--org', 'nope'],
    says: /knows no org "nope"/,
    next: /sf org login web --alias nope --instance-url https:\/\/YOUR-DOMAIN\.my\.salesforce\.com/,
  },
  {
    name: 'a session that has ended',
    arrange: (stage) => {
      stage.intercept = ({ args }) =>
        args[1] === 'query'
          ? failed('INVALID_SESSION_ID', 'Session expired or invalid')
          : undefined;
    },
    says: /Salesforce CLI's session for prod no longer works.*Session expired/,
    next: /sf org login web --alias prod --instance-url https:\/\/acme\.my\.salesforce\.com/,
  },
  {
    name: 'a user of another org',
    args: ['--user', 'ci@acme.dev'],
    says: /no user ci@acme\.dev in Acme .*another org/,
    next: /--user ci@acme\.dev .*--create-user/,
  },
  {
    name: 'a user as production knows it, in a sandbox',
    args: ['--org', 'uat'],
    says: /no user ci@acme\.com in Acme sandbox .* There is ci@acme\.com\.uat\./,
    next: /--user ci@acme\.com\.uat/,
  },
  {
    name: 'a user that is not active',
    arrange: ({ org }) => {
      const user = org.users.get('ci@acme.com');
      if (user) user.active = false;
    },
    says: /ci@acme\.com is not active in Acme/,
    next: /Setup → Users/,
  },
  {
    name: 'a license without API',
    arrange: ({ org }) => {
      const { userId18 = '' } = org.users.get('ci@acme.com') ?? {};
      org.directory.profiles.set(userId18, 'Chatter Free User');
    },
    says: /GitHub_Actions_access, which grants API Enabled, cannot be assigned to .*license doesn't allow the permission: API Enabled/,
    next: /--user/,
  },
  {
    name: 'no license for a new user',
    args: ['--user', 'new@acme.com', '--create-user'],
    arrange: ({ org }) => void org.directory.licences.delete('Salesforce Integration'),
    says: /has no license "Salesforce Integration"/,
    next: /without --create-user/,
  },
  {
    name: 'licenses that are all in use',
    args: ['--user', 'new@acme.com', '--create-user'],
    arrange: ({ org }) => {
      const licence = org.directory.licences.get('Salesforce Integration');
      if (licence) licence.used = licence.total;
    },
    says: /has no free license \(5 in use\) "Salesforce Integration"/,
    next: /without --create-user/,
  },
  {
    name: 'a name that a Connected App has',
    arrange: ({ org }) =>
      org.metadata.put('production', { type: 'ConnectedApp', fullName: 'GitHub_Actions', xml: '' }),
    says: /has the name of this app.*duplicate value found/,
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
    says: /GitHub_Actions exists, but was not created by this command/,
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
    says: /Another app has this Consumer Key/,
    next: /^npm run setup -- --org prod --user ci@acme\.com --repo acme\/crm --yes$/,
  },
  {
    name: 'an org that refuses a deployment without tests',
    arrange: ({ org }) => {
      org.metadata.rules.refuses = 'Average test coverage across all Apex Classes is 0%';
    },
    says: /refuses a deployment without tests/,
    next: /--tests CLASS/,
  },
  {
    name: 'a Connected App that is not there',
    args: ['--connected-app', 'Nobody'],
    says: /no Connected App Nobody/,
    next: /--connected-app API_NAME/,
  },
  {
    name: 'a repository that is not there',
    args: ['--repo', 'acme/nope'],
    says: /no repository acme\/nope/,
    next: /gh auth status/,
  },
  {
    name: 'a repository without the right to write',
    arrange: ({ org }) => {
      const repository = org.github.repositories.get('acme/crm');
      if (repository) repository.mayWrite = false;
    },
    says: /cannot write secrets of acme\/crm/,
    next: /gh auth login/,
  },
  {
    name: 'a gh that is not signed in',
    arrange: (stage) => {
      stage.intercept = ({ program, args }) =>
        program === 'gh' && args[0] === 'api'
          ? said('', 4, 'To get started with GitHub CLI, please run:  gh auth login')
          : undefined;
    },
    says: /gh is not signed in/,
    next: /gh auth login/,
  },
  {
    name: 'no gh, and nobody to show the key to',
    arrange: (stage) => {
      stage.intercept = ({ program }) => (program === 'gh' ? 'missing' : undefined);
    },
    says: /no place for the private key/,
    next: /--key-file FILE/,
  },
  {
    name: 'a key file that exists',
    args: ['--key-file', 'ci.key'],
    arrange: ({ folder }) => writeFileSync(join(folder, 'ci.key'), ''),
    says: /ci\.key already exists/,
    next: /--key-file FILE/,
  },
  {
    name: 'a key file in a work tree that does not ignore it',
    args: ['--key-file', 'ci.key'],
    arrange: (stage) => {
      stage.intercept = ({ program, args }) => {
        if (program !== 'git') return undefined;
        return args.includes('check-ignore') ? said('', 1) : said('true\n');
      };
    },
    says: /in a Git work tree that does not ignore it/,
    next: /--key-file FILE/,
  },
  {
    name: 'a key file below a .git, where there is no git to ask',
    args: ['--key-file', 'ci.key'],
    arrange: ({ folder }) => void mkdirSync(join(folder, '.git')),
    says: /in a Git work tree/,
    next: /--key-file FILE/,
  },
  {
    name: 'an example that there is not',
    args: ['--workflow', 'nope', '--workflow-dir', '.'],
    says: /no example nope\. There are: .*deploy/,
    next: /--workflow deploy/,
  },
];

describe('setup refuses, in a sentence, with what exists and what to run next', () => {
  for (const { name, args = [], arrange, says, next } of CASES) {
    it(name, async (t) => {
      const stage = await openStage(t);
      arrange?.(stage);
      const { exitCode, stderr } = await stage.run(...YES, ...args);
      assertNoLeak(stage);
      assert.equal(exitCode, 1, stderr);
      assert.match(stderr, says);
      const [, command = ''] = /\nNext: (.+)\n$/.exec(stderr) ?? [];
      assert.match(command, next);
      assert.match(stderr, /\n(Nothing was changed\.|What exists now: )/);
      // A program gets the same in JSON.
      const json = await stage.run(...YES, ...args, '--json');
      const { status, problem, next: again } = JSON.parse(json.stdout);
      assert.equal(status, 'failed');
      assert.match(problem, says);
      assert.ok(again.length > 0);
    });
  }
});

const WRONG_OPTIONS: readonly (readonly [args: readonly string[], says: RegExp])[] = [
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

for (const [args, says] of WRONG_OPTIONS) {
  it(`${args.join(' ').slice(0, 40)} is refused before anything is asked`, async (t) => {
    const stage = await openStage(t);
    const { exitCode, stderr } = await stage.run(...YES, ...args);
    assert.equal(exitCode, 1);
    assert.match(stderr, says);
    assert.match(stderr, /Nothing was changed\./);
    assert.equal(stage.commands.length, 0);
  });
}

it('where nobody is there to ask, it says what is missing', async (t) => {
  const stage = await openStage(t);
  const { exitCode, stderr } = await stage.run('--repo', 'acme/crm');
  assert.equal(exitCode, 1);
  assert.match(stderr, /Missing: --org, --user, --yes\./);
});

it('in a terminal it asks for what is missing, and for a yes', async (t) => {
  const stage = await openStage(t);
  stage.answers = ['prod', 'ci@acme.com', 'acme/crm', 'live', 'y'];
  const { exitCode, stderr } = await stage.run();
  assert.equal(exitCode, 0, stderr);
  assert.ok(stage.fits('live'));
});

it('in a terminal it offers to sign in to an org that sf does not know', async (t) => {
  const stage = await openStage(t);
  stage.answers = ['acme.my.salesforce.com', 'y'];
  const unknown = failed('NamedOrgNotFoundError', 'No authorization information found for prod.');
  let isKnown = false;
  stage.intercept = ({ args, interactive }) => {
    if (interactive === true) {
      isKnown = true;
      assert.deepEqual(args.slice(0, 3), ['org', 'login', 'web']);
      assert.ok(args.includes('https://acme.my.salesforce.com'));
      return said('');
    }
    return args[1] === 'display' && !isKnown ? unknown : undefined;
  };
  const { exitCode, stderr } = await stage.run(...USUAL);
  assert.equal(exitCode, 0, stderr);
  assert.ok(isKnown && stage.fits());
});

it('a no in a terminal changes nothing', async (t) => {
  const stage = await openStage(t);
  stage.answers = ['n'];
  const { exitCode, stderr } = await stage.run(...USUAL);
  assert.equal(exitCode, 130);
  assert.match(stderr, /Stopped\.\nNothing was changed\.\nNext: npm run setup/);
});
