import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runProgram } from '../../../support/runner/program.ts';

const node = (code: string, timeoutMs?: number) =>
  runProgram(process.execPath, ['-e', code], {
    env: { SystemRoot: process.env['SystemRoot'] },
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });

describe('a program', () => {
  it('ends with its exit code and both of its streams', async () => {
    const result = await node('console.log("ü"); console.error("no"); process.exitCode = 3');
    assert.deepEqual([result.exitCode, result.stdout, result.stderr], [3, 'ü\n', 'no\n']);
    assert.ok(result.printed.includes('ü\n') && result.printed.includes('no\n'));
    assert.ok(result.milliseconds > 0);
  });

  it('has no environment but its own', async () => {
    process.env['A_SECRET_OF_MINE'] = 'x';
    const { stdout } = await node('console.log(process.env.A_SECRET_OF_MINE)');
    delete process.env['A_SECRET_OF_MINE'];
    assert.equal(stdout, 'undefined\n');
  });

  it('that hangs is ended, and has no exit code', async () => {
    const { exitCode } = await node('setInterval(() => undefined, 1000)', 300);
    assert.equal(exitCode, null);
  });

  it('that is not there is an error', async () => {
    await assert.rejects(runProgram('no-such-program', [], { env: {} }), { code: 'ENOENT' });
  });
});
