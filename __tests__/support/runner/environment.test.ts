import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { stepEnvironment } from '../../../support/runner/environment.ts';
import { makeFolder } from '../../helpers/folders.ts';

describe('the environment of a step', () => {
  it('contains every input of action.yml with its value, its default or an empty string', () => {
    const inputs = { username: 'ci@acme.com' };
    const env = stepEnvironment(makeFolder('step'), { inputs });
    assert.equal(env['INPUT_USERNAME'], 'ci@acme.com');
    assert.equal(env['INPUT_LOGIN-URL'], 'https://login.salesforce.com');
    assert.equal(env['INPUT_PRIVATE-KEY'], '');
  });

  it('cannot contain an input that action.yml does not declare', () => {
    const inputs = { 'user-name': 'ci@acme.com' };
    assert.throws(
      () => stepEnvironment(makeFolder('step'), { inputs }),
      /no input named user-name/,
    );
  });

  it('contains the saved state, and no inputs if there are none', () => {
    const env = stepEnvironment(makeFolder('step'), { state: { 'access-token': 'x' } });
    assert.equal(env['STATE_access-token'], 'x');
    assert.deepEqual(
      Object.keys(env).filter((name) => name.startsWith('INPUT_')),
      [],
    );
  });

  it('contains the paths of empty command files', () => {
    const { GITHUB_OUTPUT = '', GITHUB_STEP_SUMMARY = '' } = stepEnvironment(
      makeFolder('step'),
      {},
    );
    for (const file of [GITHUB_OUTPUT, GITHUB_STEP_SUMMARY]) {
      assert.equal(readFileSync(file, 'utf8'), '');
    }
  });

  it('contains the home and temporary folders under the names used on every platform', () => {
    const folder = makeFolder('step');
    const env = stepEnvironment(folder, {});
    const { HOME = '', USERPROFILE, RUNNER_TEMP = '', TMPDIR, TEMP, TMP } = env;
    assert.deepEqual([HOME, USERPROFILE], [join(folder, 'home'), HOME]);
    assert.deepEqual([TMPDIR, TEMP, TMP], [RUNNER_TEMP, RUNNER_TEMP, RUNNER_TEMP]);
    assert.ok(existsSync(HOME) && existsSync(RUNNER_TEMP));
    assert.equal(stepEnvironment(folder, { home: dirname(folder) })['HOME'], dirname(folder));
  });

  it('inherits only the listed variables from the process', () => {
    process.env['A_SECRET_OF_MINE'] = 'x';
    const env = stepEnvironment(makeFolder('step'), { env: { CI: undefined, RUNNER_DEBUG: '1' } });
    delete process.env['A_SECRET_OF_MINE'];
    assert.deepEqual([env['A_SECRET_OF_MINE'], env['RUNNER_DEBUG']], [undefined, '1']);
    assert.ok(!('CI' in env), 'a job can remove a variable');
  });
});
