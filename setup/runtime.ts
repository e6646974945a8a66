import { spawn } from 'node:child_process';
import { generateKeyPair, type KeyObject } from 'node:crypto';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { runStep, type StepResult } from '../support/runner/step.ts';
import { Interrupted } from './errors.ts';

/** Everything outside the command: programs, the clock, the person, the screen. */
export interface SetupRuntime {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where relative paths begin. */
  readonly folder: string;
  /** Where its own folder is made, and removed at the end. */
  readonly tempFolder: string;
  /** Somebody is there to answer questions. */
  readonly isTerminal: boolean;
  run(command: ProcessOptions): Promise<ProcessResult>;
  /** Runs the built action as GitHub's runner does. */
  signIn(inputs: Readonly<Record<string, string>>, env: SignInEnv): Promise<StepResult>;
  /** A new RSA key, from the operating system's random numbers. */
  makeKeys(bits: number): Promise<Keys>;
  now(): number;
  /** Ends at once on Ctrl-C, with `Interrupted`. */
  pause(milliseconds: number): Promise<void>;
  ask(question: string): Promise<string>;
  /** To the screen; the text has been through the filter. */
  write(stream: 'stdout' | 'stderr', text: string): void;
  /** From now on Ctrl-C stops nothing: something is being put back. */
  ignoreSignals(): void;
}

export interface Keys {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

type SignInEnv = Readonly<Record<string, string | undefined>>;

export interface ProcessOptions {
  readonly program: 'sf' | 'gh' | 'git';
  readonly args: readonly string[];
  readonly input?: string;
  readonly folder?: string;
  /** The program talks to the person itself. */
  readonly interactive?: boolean;
}

export interface ProcessResult {
  /** Undefined where there is no such program. */
  readonly exitCode: number | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export const makeKeys = (bits: number): Promise<Keys> =>
  promisify(generateKeyPair)('rsa', { modulusLength: bits });

/** Ctrl-C, a polite kill, and a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export function createRuntime(isJson: boolean): SetupRuntime {
  const { env } = process;
  let interruption = new AbortController();
  for (const signal of SIGNALS) process.on(signal, () => interruption.abort());
  // A terminal that is closed takes nothing more; what is to be put back is put back all the same.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const throwIfInterrupted = (): void => {
    if (interruption.signal.aborted) throw new Interrupted();
  };
  return {
    env,
    folder: env['INIT_CWD'] ?? process.cwd(),
    tempFolder: tmpdir(),
    isTerminal: !isJson && process.stdin.isTTY === true && process.stdout.isTTY === true,
    async run(command) {
      throwIfInterrupted();
      const result = await runProcess(command, env, interruption.signal);
      throwIfInterrupted();
      return result;
    },
    async signIn(inputs, stepEnv) {
      throwIfInterrupted();
      const result = await runStep('main', { inputs, env: stepEnv });
      throwIfInterrupted();
      return result;
    },
    makeKeys,
    now: Date.now,
    async pause(milliseconds) {
      await pause(milliseconds, undefined, { signal: interruption.signal }).catch(() => undefined);
      throwIfInterrupted();
    },
    async ask(question) {
      const readline = createInterface({ input: process.stdin, output: process.stdout });
      try {
        return (await readline.question(question, { signal: interruption.signal })).trim();
      } catch {
        throw new Interrupted();
      } finally {
        readline.close();
      }
    },
    write: (stream, text) => void process[stream].write(text),
    ignoreSignals() {
      interruption = new AbortController();
      for (const signal of SIGNALS) {
        process.removeAllListeners(signal);
        process.on(signal, () => undefined);
      }
    },
  };
}

function runProcess(
  { program, args, input, folder, interactive = false }: ProcessOptions,
  env: SetupRuntime['env'],
  signal: AbortSignal,
): Promise<ProcessResult> {
  // DEBUG and its like would make the programs tell more than a filter should have to find.
  const {
    DEBUG: _,
    GH_DEBUG: __,
    SF_LOG_LEVEL: ___,
    SF_TEMP_SHOW_SECRETS: ____,
    ...cleanEnv
  } = env;
  const [file, fileArgs] = resolveExecutable(program, args);
  const child = spawn(file, fileArgs, {
    cwd: folder,
    env: {
      ...cleanEnv,
      // It must not replace itself between two commands.
      SF_DISABLE_AUTOUPDATE: 'true',
      SF_SKIP_NEW_VERSION_CHECK: 'true',
      GH_NO_UPDATE_NOTIFIER: '1',
      GH_PROMPT_DISABLED: '1',
    },
    stdio: interactive ? 'inherit' : 'pipe',
    // A terminal's Ctrl-C reaches everyone in the group; this command decides for the others.
    detached: !interactive && process.platform !== 'win32',
    windowsVerbatimArguments: file !== program,
    windowsHide: true,
  });
  const terminate = (): void => {
    if (child.pid === undefined || interactive || process.platform === 'win32')
      child.kill('SIGTERM');
    else process.kill(-child.pid, 'SIGTERM');
  };
  signal.addEventListener('abort', terminate);
  const streams = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
      streams[name] += chunk;
    });
  }
  // A program that ends without reading closes the pipe: its exit code says why.
  child.stdin?.on('error', () => undefined).end(input ?? '');
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') resolve({ exitCode: undefined, ...streams });
      else reject(error);
    });
    child.once('close', (exitCode) => {
      signal.removeEventListener('abort', terminate);
      resolve({ exitCode, ...streams });
    });
  });
}

/** On Windows `sf` is a batch file, and those are run by the command interpreter alone. */
function resolveExecutable(program: string, args: readonly string[]): [string, string[]] {
  if (process.platform !== 'win32' || program !== 'sf') return [program, [...args]];
  const line = ['sf', ...args].map((arg) => `"${arg.replaceAll('"', '""')}"`).join(' ');
  return ['cmd.exe', ['/d', '/s', '/c', `"${line}"`]];
}
