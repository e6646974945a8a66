import { spawn } from 'node:child_process';

export interface ProgramOptions {
  /** The whole environment of the program: nothing is inherited. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** After this the program is killed, and its exit code is null. */
  readonly timeoutMs?: number;
}

export interface ProgramResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams, in the order in which they came. */
  readonly printed: string;
  /** From before its start until it is gone. */
  readonly milliseconds: number;
}

/** Runs a program to its end and gives what it printed. */
export async function runProgram(
  program: string,
  args: readonly string[],
  { env, cwd, timeoutMs }: ProgramOptions,
): Promise<ProgramResult> {
  const started = performance.now();
  const child = spawn(program, args, {
    env,
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  const output = { stdout: '', stderr: '', printed: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text;
      output.printed += text;
    });
  }
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  return { exitCode, ...output, milliseconds: performance.now() - started };
}
