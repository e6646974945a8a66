import { generateKeyPair, type KeyObject } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import input from '@inquirer/input';
import { runStep, type StepResult } from '../support/runner/step.ts';
import { Interrupted } from './errors.ts';
import { type ProcessOptions, type ProcessResult, runProcess } from './process.ts';
import type { Redactor } from './redactor.ts';

/** Everything that the command uses from its environment. Tests pass a fake. */
export interface SetupRuntime {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder to which relative paths refer. */
  readonly folder: string;
  /** The operating system's folder for temporary files. */
  readonly systemTempFolder: string;
  /** True if a user can answer prompts. */
  readonly isTerminal: boolean;
  run(command: ProcessOptions): Promise<ProcessResult>;
  /** Runs the built action as GitHub's runner does. */
  signIn(inputs: Readonly<Record<string, string>>, env: SignInEnv): Promise<StepResult>;
  /** Generates an RSA key pair. */
  makeKeys(bits: number): Promise<Keys>;
  /** Name of this machine and ID of this process, for the lock. */
  readonly host: string;
  readonly pid: number;
  isRunning(pid: number): boolean;
  /** Width of the terminal. Undefined if standard error is not a terminal that can redraw a line. */
  readonly columns: number | undefined;
  /** Stream on which the spinner is shown. */
  readonly stream: NodeJS.WriteStream;
  writeFile(path: string, text: string, options: WriteOptions): void;
  now(): number;
  /** @throws Interrupted when Ctrl-C is pressed */
  pause(milliseconds: number): Promise<void>;
  ask(question: string): Promise<string>;
  /** Writes text that has already been redacted. */
  write(stream: 'stdout' | 'stderr', text: string): void;
  /** Ignores Ctrl-C from now on, so that it cannot interrupt a rollback. */
  ignoreSignals(): void;
}

export interface Keys {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export interface WriteOptions {
  readonly mode?: number;
  /** `wx` does not follow symbolic links, and fails if the file exists. */
  readonly flag?: 'w' | 'wx';
}

type SignInEnv = Readonly<Record<string, string | undefined>>;

export const makeKeys = (bits: number): Promise<Keys> =>
  promisify(generateKeyPair)('rsa', { modulusLength: bits });

/** Signals sent by Ctrl-C, by `kill` and when a terminal is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export function createRuntime(isJson: boolean): SetupRuntime {
  const { env } = process;
  let interruption = new AbortController();
  for (const signal of SIGNALS) process.on(signal, () => interruption.abort());
  // After a terminal is closed, every write fails, but the rollback must continue.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const throwIfInterrupted = (): void => {
    if (interruption.signal.aborted) throw new Interrupted();
  };
  return {
    env,
    folder: env['INIT_CWD'] ?? process.cwd(),
    systemTempFolder: tmpdir(),
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
    host: hostname(),
    pid: process.pid,
    isRunning,
    columns: terminalColumns(process.stderr, env['TERM']),
    stream: process.stderr,
    writeFile: writeFileSync,
    now: Date.now,
    async pause(milliseconds) {
      await pause(milliseconds, undefined, { signal: interruption.signal }).catch(() => undefined);
      throwIfInterrupted();
    },
    ask: (question) => ask(question, interruption.signal),
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

async function ask(message: string, signal: AbortSignal): Promise<string> {
  try {
    return (await input({ message }, { signal })).trim();
  } catch {
    // The user pressed Ctrl-C, or the input ended.
    throw new Interrupted();
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM means that the process runs as another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Returns a runtime that, if DEBUG is set, prints each program that is run, with its exit code and
 * its standard error.
 */
export function withDebug(runtime: SetupRuntime, redactor: Redactor): SetupRuntime {
  if (!runtime.env['DEBUG']) return runtime;
  return {
    ...runtime,
    async run(command) {
      const started = runtime.now();
      const result = await runtime.run(command);
      const commandText = [command.program, ...command.args].join(' ');
      const exit = `exit code ${result.exitCode ?? 'none'}, ${runtime.now() - started} ms`;
      const lines = [`$ ${commandText}`, `  ${exit}`, result.stderr.trim()];
      const text = lines.filter((line) => line !== '').join('\n');
      runtime.write('stderr', redactor.redact(`${text}\n`));
      return result;
    },
  };
}

/**
 * Returns the width of the terminal, or undefined if the output is no terminal that can redraw a line. Some
 * terminals report a width of 0, with which the spinner would never end.
 */
export function terminalColumns(
  { isTTY, columns }: { readonly isTTY?: boolean; readonly columns?: number },
  term: string | undefined,
): number | undefined {
  return isTTY === true && term !== 'dumb' && columns !== 0 ? columns : undefined;
}
