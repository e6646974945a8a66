/** What the list of processes shows while a job runs: the arguments, which every user may read. */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessWatch {
  /** Each command line once. */
  readonly seen: ReadonlySet<string>;
  stop(): void;
}

const EVERY_MS = 25;
/** A process changes its arguments when it becomes another program, soon after it began. */
const LOOKS = 8;

export function watchProcesses(): ProcessWatch {
  const seen = new Set<string>();
  const looks = new Map<string, number>();
  const timer = setInterval(() => {
    const alive = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    for (const id of alive) {
      const times = looks.get(id) ?? 0;
      if (times >= LOOKS) continue;
      looks.set(id, times + 1);
      seen.add(argumentsOf(id));
    }
    const ids = new Set(alive);
    for (const id of looks.keys()) if (!ids.has(id)) looks.delete(id);
  }, EVERY_MS);
  return { seen, stop: () => clearInterval(timer) };
}

function argumentsOf(id: string): string {
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
    .filter((name) => /^\d+$/.test(name) && environmentOf(name).includes(mark))
    .map(Number);
}

function environmentOf(id: string): string {
  try {
    return readFileSync(`/proc/${id}/environ`, 'latin1');
  } catch {
    // It has ended, or belongs to somebody else.
    return '';
  }
}
