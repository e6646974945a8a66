import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { Entry } from '../../../src/diagnosis/catalogue/entry.ts';
import { CATALOGUE } from '../../../src/diagnosis/catalogue/index.ts';
import { UNLISTED_ENTRIES } from '../../../src/diagnosis/catalogue/unlisted.ts';
import { anchorOf } from '../../../src/diagnosis/diagnose.ts';
import { isRecord } from '../../../src/salesforce/answer.ts';

const once = (values: readonly string[]) => assert.deepEqual([...new Set(values)], values);

// That each problem has an entry at all is the compiler's to say: see ListedProblem.
describe('the catalogue', () => {
  it('lists each problem of our own once', () =>
    once(CATALOGUE.flatMap(({ problems = [] }) => problems)));

  it('lists each code and each phrase once', () => {
    once(CATALOGUE.flatMap(({ codes = [] }) => codes));
    once(CATALOGUE.flatMap(({ says = [] }) => says));
    once(CATALOGUE.flatMap(({ errors = [], bare }) => [...errors, ...(bare ? [bare] : [])]));
  });

  it('has one entry for each title, and so for each anchor of the help page', () =>
    once(CATALOGUE.map(({ title }) => anchorOf(title))));

  it('lists every entry that one of its files has', async () => {
    const isEntry = (it: unknown): it is Entry => isRecord(it) && 'title' in it && 'causes' in it;
    const folder = new URL('../../../src/diagnosis/catalogue/', import.meta.url);
    for (const file of readdirSync(folder)) {
      const exported: unknown[] = Object.values(await import(new URL(file, folder).href));
      for (const entry of exported.flat().filter(isEntry))
        assert.ok(CATALOGUE.includes(entry), `${file}: add “${entry.title}” to index.ts.`);
    }
  });

  it('is plain data', () => assert.deepEqual(structuredClone(CATALOGUE), CATALOGUE));

  it('names a cause and a cure in every entry', () => {
    for (const { title, causes } of CATALOGUE) {
      assert.ok(causes.length > 0, title);
      for (const { what, fix } of causes) assert.ok(what && fix, title);
    }
  });

  it('matches everything that is left last', () =>
    assert.deepEqual(CATALOGUE.slice(-UNLISTED_ENTRIES.length), UNLISTED_ENTRIES));

  it('holds nothing that looks like a secret', () =>
    assert.doesNotMatch(JSON.stringify(CATALOGUE), /MII[A-Za-z0-9+/]{10}|eyJ|00D\w{12,15}!/));
});
