import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { changesIn } from '../../scripts/github/commit-update.ts';
import { SLUG } from '../../scripts/own/identity.ts';
import { withOneVersion, withOwnPin } from '../../scripts/pins.ts';
import { changelogProblem, dateSection, notesOf } from '../../scripts/release/changelog.ts';
import { highestRelease, parseVersion } from '../../scripts/release/version.ts';
import { makeFolder } from '../helpers/folders.ts';

describe('a version', () => {
  it('consists of three numbers, optionally followed by alpha, beta or rc and a number', () => {
    assert.deepEqual(parseVersion('1.20.3-rc.4'), {
      text: '1.20.3-rc.4',
      numbers: [1, 20, 3],
      prerelease: 'rc.4',
    });
    for (const text of [
      '1.2',
      'v1.2.3',
      '1.2.3.4',
      '01.2.3',
      '1.2.3-rc',
      '1.2.3-x.1',
      '1.2.3 ',
      '',
    ])
      assert.equal(parseVersion(text), undefined, text);
  });

  it('is compared by its numbers, and is never the highest if it is a release candidate', () => {
    assert.equal(
      highestRelease(['v1.9.0', 'v1.10.0', 'v1', 'v2.0.0-rc.1', 'v1.2.11'])?.text,
      '1.10.0',
    );
    assert.equal(highestRelease(['v1', 'latest']), undefined);
  });
});

describe('the changelog', () => {
  const changelog = `# Changelog

## [1.2.0] - unreleased

- New.

## [1.1.0] - unreleased

- Older.

## [1.0.0] - 2026-01-01

[1.1.0]: https://github.com/acme/x/releases/tag/v1.1.0
[1.0.0]: https://github.com/acme/x/releases/tag/v1.0.0
`;
  const dated = dateSection(changelog, { version: '1.2.0', date: '2027-01-31', slug: 'acme/x' });

  it('gets the date and the link of the release, and a note at each earlier version that was not published', () => {
    assert.match(dated, /^## \[1\.2\.0\] - 2027-01-31$/m);
    assert.match(dated, /^## 1\.1\.0 - part of 1\.2\.0, not published before$/m);
    assert.deepEqual(dated.match(/^\[.+$/gm), [
      '[1.2.0]: https://github.com/acme/x/releases/tag/v1.2.0',
      '[1.0.0]: https://github.com/acme/x/releases/tag/v1.0.0',
    ]);
    assert.ok(dated.includes('- Older.'));
  });

  it('gets the link of the release at the end if it contains no links yet', () =>
    assert.match(
      dateSection('## [1.0.0] - unreleased\n\n- A.\n', {
        version: '1.0.0',
        date: '2027-01-31',
        slug: 'a/b',
      }),
      /- A\.\n\n\[1\.0\.0\]: https:\/\/github\.com\/a\/b\/releases\/tag\/v1\.0\.0\n$/,
    ));

  it('does not change if the release is prepared again', () =>
    assert.equal(
      dateSection(dated.replace('2027-01-31', 'unreleased'), {
        version: '1.2.0',
        date: '2027-01-31',
        slug: 'acme/x',
      }),
      dated,
    ));

  it('must have a section for the version, with a date unless the version is a release candidate', () => {
    assert.equal(changelogProblem(dated, '1.2.0'), undefined);
    assert.equal(changelogProblem(changelog, '1.2.0-rc.1'), undefined);
    assert.match(changelogProblem(changelog, '1.2.0') ?? '', /says "unreleased" for 1\.2\.0/);
    assert.match(changelogProblem(changelog, '1.3.0') ?? '', /no section ## \[1\.3\.0\]/);
  });

  it('contains the notes of a version, which notesOf returns without headings and links', () => {
    assert.equal(notesOf(dated, '1.2.0'), '- New.');
    assert.equal(notesOf(changelog, '1.2.0-rc.2'), '- New.');
    assert.equal(notesOf(changelog, '9.9.9'), '');
  });
});

describe('pinned versions', () => {
  const [OLD, NEW] = ['a', 'b'].map((letter) => letter.repeat(40));

  it('of actions are updated to the newest one in any file, and the version of the CLI to that in the lock file', () => {
    const texts = new Map([
      [
        'a.yml',
        `uses: o/x@${OLD} # v7.9.0\nuses: o/x/sub@${OLD} # v7.9.0\nrun: npm i @salesforce/cli@2.1.0`,
      ],
      ['b.md', `uses: o/x@${NEW} # v7.10.0\nuses: p/y@${OLD} # v1.0.0\n| Salesforce CLI | 2.0.0 |`],
    ]);
    assert.deepEqual(
      [...withOneVersion(texts, '2.5.0').values()],
      [
        `uses: o/x@${NEW} # v7.10.0\nuses: o/x/sub@${NEW} # v7.10.0\nrun: npm i @salesforce/cli@2.5.0`,
        `uses: o/x@${NEW} # v7.10.0\nuses: p/y@${OLD} # v1.0.0\n| Salesforce CLI | 2.5.0 |`,
      ],
    );
  });

  it('of this action are updated to a release, the "not published" notes are removed, and @v1 is kept', () => {
    const texts = new Map([
      [
        'a',
        `<!-- unpublished -->\nNo.\n<!-- end -->\n\nuses: ${SLUG}@<full commit SHA> # v1.1.0\n<!-- unpublished -->\nNor here.\n<!-- end -->\n\nuses: ${SLUG}@v1`,
      ],
      ['b', `uses: ${SLUG}@${OLD} # v1.0.0\nuses: other/${SLUG}@${OLD} # v1.0.0`],
    ]);
    assert.deepEqual(
      [...withOwnPin(texts, 'v1.2.0', NEW ?? '').values()],
      [
        `uses: ${SLUG}@${NEW} # v1.2.0\nuses: ${SLUG}@v1`,
        `uses: ${SLUG}@${NEW} # v1.2.0\nuses: other/${SLUG}@${OLD} # v1.0.0`,
      ],
    );
  });
});

describe('the artifact of the unprivileged job', () => {
  const folderWith = (...files: string[]): string => {
    const folder = makeFolder('update');
    for (const file of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(
        join(folder, file),
        file.endsWith('deleted.txt') ? 'dist/main/1.index.js\n' : 'x',
      );
    }
    return folder;
  };

  it('is committed, including its deletions, if it contains only files that a build writes', () => {
    const changes = changesIn(folderWith('dist/main/index.js', 'docs/platforms.md', 'deleted.txt'));
    assert.deepEqual(changes.map(({ path, content }) => `${path} ${content}`).sort(), [
      'dist/main/1.index.js undefined',
      'dist/main/index.js x',
      'docs/platforms.md x',
    ]);
  });

  for (const file of [
    '.github/workflows/ci.yml',
    'package.json',
    'dist/evil/index.js',
    'scripts/x.ts',
  ]) {
    it(`is rejected if it contains ${file}`, () =>
      assert.throws(() => changesIn(folderWith(file)), /is not a file that a build writes/));
  }

  it('is rejected if it contains a symbolic link', { skip: process.platform === 'win32' }, () => {
    const folder = folderWith('dist/main/index.js');
    symlinkSync('/etc/passwd', join(folder, 'dist/main/other.js'));
    assert.throws(() => changesIn(folder), /is not a regular file/);
  });
});
