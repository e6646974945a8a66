import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { filesContaining, visibleFragments } from './traces.ts';

const TOKEN = '00D5g00000AcmeA!AQcAQH0dMHZfz972Szmpkb58urFRkgeBGsxL_QJWwYMfAbUeeG7c1E6LYUfiDUkWe6';

it('filesContaining finds a token in plain text and in base64 after any number of bytes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'traces-'));
  const files = { plain: `{"a":"${TOKEN}"}`, none: TOKEN.slice(1), ...base64Files() };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  assert.deepEqual(filesContaining(folder, TOKEN), ['offset-0', 'offset-1', 'offset-2', 'plain']);
  rmSync(folder, { recursive: true });
});

it('visibleFragments finds a token that is split into lines', () => {
  assert.notDeepEqual(visibleFragments(`${TOKEN.slice(0, 50)}\n ${TOKEN.slice(50)}`, TOKEN), []);
  assert.deepEqual(visibleFragments(`Org ${TOKEN.slice(0, 15)}: ***`, TOKEN), []);
});

function base64Files(): Record<string, string> {
  const encoded = [0, 1, 2].map((prefixLength) => [
    `offset-${prefixLength}`,
    Buffer.from(`${':'.repeat(prefixLength)}${TOKEN}:`).toString('base64'),
  ]);
  return Object.fromEntries(encoded);
}
