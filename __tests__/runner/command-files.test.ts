import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { requireRunner } from '../../src/runner/command-files.ts';
import { RunnerError } from '../../src/runner/errors.ts';
import { thrownBy } from '../helpers/support.ts';

const folder = mkdtempSync(join(tmpdir(), 'command-files-'));
after(() => rmSync(folder, { recursive: true, maxRetries: 3 }));

const NAMES = ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_STATE'];
const env = Object.fromEntries(NAMES.map((name) => [name, join(folder, name)]));
for (const file of Object.values(env)) writeFileSync(file, '');

describe('a runner', () => {
  it('gives files to write to', () => assert.doesNotThrow(() => requireRunner(env)));

  for (const name of NAMES) {
    it(`that gives no ${name} is none`, async () => {
      const { [name]: _, ...rest } = env;
      const error = await thrownBy(() => requireRunner(rest));
      assert.ok(error instanceof RunnerError);
      assert.deepEqual([error.code, error.details], ['no-runner', { name }]);
    });
    it(`whose ${name} is not there is none`, async () => {
      const error = await thrownBy(() => requireRunner({ ...env, [name]: join(folder, 'no') }));
      assert.ok(error instanceof RunnerError);
      assert.deepEqual(error.details, { name });
    });
  }
});
