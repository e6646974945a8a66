import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { anchorOf, helpUrl, repositoryUrl } from '../../src/diagnosis/help-url.ts';
import { runWith } from './builders.ts';
import { everyError } from './errors-from-catalog.ts';

describe('the link to the help page', () => {
  const page = 'docs/troubleshooting.md#x';

  it('points to the repository and version that are running', () => {
    const base = { version: '1.2.3', actionRepository: 'acme/sign-in' };
    const helpFor = (actionRef: string) => helpUrl({ ...base, actionRef }, 'x');
    assert.equal(helpFor('v1'), `https://github.com/acme/sign-in/blob/v1/${page}`);
    assert.equal(helpFor(''), `https://github.com/acme/sign-in/blob/v1.2.3/${page}`);
    assert.equal(
      helpFor('fix/a b#c'),
      `https://github.com/acme/sign-in/blob/fix/a%20b%23c/${page}`,
    );
  });

  it('points to the upstream repository if the repository of the action is unknown', () => {
    const ours = 'https://github.com/salesforce-jwt-auth/salesforce-jwt-auth';
    assert.equal(repositoryUrl({ version: '1.2.3' }), ours);
    assert.equal(
      helpUrl({ version: '1.2.3', actionRepository: '' }, 'x'),
      `${ours}/blob/v1.2.3/${page}`,
    );
  });

  it('points to the upstream repository on GitHub Enterprise Server', () => {
    const copy = {
      version: '1.2.3',
      serverUrl: 'https://github.acme.example',
      actionRepository: 'acme/copy',
      actionRef: 'main',
    };
    const ours = 'https://github.com/salesforce-jwt-auth/salesforce-jwt-auth';
    assert.equal(repositoryUrl(copy), ours);
    assert.equal(helpUrl(copy, 'x'), `${ours}/blob/v1.2.3/${page}`);
  });

  it('contains no characters that have a meaning in Markdown', () =>
    assert.equal(
      repositoryUrl({ version: '1', actionRepository: "a/(b)*'!~<\uD83D" }),
      'https://github.com/a/%28b%29%2a%27%21%7e%3C%EF%BF%BD',
    ));

  it('points to an existing section for every error', () => {
    const text = readFileSync(new URL('../../docs/troubleshooting.md', import.meta.url), 'utf8');
    // This is GitHub's rule for anchors: https://docs.github.com/en/get-started/writing-on-github
    const slugs = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
        .replaceAll(' ', '-'),
    );
    for (const error of [...everyError(), new TypeError('ours')]) {
      const anchor = anchorOf(diagnose({ error, run: runWith() }).entry.title);
      assert.equal(slugs.filter((slug) => slug === anchor).length, 1, anchor);
    }
  });
});
