/** The documentation: every relative link and anchor leads somewhere. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { it } from 'node:test';
import { ROOT } from '../../simulator/runner/action.ts';

// Not what git lists: a downloaded ZIP has no git in it.
const pages = globSync(['**/*.md', '.github/**/*.md'], {
  cwd: ROOT,
  exclude: (path) => path.includes('node_modules'),
});

const prose = (page: string) =>
  readFileSync(join(ROOT, page), 'utf8').replace(/^(```|~~~)[\s\S]*?^\1/gm, '');

/** As GitHub makes them: lower case, no punctuation, hyphens for blanks, a number for a second one. */
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

for (const page of pages) {
  it(`every relative link in ${page} leads somewhere`, () => {
    const text = prose(page).replace(/`[^`\n]*`/g, '');
    for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      // GitHub's own pages, such as ../../issues/new/choose, exist only there.
      if (/^(https?:|mailto:|\.\.\/\.\.\/(issues|security))/.test(target)) continue;
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? page : normalize(join(dirname(page), path));
      assert.ok(existsSync(join(ROOT, file)), `${page}: ${target} does not exist`);
      if (anchor && file.endsWith('.md')) {
        assert.ok(anchorsOf(file).has(anchor), `${page}: ${target} has no such heading`);
      }
    }
  });
}
