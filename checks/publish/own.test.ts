/**
 * Tests that a copy of the project can be renamed: no file contains the name of the old owner, no
 * test is lost, and the copy signs in from another repository.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { IDENTITY, SLUG } from '../../scripts/own/identity.ts';
import { makeAppKey } from '../../simulator/org/keys.ts';
import { createPublishingHarness, type PublishingHarness } from './harness.ts';
import { createReleaseClone, type ReleaseClone } from './release-clone.ts';

// A name that no owner would choose, so that this check also works in a renamed project.
const NEW_NAME = 'another-owner/another-sign-in';
const ACTION_NAME = 'Another Salesforce sign-in';

/** Tests that compare files of the project. As many must run after the rename as before. */
const REPOSITORY_TESTS = [
  '__tests__/repository/*.test.ts',
  '__tests__/scripts/*.test.ts',
  '__tests__/diagnosis/help-url.test.ts',
];

describe('npm run own', { concurrency: 1 }, () => {
  let harness: PublishingHarness;
  let clone: ReleaseClone;

  before(async () => {
    harness = await createPublishingHarness(NEW_NAME);
    clone = createReleaseClone(harness);
  });
  after(() => harness.close());

  const own = (...args: string[]) =>
    harness.run(['scripts/own/index.ts', ...args], { cwd: clone.folder });

  it('prints its usage and changes nothing if the name is missing or not allowed on GitHub', async () => {
    for (const args of [[], ['acme'], ['acme/x y'], ['a/b', 'c/d'], ['a/b', '--check']]) {
      const { exitCode, output } = await own(...args);
      assert.equal(exitCode, 2, output);
      assert.match(output, /^Usage: npm run own/m);
    }
    assert.equal(clone.git('status', '--porcelain'), '');
  });

  it('leaves no file with the name of the old owner, and lists the remaining manual tasks', async () => {
    const testsBefore = await countTests();
    const { exitCode, output } = await own(NEW_NAME, '--name', ACTION_NAME);
    assert.equal(exitCode, 0, output);
    assert.match(output, /@another-owner\/maintainers: create this team/);
    clone.commit('Make it ours');
    for (const old of [SLUG, IDENTITY.repository, IDENTITY.owner]) {
      const files = clone.git(
        'grep',
        '--files-with-matches',
        '--ignore-case',
        '--fixed-strings',
        '-e',
        old,
        '-e',
        ACTION_NAME,
      );
      const others = files
        .split('\n')
        .filter((file) =>
          readFileSync(join(clone.folder, file), 'latin1')
            .toLowerCase()
            .includes(old.toLowerCase()),
        );
      assert.deepEqual(others, []);
    }
    assert.match(
      readFileSync(join(clone.folder, 'action.yml'), 'utf8'),
      /^name: Another Salesforce sign-in$/m,
    );
    assert.equal(await countTests(), testsBefore, 'a test vanished, or fails');
  });

  it('changes nothing when it is run again', async () => {
    assert.equal((await own(NEW_NAME, '--name', ACTION_NAME)).exitCode, 0);
    assert.equal(clone.git('status', '--porcelain'), '');
  });

  it('produces a repository whose settings can be applied and whose workflows accept its name', async () => {
    const settings = await own('--settings');
    assert.equal(settings.exitCode, 0, settings.output);
    assert.equal(harness.repository.rulesets.size, 3);
    const check = (GITHUB_REPOSITORY: string) =>
      harness.run(['scripts/own/check-repository.ts'], {
        cwd: clone.folder,
        env: { GITHUB_REPOSITORY },
      });
    assert.equal((await check(NEW_NAME)).exitCode, 0);
    assert.match((await check(SLUG)).output, /^::error title=Another repository::/);
  });

  it('produces a copy that signs in from another repository, even if that repository ignores dist/', async () => {
    const host = join(harness.folder, 'crm');
    const target = join(host, '.github/actions/salesforce-sign-in');
    mkdirSync(target, { recursive: true });
    const git = (...args: string[]) => execFileSync('git', args, { cwd: host, encoding: 'utf8' });
    git('init', '--quiet');
    writeFileSync(join(host, '.gitignore'), 'dist/\n');
    writeFileSync(join(host, 'package.json'), '{ "type": "commonjs" }\n');
    const archive = execFileSync('git', ['archive', 'HEAD'], {
      cwd: clone.folder,
      maxBuffer: 1 << 26,
    });
    execFileSync('tar', ['-x', '-C', target], { input: archive });
    // Reproduces the problem that docs/copies.md describes.
    git('add', '--all');
    assert.doesNotMatch(git('ls-files'), /dist/);
    git('add', '--force', '.github/actions/salesforce-sign-in');
    const files = git('ls-files', '.github').trim().split('\n');
    assert.ok(files.some((file) => file.endsWith('dist/main/index.js')));
    assert.match(
      readFileSync(join(target, 'action.yml'), 'utf8'),
      /^# Version [\d.]+ of https:\/\/github\.com\/another-owner\/another-sign-in$/m,
    );

    const { org } = harness;
    const key = makeAppKey();
    org.uploadCertificate(key.certificatePem);
    const commandFiles = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_ENV', 'GITHUB_STEP_SUMMARY'].map(
      (name) => {
        const file = join(harness.folder, name);
        writeFileSync(file, '');
        return [name, file] as const;
      },
    );
    const checkout = join(harness.folder, 'checkout');
    git(
      '-c',
      'user.name=Acme',
      '-c',
      'user.email=dev@acme.com',
      'commit',
      '--quiet',
      '--message=Copy',
    );
    execFileSync('git', ['clone', '--quiet', host, checkout]);
    const { exitCode, output } = await harness.run(
      [join(checkout, '.github/actions/salesforce-sign-in/dist/main/index.js')],
      {
        cwd: checkout,
        env: {
          ...Object.fromEntries(commandFiles),
          'INPUT_CONSUMER-KEY': org.app.consumerKey,
          'INPUT_PRIVATE-KEY': key.privateKeyPem,
          INPUT_USERNAME: 'ci@acme.com',
          'INPUT_LOGIN-URL': 'https://acme.my.salesforce.com',
        },
      },
    );
    assert.equal(exitCode, 0, output);
    assert.match(readFileSync(join(harness.folder, 'GITHUB_OUTPUT'), 'utf8'), /access-token/);
    const request = org.requests.find(({ path }) => path.endsWith('/oauth2/token'));
    assert.match(request?.headers['user-agent'] ?? '', /^another-sign-in\//);
  });

  /** Runs the tests that compare files, in the clone. Returns the line with their number. */
  async function countTests(): Promise<string> {
    const { exitCode, output } = await harness.run(
      ['--test', '--test-reporter=tap', ...REPOSITORY_TESTS],
      {
        cwd: clone.folder,
      },
    );
    assert.equal(
      exitCode,
      0,
      output
        .split('\n')
        .filter((line) => /^\s*not ok/.test(line))
        .join('\n'),
    );
    return /^# tests \d+$/m.exec(output)?.[0] ?? assert.fail(output);
  }
});
