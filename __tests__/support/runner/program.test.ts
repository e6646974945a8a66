import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runProgram } from '../../../support/runner/program.ts';

const node = (code: string, timeoutMs?: number) =>
  runProgram(process.execPath, ['-e', code], {
    env: { SystemRoot: process.env['SystemRoot'] },
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });

describe('runProgram', () => {
  it('returns exit code, standard output and standard error', async () => {
    const result = await node('console.log("ü"); console.error("no"); process.exitCode = 3');
    assert.deepEqual([result.exitCode, result.stdout, result.stderr], [3, 'ü\n', 'no\n']);
    assert.ok(result.printed.includes('ü\n') && result.printed.includes('no\n'));
    assert.ok(result.milliseconds > 0);
  });

  it('does not pass on the environment of the process', async () => {
    process.env['PARENT_VARIABLE'] = 'x';
    const { stdout } = await node('console.log(process.env.PARENT_VARIABLE)');
    delete process.env['PARENT_VARIABLE'];
    assert.equal(stdout, 'undefined\n');
  });

  it('kills a program that exceeds the timeout and returns no exit code', async () => {
    const { exitCode } = await node('setInterval(() => undefined, 1000)', 300);
    assert.equal(exitCode, null);
  });

  it('rejects its promise if the program does not exist', async () => {
    await assert.rejects(runProgram('no-such-program', [], { env: {} }), { code: 'ENOENT' });
  });
});
