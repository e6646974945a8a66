import spawn from 'cross-spawn';

export interface ProcessOptions {
  readonly program: 'sf' | 'gh' | 'git' | 'aws' | 'gcloud' | 'az';
  readonly args: readonly string[];
  readonly input?: string;
  readonly folder?: string;
  /** True if the program reads from the terminal and writes to it. */
  readonly interactive?: boolean;
}

export interface ProcessResult {
  /** Undefined if the program is not installed. */
  readonly exitCode: number | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program until it exits. If the signal is aborted, terminates the program and its child
 * processes.
 */
export function runProcess(
  { program, args, input, folder, interactive = false }: ProcessOptions,
  env: Readonly<NodeJS.ProcessEnv>,
  signal: AbortSignal,
): Promise<ProcessResult> {
  // Use cross-spawn instead of node:child_process: on Windows, sf is a batch file, and cross-spawn
  // quotes its arguments for cmd.exe.
  const child = spawn(program, args, {
    cwd: folder,
    env: cleanEnv(env),
    stdio: interactive ? 'inherit' : 'pipe',
    // Start the program in its own process group, so that Ctrl-C in the terminal only interrupts this
    // command, which then terminates the program.
    detached: !interactive && process.platform !== 'win32',
    windowsHide: true,
  });
  const terminate = (): void => {
    if (child.pid === undefined || interactive || process.platform === 'win32')
      child.kill('SIGTERM');
    else if (!terminateGroup(child.pid)) {
      // The program has exited, but a process outside its group still has its streams open.
      for (const stream of [child.stdout, child.stderr]) stream?.destroy();
    }
  };
  signal.addEventListener('abort', terminate);
  const streams = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
      streams[name] += chunk;
    });
  }
  // Ignore EPIPE: if the program exits without reading its input, its exit code shows the reason.
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

/** Returns false if the process group has no process any more. */
function terminateGroup(pid: number): boolean {
  try {
    return process.kill(-pid, 'SIGTERM');
  } catch {
    return false;
  }
}

function cleanEnv(env: Readonly<NodeJS.ProcessEnv>): NodeJS.ProcessEnv {
  // Omit the variables that make the programs print secrets.
  const { DEBUG: _, GH_DEBUG: __, SF_LOG_LEVEL: ___, SF_TEMP_SHOW_SECRETS: ____, ...rest } = env;
  return {
    ...rest,
    // Prevent sf from updating itself between two commands.
    SF_DISABLE_AUTOUPDATE: 'true',
    SF_SKIP_NEW_VERSION_CHECK: 'true',
    GH_NO_UPDATE_NOTIFIER: '1',
    GH_PROMPT_DISABLED: '1',
  };
}
