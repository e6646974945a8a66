import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { describe, it } from 'node:test';

const EXIT_MODULE = new URL('../../src/runner/exit.ts', import.meta.url).href;

interface ProgramExit {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program that calls `runAndExit`, and returns its exit code and output. The program prints
 * `forced` when process.exit is called.
 */
async function runProgram(program: string, { closeStdout = false } = {}): Promise<ProgramExit> {
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

describe('runAndExit', () => {
  it('lets the process exit on its own, with the returned exit code', async () => {
    const result = await runProgram('await runAndExit(async () => 3, 1)');
    assert.deepEqual(result, { exitCode: 3, stdout: '', stderr: '' });
  });

  it('forces the exit if something keeps the process alive', async () => {
    const result = await runProgram(
      'setInterval(() => {}, 1e6); await runAndExit(async () => 3, 1)',
    );
    assert.deepEqual(result, { exitCode: 3, stdout: 'forced\n', stderr: '' });
  });

  it('exits only after all output is written', async () => {
    const { stdout } = await runProgram(
      'await runAndExit(async () => { process.stdout.write("x".repeat(3e5)); return 0; }, 1)',
    );
    assert.equal(stdout.length, 3e5);
  });

  for (const [exitCodeOnError, level] of [
    [0, 'warning'],
    [1, 'error'],
  ] as const) {
    it(`exits with ${exitCodeOnError} and one ${level} without a stack trace if the given function throws`, async () => {
      const expression = "Object.assign(new Error('a secret'), { code: 'EMFILE' })";
      const result = await runProgram(
        `await runAndExit(() => Promise.reject(${expression}), ${exitCodeOnError})`,
      );
      const line = `::${level}::The action stopped because of an unexpected error: EMFILE\n`;
      assert.deepEqual(result, { exitCode: exitCodeOnError, stdout: line, stderr: '' });
    });
  }

  it('prints the name of an error that has no code', async () => {
    const { stdout } = await runProgram(
      'await runAndExit(async () => { throw new TypeError("x") }, 1)',
    );
    assert.match(stdout, /unexpected error: TypeError$/m);
  });

  it('prints no stack trace if standard output is closed (EPIPE)', async () => {
    // Prints more than a pipe can buffer, so that a write is certain to fail.
    const writeLoop =
      'for (let i = 0; i < 50; i++) { process.stdout.write("x".repeat(1e5)); await null; }';
    const wait = 'await new Promise((resolve) => setTimeout(resolve, 100));';
    const program = `await runAndExit(async () => { ${wait} ${writeLoop} ${wait} return 0; }, 1)`;
    assert.deepEqual(await runProgram(program, { closeStdout: true }), {
      exitCode: 0,
      stdout: '',
      stderr: '',
    });
  });
});
