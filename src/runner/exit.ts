import { EOL } from 'node:os';

/** How long an open handle may keep the process alive, in milliseconds. */
const EXIT_GRACE_MS = 500;

/**
 * Runs `work` and ends the process with its exit code. The process ends by itself where nothing is
 * open any more; a forced end with sockets open is said to crash some builds of Node for Windows.
 * @param exitCodeOnError the exit code if `work` throws
 */
export async function runAndExit(
  main: () => Promise<number>,
  exitCodeOnError: 0 | 1,
): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    // Nobody listens any more (EPIPE). What `work` does counts all the same.
    stream.on('error', () => undefined);
  }
  try {
    process.exitCode = await main();
  } catch (error) {
    process.exitCode = exitCodeOnError;
    // The message and the stack may hold anything. It comes from Node: a file that cannot be loaded.
    const { code, name } = error as NodeJS.ErrnoException;
    const level = exitCodeOnError === 0 ? 'warning' : 'error';
    process.stdout.write(`::${level}::This action was broken off: ${code ?? name}${EOL}`);
  }
  setTimeout(() => process.exit(), EXIT_GRACE_MS).unref();
}
