import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { CatalogEntry } from '../../../src/diagnosis/catalog/entry.ts';
import { FALLBACK_ENTRIES } from '../../../src/diagnosis/catalog/fallbacks.ts';
import { CATALOG } from '../../../src/diagnosis/catalog/index.ts';
import { anchorOf } from '../../../src/diagnosis/diagnose.ts';
import { isRecord } from '../../../src/json.ts';

const assertUnique = (values: readonly string[]) => assert.deepEqual([...new Set(values)], values);

// That each problem has an entry at all is the compiler's to say: see ListedProblem.
describe('the catalogue', () => {
  it('lists each problem of our own once', () =>
    assertUnique(CATALOG.flatMap(({ errorCodes = [] }) => errorCodes)));

  it('lists each code and each phrase once', () => {
    assertUnique(CATALOG.flatMap(({ networkCodes = [] }) => networkCodes));
    assertUnique(CATALOG.flatMap(({ phrases = [] }) => phrases));
    assertUnique(
      CATALOG.flatMap(({ salesforceErrors = [], errorWithoutDescription }) => [
        ...salesforceErrors,
        ...(errorWithoutDescription ? [errorWithoutDescription] : []),
      ]),
    );
  });

  it('has one entry for each title, and so for each anchor of the help page', () =>
    assertUnique(CATALOG.map(({ title }) => anchorOf(title))));

  it('lists every entry that one of its files has', async () => {
    const isEntry = (value: unknown): value is CatalogEntry =>
      isRecord(value) && 'title' in value && 'causes' in value;
    const folder = new URL('../../../src/diagnosis/catalog/', import.meta.url);
    for (const file of readdirSync(folder)) {
      const exported: unknown[] = Object.values(await import(new URL(file, folder).href));
      for (const entry of exported.flat().filter(isEntry))
        assert.ok(CATALOG.includes(entry), `${file}: add “${entry.title}” to index.ts.`);
    }
  });

  it('is plain data', () => assert.deepEqual(structuredClone(CATALOG), CATALOG));

  it('names a cause and a cure in every entry', () => {
    for (const { title, causes } of CATALOG) {
      assert.ok(causes.length > 0, title);
      for (const { explanation, fix } of causes) assert.ok(explanation && fix, title);
    }
  });

  it('matches everything that is left last', () =>
    assert.deepEqual(CATALOG.slice(-FALLBACK_ENTRIES.length), FALLBACK_ENTRIES));

  it('holds nothing that looks like a secret', () =>
    assert.doesNotMatch(JSON.stringify(CATALOG), /MII[A-Za-z0-9+/]{10}|eyJ|00D\w{12,15}!/));
});
