/**
 * Tests that the files of this repository follow the rules of GitHub, its Marketplace and the
 * project's own workflows.
 */
import assert from 'node:assert/strict';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { IDENTITY, SLUG } from '../../scripts/own/identity.ts';
import { REQUIRED_CHECKS } from '../../scripts/own/settings.ts';
import {
  changedTexts,
  cliVersionOfLockFile,
  pinnedTexts,
  withOneVersion,
} from '../../scripts/pins.ts';
import { packageVersion } from '../../scripts/release/checks.ts';
import { wrongVersionPlaces } from '../../scripts/release/version.ts';
import { ROOT } from '../../support/runner/action.ts';

const readText = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

interface Job {
  readonly name?: string;
  readonly container?: string;
  readonly needs?: string | readonly string[];
  readonly steps?: readonly { uses?: string; run?: string; with?: Record<string, unknown> }[];
}

const jobsOf = (file: string): [id: string, job: Job][] =>
  Object.entries<Job>(parse(readText(file)).jobs);
const workflowFiles = readdirSync(join(ROOT, '.github/workflows')).map(
  (file) => `.github/workflows/${file}`,
);

describe('the Marketplace', () => {
  const action = parse(readText('action.yml'));
  // https://docs.github.com/actions/how-tos/create-and-publish-actions/publish-in-github-marketplace
  const { definitions } = JSON.parse(
    readText('node_modules/@actions/workflow-parser/dist/action-v1.0.min.json'),
  );

  it('accepts the description, which is one line of at most 124 characters', () => {
    assert.match(action.description, /^\S.{20,122}\S$/);
  });

  it('accepts the name, which is one line, and the author, which is not empty', () => {
    assert.match(action.name, /^\S.{1,60}\S$/);
    assert.match(action.author, /\S/);
  });

  it('supports the icon and the color', () => {
    const allowed = (name: string): string[] => definitions[name]['allowed-values'];
    assert.ok(allowed('branding-icon').includes(action.branding.icon), action.branding.icon);
    assert.ok(allowed('branding-color').includes(action.branding.color), action.branding.color);
  });

  it('finds a README and exactly one action, at the root of the repository', () => {
    assert.match(readText('README.md'), new RegExp(`^# ${action.name}$`, 'm'));
    const exclude = (path: string) => /node_modules|\.cache/.test(path);
    const actions = globSync('**/action.{yml,yaml}', { cwd: ROOT, exclude });
    assert.deepEqual(
      actions.filter(
        (file) => !file.replaceAll('\\', '/').startsWith('checks/examples/stub-actions/'),
      ),
      ['action.yml'],
    );
  });
});

describe('the name of the repository', () => {
  it('is the same in every file that names this action or links to its pages', () => {
    const patterns = ['*.md', 'docs/*.md', 'setup/*.md', 'examples/*.yml', 'src/**/*.ts'];
    const files = globSync([...patterns, '.github/*', '.github/*/*.yml'], { cwd: ROOT });
    // Matches links to pages that only this repository has, and workflow steps that use this
    // action.
    const reference =
      /(?:github\.com\/([\w.-]+\/[\w.-]+)\/(?:blob\/[\w.-]+\/docs|security\/advisories|actions\/workflows)|uses: ([\w.-]+\/[\w.-]*salesforce[\w.-]*)@)/gi;
    const texts = files.filter((file) => /\.\w+$/.test(file)).map(readText);
    const names = texts.flatMap((text) =>
      Array.from(text.matchAll(reference), ([, page, used]) => page ?? used),
    );
    // The page about copies uses another owner's mirror as an example.
    assert.deepEqual(new Set(names.filter((name) => !name?.startsWith('acme/'))), new Set([SLUG]));
  });

  it('begins with the owner in CODEOWNERS', () => {
    for (const [, owner] of readText('.github/CODEOWNERS').matchAll(/@([\w-]+)/g))
      assert.equal(owner, IDENTITY.owner, 'Run "npm run own -- OWNER/REPO".');
  });

  it('is in the code that makes the User-Agent and the help links', () => {
    assert.ok(readText('src/diagnosis/help-url.ts').includes(`'${SLUG}'`));
    assert.ok(readText('src/http/client.ts').includes(`\`${IDENTITY.repository}/\${VERSION}\``));
  });
});

describe('versions', () => {
  it('of this project are the same in every file', () => {
    assert.deepEqual(wrongVersionPlaces(ROOT, packageVersion()), []);
  });

  it('of actions and of the Salesforce CLI are the same in workflows, examples and documentation', () => {
    const texts = pinnedTexts();
    const changed = changedTexts(texts, withOneVersion(texts, cliVersionOfLockFile()));
    assert.deepEqual(
      changed.map(([file]) => file),
      [],
      'Run "npm run pins".',
    );
  });

  describe('of Node.js', () => {
    const major = readText('.node-version').trim();
    const places: readonly (readonly [file: string, pattern: RegExp])[] = [
      ['action.yml', /using: node(\d+)/g],
      ['scripts/require-node.mjs', /REQUIRED_MAJOR = (\d+)/g],
      ['scripts/require-node.mjs', /\bNode (\d+)\b/g],
      ['package.json', /"(?:@types\/node|node-\w+-\w+)": "(\d+)\./g],
      ['CONTRIBUTING.md', /\bNode (\d+)\b/g],
      ['docs/platforms.md', /runs on Node (\d+)\b|`'using: node(\d+)'/g],
      ['docs/copies.md', /\bNode (\d+)\b/g],
      ['.github/dependabot.yml', /\bNode (\d+)\b/g],
      ...globSync('examples/*.yml', { cwd: ROOT })
        .filter((file) => readText(file).includes('node-version:'))
        .map((file) => [file, /\bnode-version: (\d+)/g] as const),
    ];
    for (const [file, pattern] of places) {
      it(`match .node-version in ${file}, found by ${pattern.source}`, () => {
        const found = Array.from(readText(file).matchAll(pattern), (match) => match[1] ?? match[2]);
        assert.deepEqual([...new Set(found)], [major]);
      });
    }

    it('are read from .node-version in every workflow, except in the job that tests the next version', () => {
      for (const file of workflowFiles) {
        for (const [id, { steps = [] }] of jobsOf(file)) {
          for (const { uses = '', with: inputs = {} } of steps) {
            if (!uses.startsWith('actions/setup-node@')) continue;
            if (id === 'next-node') assert.ok(Number(inputs['node-version']) > Number(major));
            else assert.equal(inputs['node-version-file'], '.node-version', `${file}, ${id}`);
          }
        }
      }
    });
  });
});

describe('the workflows on GitHub', () => {
  it('have a summary job in CI that waits for every other job except next-node, which may fail', () => {
    const jobs = jobsOf('.github/workflows/ci.yml');
    const conclusion = jobs.find(([id]) => id === 'conclusion')?.[1];
    const others = jobs.map(([id]) => id).filter((id) => !['conclusion', 'next-node'].includes(id));
    assert.deepEqual(conclusion?.needs, others);
  });

  it('have jobs with the names that the ruleset requires', () => {
    const names = workflowFiles.flatMap((file) => jobsOf(file).map(([, { name }]) => name));
    for (const check of REQUIRED_CHECKS) assert.ok(names.includes(check), check);
  });

  it('install git in a container before the checkout, because the checkout would otherwise download an archive', () => {
    for (const file of workflowFiles) {
      for (const [id, { container, steps = [] }] of jobsOf(file)) {
        const checkout = steps.findIndex(({ uses = '' }) => uses.startsWith('actions/checkout@'));
        if (container === undefined || checkout < 0) continue;
        const before = steps.slice(0, checkout).map(({ run = '' }) => run);
        assert.match(before.join('\n'), /apt-get install .*\bgit\b/, `${file}, ${id}`);
      }
    }
  });

  it('fetch the complete history in each job that runs .ci/run, whose checks need origin/main', () => {
    for (const file of workflowFiles) {
      for (const [id, { steps = [] }] of jobsOf(file)) {
        if (!steps.some(({ run }) => run === '.ci/run')) continue;
        const checkout = steps.find(({ uses = '' }) => uses.startsWith('actions/checkout@'));
        assert.equal(checkout?.with?.['fetch-depth'], 0, `${file}, ${id}`);
      }
    }
  });

  it('stop CI and releases if the repository is not the one named in package.json', () => {
    for (const file of ['.github/workflows/ci.yml', '.github/workflows/release.yml'])
      assert.match(readText(file), /run: node scripts\/own\/check-repository\.ts$/m, file);
  });

  it('grant only read access to the job that runs packages from a dependency update, and commit with the code of the base branch', () => {
    const jobs = Object.fromEntries(jobsOf('.github/workflows/update-dist.yml'));
    const permissions = (id: string) => (jobs[id] as { permissions?: unknown })?.permissions;
    assert.deepEqual(permissions('build'), { contents: 'read' });
    const commitRuns = jobs['commit']?.steps?.flatMap(({ run }) => run ?? []);
    assert.deepEqual(commitRuns, ['node scripts/github/commit-update.ts update']);
    const checkout = jobs['commit']?.steps?.find(({ uses = '' }) => uses.includes('checkout'));
    assert.match(
      String(checkout?.with?.['ref']),
      /^\$\{\{ github\.event\.pull_request\.base\.sha \}\}$/,
    );
  });
});
