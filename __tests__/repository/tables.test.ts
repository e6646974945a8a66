/**
 * Tests that no table is much wider than a phone, because readers would have to scroll sideways.
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from '../../support/runner/action.ts';

const MAX_WIDTH = 375;
/** The padding and the border of a cell on GitHub. */
const CELL_PADDING = 27;
/** The estimated widths of a character in GitHub's fonts, and the padding of code. */
const CODE_CHARACTER = 8.2;
const TEXT_CHARACTER = 7.6;
const CODE_PADDING = 6;

type Row = readonly string[];

/** Returns the rows of each table without the line below the head. */
function tablesIn(page: string): Row[][] {
  const text = readFileSync(join(ROOT, page), 'utf8').replace(/^(```|~~~)[\s\S]*?^\1/gm, '');
  return [...text.matchAll(/(?:^ *\|.*\n)+/gm)].map(([table]) =>
    table
      .trim()
      .split('\n')
      .filter((line) => !/^[ |:-]+$/.test(line))
      .map((line) =>
        line
          .trim()
          .split(/(?<!\\)\|/)
          .slice(1, -1),
      ),
  );
}

/** Estimates the width of the longest part of a cell at which a browser does not break the line. */
function widthOf(cell: string): number {
  const text = cell.replace(/<[^>]*>/g, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
  const widths = [...text.matchAll(/`([^`]*)`|([^`]+)/g)].flatMap(([, code, plain = '']) =>
    code === undefined
      ? partsOf(plain.replaceAll('*', '')).map((part) => part.length * TEXT_CHARACTER)
      : partsOf(code).map((part) => part.length * CODE_CHARACTER + CODE_PADDING),
  );
  return Math.max(0, ...widths);
}

const partsOf = (text: string): readonly string[] => text.match(/[^\s–-]+[–-]*|[–-]+/g) ?? [];

function tableWidth(rows: readonly Row[]): number {
  const columns = (rows[0] ?? []).map((_, index) =>
    Math.max(...rows.map((row) => widthOf(row[index] ?? ''))),
  );
  return columns.reduce((sum, width) => sum + width + CELL_PADDING, 0);
}

describe('tables', () => {
  const pages = globSync(['*.md', 'docs/*.md', 'setup/*.md'], { cwd: ROOT });

  for (const page of pages) {
    it(`of ${page.replaceAll('\\', '/')} fit on a phone`, () => {
      for (const rows of tablesIn(page)) {
        const width = Math.round(tableWidth(rows));
        assert.ok(
          width <= MAX_WIDTH,
          `The table "${rows[0]?.join('|')}" is about ${width} px wide. Use fewer columns, shorter code, or a list.`,
        );
      }
    });
  }

  it('that have a long address in a cell are recognized as too wide', () => {
    assert.ok(tableWidth([['Input', '`https://acme--uat.sandbox.my.salesforce.com`']]) < MAX_WIDTH);
    const address = '`projects/1/locations/global/workloadIdentityPools/github`';
    assert.ok(tableWidth([['Variable', address]]) > MAX_WIDTH);
  });
});
