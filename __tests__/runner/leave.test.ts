import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { describe, it } from 'node:test';

const LEAVE = new URL('../../src/runner/leave.ts', import.meta.url).href;

interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program in which `leaveAfter` is there, and `forced()` tells of a forced end. */
async function run(program: string, { deaf = false } = {}): Promise<Ended> {
  const code = `
    import { leaveAfter } from ${JSON.stringify(LEAVE)};
    const { exit } = process;
    process.exit = (...code) => { console.log('forced'); exit(...code); };
    ${program}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = { stdout: '', stderr: '' };
  if (deaf) child.stdout.destroy();
  else
    child.stdout.on('data', (chunk) => {
      ended.stdout += chunk;
    });
  child.stderr.on('data', (chunk) => {
    ended.stderr += chunk;
  });
  const exitCode = await new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  return { exitCode, ...ended };
}

describe('the process ends', () => {
  it('by itself, with the exit code of the road', async () => {
    const ended = await run('await leaveAfter(async () => 3, 1)');
    assert.deepEqual(ended, { exitCode: 3, stdout: '', stderr: '' });
  });

  it('by force where something does not let go', async () => {
    const ended = await run('setInterval(() => {}, 1e6); await leaveAfter(async () => 3, 1)');
    assert.deepEqual(ended, { exitCode: 3, stdout: 'forced\n', stderr: '' });
  });

  it('after all that was said is out', async () => {
    const { stdout } = await run(
      'await leaveAfter(async () => { process.stdout.write("x".repeat(3e5)); return 0; }, 1)',
    );
    assert.equal(stdout.length, 3e5);
  });

  for (const [otherwise, level] of [
    [0, 'warning'],
    [1, 'error'],
  ] as const) {
    it(`with ${otherwise}, and one ${level} without a stack, where the road breaks off`, async () => {
      const thrown = "Object.assign(new Error('a secret'), { code: 'EMFILE' })";
      const ended = await run(`await leaveAfter(() => Promise.reject(${thrown}), ${otherwise})`);
      const line = `::${level}::This action was broken off: EMFILE\n`;
      assert.deepEqual(ended, { exitCode: otherwise, stdout: line, stderr: '' });
    });
  }

  it('with the name of an error that has no code', async () => {
    const { stdout } = await run('await leaveAfter(async () => { throw new TypeError("x") }, 1)');
    assert.match(stdout, /broken off: TypeError$/m);
  });

  it('without a stack where nobody reads what it says (EPIPE)', async () => {
    // More than a pipe holds, so that the reader is missed for certain.
    const talk =
      'for (let i = 0; i < 50; i++) { process.stdout.write("x".repeat(1e5)); await null; }';
    const wait = 'await new Promise((resolve) => setTimeout(resolve, 100));';
    const program = `await leaveAfter(async () => { ${wait} ${talk} ${wait} return 0; }, 1)`;
    assert.deepEqual(await run(program, { deaf: true }), { exitCode: 0, stdout: '', stderr: '' });
  });
});
