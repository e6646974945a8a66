import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { CATALOG } from '../../../src/diagnosis/catalog/complete.ts';
import type { CatalogEntry } from '../../../src/diagnosis/catalog/entry.ts';
import { FALLBACK_ENTRIES } from '../../../src/diagnosis/catalog/fallbacks.ts';
import { anchorOf } from '../../../src/diagnosis/help-url.ts';
import { isRecord } from '../../../src/json.ts';

const assertUnique = (values: readonly string[]) => assert.deepEqual([...new Set(values)], values);

// No test is needed to check that each error code has an entry: the type CatalogedErrorCode makes
// the compiler check it.
describe('the catalog', () => {
  it('lists each error code once', () =>
    assertUnique(CATALOG.flatMap(({ errorCodes = [] }) => errorCodes)));

  it('lists each network code, service error, phrase and Salesforce error once', () => {
    // Key services have their own entries for the codes of connection errors, so a code is unique
    // only for each kind of request.
    assertUnique(
      CATALOG.flatMap(({ networkCodes = [], request = '' }) =>
        networkCodes.map((code) => `${request} ${code}`),
      ),
    );
    assertUnique(CATALOG.flatMap(({ serviceErrors = [] }) => serviceErrors));
    assertUnique(CATALOG.flatMap(({ phrases = [] }) => phrases));
    assertUnique(
      CATALOG.flatMap(({ salesforceErrors = [], errorWithoutDescription }) => [
        ...salesforceErrors,
        ...(errorWithoutDescription ? [errorWithoutDescription] : []),
      ]),
    );
  });

  it('gives each entry a unique ID and a unique anchor', () => {
    assertUnique(CATALOG.map(({ id }) => id));
    assertUnique(CATALOG.map(({ title }) => anchorOf(title)));
  });

  it('gives two causes the same ID if, and only if, they have the same texts', () => {
    const causes = CATALOG.flatMap((entry) => entry.causes);
    for (const [id, variants] of Map.groupBy(causes, (cause) => cause.id)) {
      const texts = variants.map(({ explanation, fix, appliesIf = '', snippet = [] }) =>
        JSON.stringify([explanation, fix, appliesIf, snippet]),
      );
      assert.equal(new Set(texts).size, 1, id);
    }
    for (const [text, variants] of Map.groupBy(causes, ({ explanation, fix }) => explanation + fix))
      assert.equal(new Set(variants.map(({ id }) => id)).size, 1, text);
  });

  it('contains every entry that a file in its folder exports', async () => {
    const isEntry = (value: unknown): value is CatalogEntry =>
      isRecord(value) && 'title' in value && 'causes' in value;
    const folder = new URL('../../../src/diagnosis/catalog/', import.meta.url);
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      const exported: unknown[] = Object.values(await import(new URL(file, folder).href));
      for (const entry of exported.flat().filter(isEntry))
        assert.ok(
          CATALOG.includes(entry),
          `${file}: add “${entry.title}” to the index.ts beside it.`,
        );
    }
  });

  it('consists of plain data', () => assert.deepEqual(structuredClone(CATALOG), CATALOG));

  it('gives every entry at least one cause', () => {
    for (const { id, causes } of CATALOG) assert.notEqual(causes.length, 0, id);
  });

  it('lists the catch-all entries last', () =>
    assert.deepEqual(CATALOG.slice(-FALLBACK_ENTRIES.length), FALLBACK_ENTRIES));

  it('contains no text that looks like a secret', () =>
    assert.doesNotMatch(JSON.stringify(CATALOG), /MII[A-Za-z0-9+/]{10}|eyJ|00D\w{12,15}!/));
});
