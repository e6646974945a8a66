/** Records the arguments of all processes while a job runs, because every user can read them. */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessWatcher {
  /** Distinct command lines. */
  readonly commandLines: ReadonlySet<string>;
  stop(): void;
}

const INTERVAL_MS = 25;
/** A process is read several times, because its arguments change when it executes another program. */
const SAMPLES_PER_PROCESS = 8;

export function watchProcesses(): ProcessWatcher {
  const commandLines = new Set<string>();
  const samples = new Map<string, number>();
  const timer = setInterval(() => {
    const running = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    for (const id of running) {
      const sampleCount = samples.get(id) ?? 0;
      if (sampleCount >= SAMPLES_PER_PROCESS) continue;
      samples.set(id, sampleCount + 1);
      commandLines.add(readCommandLine(id));
    }
    const ids = new Set(running);
    for (const id of samples.keys()) if (!ids.has(id)) samples.delete(id);
  }, INTERVAL_MS);
  return { commandLines, stop: () => clearInterval(timer) };
}

function readCommandLine(id: string): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** Kills the processes that a job left running. */
export function endProcessesOf(mark: string): void {
  for (const id of processesOf(mark)) {
    try {
      process.kill(id, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
}

/** Returns the processes that have the mark of a job in their environment. */
export function processesOf(mark: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && readEnvironment(name).includes(mark))
    .map(Number);
}

function readEnvironment(id: string): string {
  try {
    return readFileSync(`/proc/${id}/environ`, 'latin1');
  } catch {
    // It has ended or belongs to another user.
    return '';
  }
}
