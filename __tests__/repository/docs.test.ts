/**
 * Tests the links, the names of files, the length, the spelling and the repeated numbers in the
 * documentation, and the comments of the examples.
 */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, it } from 'node:test';
import { LIFETIME_SECONDS } from '../../src/salesforce/assertion.ts';
import { MAX_SKEW_SECONDS } from '../../src/salesforce/exchange.ts';
import { ROOT } from '../../support/runner/action.ts';

const readText = (file: string) => readFileSync(join(ROOT, file), 'utf8');

// This does not use Git to list the files, because a downloaded ZIP is not a repository.
const files = (...patterns: string[]) =>
  globSync(patterns, { cwd: ROOT, exclude: (path) => path.includes('node_modules') })
    .map((file) => file.replaceAll('\\', '/'))
    .toSorted();

const pages = files('**/*.md', '.github/**/*.md');

const prose = (page: string) => readText(page).replace(/^(```|~~~)[\s\S]*?^\1/gm, '');

const withoutGeneratedParts = (text: string) =>
  text.replace(/<!-- \w+: npm run readme -->[\s\S]*?<!-- end -->/g, '');

/**
 * Returns the anchors of a page: those that GitHub generates from headings (lowercase, without
 * punctuation, with hyphens, and with a number for duplicates), and those of `<a>` elements.
 */
export function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of prose(page).matchAll(/^#{1,6} (.+)$/gm)) {
    const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]/g, '');
    const slug = text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}\p{Pc} -]/gu, '')
      .replaceAll(' ', '-');
    let unique = slug;
    for (let i = 1; anchors.has(unique); i++) unique = `${slug}-${i}`;
    anchors.add(unique);
  }
  for (const [, id = ''] of prose(page).matchAll(/<a (?:id|name)="([^"]+)"/g)) anchors.add(id);
  return anchors;
}

function assertLinkResolves(source: string, file: string, anchor: string | undefined): void {
  const target = anchor ? `${file}#${anchor}` : file;
  assert.ok(existsSync(join(ROOT, file)), `${source}: ${target} does not exist`);
  if (anchor && file.endsWith('.md')) {
    assert.ok(anchorsOf(file).has(anchor), `${source}: ${target} has no such heading`);
  }
}

describe('links', () => {
  for (const page of pages) {
    it(`in ${page} resolve if they are relative`, () => {
      const text = prose(page).replace(/`[^`\n]*`/g, '');
      const link = /\]\(([^)\s]+)\)|<(?:img src|source [^>]*srcset)="([^"]+)"/g;
      for (const [, inMarkdown, inHtml = ''] of text.matchAll(link)) {
        const target = inMarkdown ?? inHtml;
        // GitHub's own pages, such as ../../issues/new/choose, exist only on GitHub.
        if (/^(https?:|mailto:|\.\.\/\.\.\/(issues|security))/.test(target)) continue;
        const [path = '', anchor] = target.split('#');
        assertLinkResolves(page, path === '' ? page : normalize(join(dirname(page), path)), anchor);
      }
    });
  }

  it('in examples and issue forms, and absolute links to this repository, refer to existing pages', () => {
    const blob = String.raw`github\.com/salesforce-jwt-auth/salesforce-jwt-auth/blob/[\w.-]+/`;
    const pageReference = new RegExp(
      `(?:${blob}|Explained in )([\\w./-]+\\.md)(?:#([\\w-]+))?`,
      'g',
    );
    for (const file of files('examples/*.yml', '.github/**/*.{yml,md}', '*.md', 'docs/*.md')) {
      for (const [, page = '', anchor] of readText(file).matchAll(pageReference)) {
        assertLinkResolves(file, page, anchor);
      }
    }
  });

  it('lead from README.md to every page in docs', () => {
    const reachable = new Set(['README.md']);
    for (const page of reachable) {
      for (const [, target = ''] of prose(page).matchAll(/\]\((?!https?:)([^)\s#]+\.md)/g)) {
        reachable.add(normalize(join(dirname(page), target)));
      }
    }
    assert.deepEqual(
      files('docs/*.md').filter((page) => !reachable.has(page)),
      [],
    );
  });
});

const SOURCE_FILE = /^[\w./-]+\.(?:[cm]?[jt]s|py)$/;

describe('the names of source files', () => {
  const sources = files('**/*.{ts,mts,cts,js,mjs,cjs,py}');

  for (const page of pages) {
    it(`in ${page} are those of existing files`, () => {
      const text = withoutGeneratedParts(prose(page));
      for (const [, name = ''] of text.matchAll(/`([^`\n]+)`/g)) {
        if (!SOURCE_FILE.test(name)) continue;
        assert.ok(
          sources.some((file) => `/${file}`.endsWith(`/${name}`)),
          `${page} names ${name}, which does not exist`,
        );
      }
    });
  }
});

/** Maximum number of words per page. Pages should be short enough to be read completely. */
const LIMITS: Readonly<Record<string, number>> = {
  'README.md': 1900,
  'docs/at-scale.md': 2900,
  'docs/connected-apps.md': 500,
  'docs/copies.md': 700,
  'docs/key-services.md': 1450,
  'docs/migrate.md': 2400,
  'docs/owning.md': 1500,
  'docs/performance.md': 900,
  'docs/platforms.md': 700,
  'docs/recipes.md': 3000,
  'docs/rotation.md': 1300,
  'docs/security.md': 2500,
  'docs/setup.md': 2800,
  'docs/troubleshooting.md': 16000,
  'docs/vaults.md': 1300,
};

/** Counts the words of a page without numbers, comments, generated parts and README.md's tables. */
export function wordsOf(page: string): number {
  const text = withoutGeneratedParts(readText(page)).replace(/<!--[\s\S]*?-->/g, '');
  const prose = page === 'README.md' ? text.replace(/^\|.*$/gm, '') : text;
  return prose.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length;
}

describe('the length of a page', () => {
  for (const [page, limit] of Object.entries(LIMITS)) {
    it(`is at most ${limit} words: ${page}`, () => {
      const words = wordsOf(page);
      assert.ok(words <= limit, `${page} has ${words} words: shorten it.`);
    });
  }

  it('is limited for every page in docs except architecture.md', () => {
    const unlimited = files('docs/*.md').filter((page) => !(page in LIMITS));
    assert.deepEqual(unlimited, ['docs/architecture.md']);
  });
});

describe('the spelling', () => {
  for (const page of files(
    '*.md',
    'docs/*.md',
    'examples/*.yml',
    'action.yml',
    '.github/**/*.{yml,md}',
  )) {
    it(`is American in ${page}`, () => {
      const match =
        /\b(licence|behaviour|colour|centre|favour|(author|initial|organ|recogn|synchron)is(e|ing))/i.exec(
          readText(page),
        );
      assert.equal(match?.[0], undefined);
    });
  }
});

describe('an example', () => {
  for (const file of files('examples/*.yml')) {
    it(`states its purpose, its requirements and the page that explains it in its first lines: ${file}`, () => {
      const head = /^(?:#.*\n)+/.exec(readText(file))?.[0] ?? '';
      for (const pattern of [/^# \S/, /^# Requires: /m, /Explained in docs\/[\w-]+\.md/]) {
        assert.match(head, pattern);
      }
    });

    it(`is linked from a page: ${file}`, () => {
      assert.ok(files('docs/*.md').some((page) => readText(page).includes(`../${file}`)));
    });

    it(`uses only secrets and variables that docs/setup.md or its first lines explain: ${file}`, () => {
      const text = readText(file);
      const head = /^(?:#.*\n)+/.exec(text)?.[0] ?? '';
      for (const [, name = ''] of text.matchAll(/\b(?:secrets|vars)\.(\w+)/g)) {
        const isExplained =
          readText('docs/setup.md').includes(`\`${name}\``) || head.includes(name);
        assert.ok(isExplained, `${file}: ${name} is not explained.`);
      }
    });
  }
});

describe('the lifetime of an assertion', () => {
  const lifetimes = [
    ['docs/migrate.md', /^\| `exp` \| (\d+) minutes from now/m],
    ['docs/security.md', /^ *Salesforce accepts it for (\d+) minutes/m],
  ] as const;
  for (const [page, pattern] of lifetimes) {
    it(`in ${page} equals the one in src/salesforce/assertion.ts`, () => {
      const [, minutes] = pattern.exec(readText(page)) ?? [];
      assert.equal(Number(minutes) * 60, LIFETIME_SECONDS);
    });
  }

  it('after a clock correction, as stated in docs/security.md, is the usual lifetime plus the maximum skew', () => {
    const text = readText('docs/security.md');
    const [, longest] = /or for up to (\d+) after a clock correction/.exec(text) ?? [];
    const [, skew] = /differs from the runner's clock by up to (\d+)\s+minutes/.exec(text) ?? [];
    assert.equal(Number(skew) * 60, MAX_SKEW_SECONDS);
    assert.equal(Number(longest) * 60, MAX_SKEW_SECONDS + LIFETIME_SECONDS);
  });
});

describe('versions', () => {
  const rows = readText('docs/platforms.md').matchAll(
    /^\| ([^|]+) \| (v?\d[\d.]+) \| \[[^\]]*\]\(\.\.\/(examples\/[^)]+)\) \|$/gm,
  );
  for (const [, program, version = '', file = ''] of rows) {
    it(`of ${program} in docs/platforms.md and in ${file} are the same`, () => {
      assert.ok(readText(file).includes(version));
    });
  }
});
