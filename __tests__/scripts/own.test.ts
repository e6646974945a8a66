import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wrongRepository } from '../../scripts/own/check-repository.ts';
import { identityOf, parseIdentity, SLUG } from '../../scripts/own/identity.ts';
import { renameIn } from '../../scripts/own/rename.ts';
import { covers } from '../../scripts/own/settings.ts';

describe('the name of a repository', () => {
  it('is OWNER/REPO with characters that GitHub allows', () => {
    assert.deepEqual(parseIdentity('acme-tools/sign.in_2'), {
      owner: 'acme-tools',
      repository: 'sign.in_2',
    });
    for (const text of [
      'acme',
      'acme/',
      '/x',
      'a b/c',
      '-a/b',
      'a-/b',
      'a/b/c',
      'a/..',
      'a/b.git',
      'a/b;c',
    ])
      assert.equal(parseIdentity(text), undefined, text);
  });

  it('is read from package.json, which must contain it', () => {
    assert.equal(identityOf('{"repository":"github:acme/x"}').owner, 'acme');
    assert.throws(() => identityOf('{}'), /"repository" in package\.json must be/);
  });
});

describe('renameIn', () => {
  const from = { owner: 'old-org', repository: 'old-action', actionName: 'Old Action' };
  const to = { owner: 'new', repository: 'sign-in', actionName: 'New $& Action' };

  for (const [text, expected] of [
    ['uses: old-org/old-action@v1', 'uses: new/sign-in@v1'],
    ['https://github.com/old-org/old-action/issues', 'https://github.com/new/sign-in/issues'],
    ['uses: old-org\\/old-action@', 'uses: new\\/sign-in@'],
    ['x-old-org/old-action old-org/old-action-two', 'x-old-org/old-action old-org/old-action-two'],
    ['# All\n* @old-org/maintainers', '# All\n* @new/maintainers'],
    ['git clone x && cd old-action', 'git clone x && cd sign-in'],
    ['git clone x\ncd old-action\nnpm', 'git clone x\ncd sign-in\nnpm'],
    ['verify old-action-v1.2.3.tar.gz', 'verify sign-in-v1.2.3.tar.gz'],
    ['git -C old-action.git push', 'git -C sign-in.git push'],
    ['`old-action/$' + '{VERSION}`', '`sign-in/$' + '{VERSION}`'],
    ['{ "name": "old-action" }', '{ "name": "sign-in" }'],
    ['an old-action somewhere', 'an old-action somewhere'],
    [
      '# Version 1\nname: Old Action\nauthor: Old Action contributors',
      '# Version 1\nname: New $& Action\nauthor: New $& Action contributors',
    ],
    ['# Old Action\n\nThe Old Action', '# New $& Action\n\nThe Old Action'],
  ] as const) {
    it(`returns ${JSON.stringify(expected)} for ${JSON.stringify(text)}`, () =>
      assert.equal(renameIn(text, from, to), expected));
  }
});

describe('the repository check of a workflow', () => {
  it('passes in the repository named in package.json and in any fork', () => {
    assert.equal(wrongRepository({ name: SLUG.toUpperCase(), event: {} }), undefined);
    assert.equal(
      wrongRepository({ name: 'somebody/fork', event: { repository: { fork: true } } }),
      undefined,
    );
  });

  it('fails in a copy that was not renamed, and names the command to run', () => {
    const problem = wrongRepository({ name: 'acme/copy', event: { repository: { fork: false } } });
    assert.match(problem ?? '', /Run "npm run own -- acme\/copy"/);
  });
});

it('a setting matches if it contains all wanted values, in any order and among other values', () => {
  assert.ok(covers({ a: [{ b: 1, c: 2 }, 3], d: 4 }, { a: [3, { b: 1 }] }));
  for (const [current, wanted] of [
    [{ a: [1, 2] }, { a: [1] }],
    [{ a: 1 }, { a: 1, b: undefined, c: 2 }],
    [undefined, { a: 1 }],
    [null, { a: 1 }],
    ['a', ['a']],
    [true, 'true'],
  ])
    assert.ok(!covers(current, wanted), JSON.stringify({ current, wanted }));
});
