/** What the list of processes shows while a job runs: the arguments, which every user may read. */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessWatcher {
  /** Each command line once. */
  readonly commandLines: ReadonlySet<string>;
  stop(): void;
}

const INTERVAL_MS = 25;
/** A process changes its arguments when it becomes another program, soon after it began. */
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

/** Ends what a job left running. */
export function endProcessesOf(mark: string): void {
  for (const id of processesOf(mark)) {
    try {
      process.kill(id, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
}

/** A process belongs to a job if it has the mark of it in its environment. */
export function processesOf(mark: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && readEnvironment(name).includes(mark))
    .map(Number);
}

function readEnvironment(id: string): string {
  try {
    return readFileSync(`/proc/${id}/environ`, 'latin1');
  } catch {
    // It has ended, or belongs to somebody else.
    return '';
  }
}
