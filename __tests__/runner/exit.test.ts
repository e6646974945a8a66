import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { describe, it } from 'node:test';

const EXIT_MODULE = new URL('../../src/runner/exit.ts', import.meta.url).href;

interface ProgramExit {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program in which `runAndExit` is there, and `forced()` tells of a forced end. */
async function runProgram(
  program: string,
  { deaf: closeStdout = false } = {},
): Promise<ProgramExit> {
  const code = `
    import { runAndExit } from ${JSON.stringify(EXIT_MODULE)};
    const { exit } = process;
    process.exit = (...code) => { console.log('forced'); exit(...code); };
    ${program}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const result = { stdout: '', stderr: '' };
  if (closeStdout) child.stdout.destroy();
  else
    child.stdout.on('data', (chunk) => {
      result.stdout += chunk;
    });
  child.stderr.on('data', (chunk) => {
    result.stderr += chunk;
  });
  const exitCode = await new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  return { exitCode, ...result };
}

describe('the process ends', () => {
  it('by itself, with the exit code of the road', async () => {
    const result = await runProgram('await runAndExit(async () => 3, 1)');
    assert.deepEqual(result, { exitCode: 3, stdout: '', stderr: '' });
  });

  it('by force where something does not let go', async () => {
    const result = await runProgram(
      'setInterval(() => {}, 1e6); await runAndExit(async () => 3, 1)',
    );
    assert.deepEqual(result, { exitCode: 3, stdout: 'forced\n', stderr: '' });
  });

  it('after all that was said is out', async () => {
    const { stdout } = await runProgram(
      'await runAndExit(async () => { process.stdout.write("x".repeat(3e5)); return 0; }, 1)',
    );
    assert.equal(stdout.length, 3e5);
  });

  for (const [exitCodeOnError, level] of [
    [0, 'warning'],
    [1, 'error'],
  ] as const) {
    it(`with ${exitCodeOnError}, and one ${level} without a stack, where the road breaks off`, async () => {
      const expression = "Object.assign(new Error('a secret'), { code: 'EMFILE' })";
      const result = await runProgram(
        `await runAndExit(() => Promise.reject(${expression}), ${exitCodeOnError})`,
      );
      const line = `::${level}::This action was broken off: EMFILE\n`;
      assert.deepEqual(result, { exitCode: exitCodeOnError, stdout: line, stderr: '' });
    });
  }

  it('with the name of an error that has no code', async () => {
    const { stdout } = await runProgram(
      'await runAndExit(async () => { throw new TypeError("x") }, 1)',
    );
    assert.match(stdout, /broken off: TypeError$/m);
  });

  it('without a stack where nobody reads what it says (EPIPE)', async () => {
    // More than a pipe holds, so that the reader is missed for certain.
    const writeLoop =
      'for (let i = 0; i < 50; i++) { process.stdout.write("x".repeat(1e5)); await null; }';
    const wait = 'await new Promise((resolve) => setTimeout(resolve, 100));';
    const program = `await runAndExit(async () => { ${wait} ${writeLoop} ${wait} return 0; }, 1)`;
    assert.deepEqual(await runProgram(program, { deaf: true }), {
      exitCode: 0,
      stdout: '',
      stderr: '',
    });
  });
});
