import { spawn } from 'node:child_process';

export interface ProgramOptions {
  /** The complete environment of the program, which inherits no variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Time after which the program is killed; its exit code is then null. */
  readonly timeoutMs?: number;
  /** Sends SIGINT to the program, as the runner does first when a job is canceled. */
  readonly cancel?: AbortSignal;
}

export interface ProgramResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output and standard error combined, in the order in which they were written. */
  readonly printed: string;
  /** Duration from start to exit. */
  readonly milliseconds: number;
}

/** Runs a program and waits until it exits. */
export async function runProgram(
  program: string,
  args: readonly string[],
  { env, cwd, timeoutMs, cancel }: ProgramOptions,
): Promise<ProgramResult> {
  const started = performance.now();
  const child = spawn(program, args, {
    env,
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  cancel?.addEventListener('abort', () => child.kill('SIGINT'), { once: true });
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
