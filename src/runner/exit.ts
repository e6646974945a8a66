import { EOL } from 'node:os';
import { errorCode } from '../errors.ts';

/** Milliseconds for which an open handle may keep the process alive. */
const EXIT_GRACE_MS = 500;

/**
 * Runs `main` and exits with the code that it returns. The process exits on its own once no handle is
 * open, because forcing the exit with open sockets reportedly crashes some builds of Node for Windows.
 * @param exitCodeOnError the exit code if `main` throws
 */
export async function runAndExit(
  main: () => Promise<number>,
  exitCodeOnError: 0 | 1,
): Promise<void> {
  // Node would warn on stderr that connections are insecure, but the HTTP client verifies certificates
  // regardless of this variable.
  delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  for (const stream of [process.stdout, process.stderr]) {
    // Ignore EPIPE, so that `main` can finish even if nothing reads its output.
    stream.on('error', () => undefined);
  }
  try {
    process.exitCode = await main();
  } catch (error) {
    process.exitCode = exitCodeOnError;
    // Usually, a file of the bundle could not be loaded. Print only the code or the name, because
    // the message may contain anything.
    const reason = errorCode(error) ?? (error as Error).name;
    const level = exitCodeOnError === 0 ? 'warning' : 'error';
    process.stdout.write(
      `::${level}::The action stopped because of an unexpected error: ${reason}${EOL}`,
    );
  }
  setTimeout(() => process.exit(), EXIT_GRACE_MS).unref();
}
