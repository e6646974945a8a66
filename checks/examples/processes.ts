/**
 * Records the arguments of all processes while a job runs, because every user on the machine can read
 * them.
 */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessWatcher {
  /** Distinct command lines of all processes. */
  readonly commandLines: ReadonlySet<string>;
  stop(): void;
}

const INTERVAL_MS = 25;
/**
 * Number of times that a process is read: its arguments change when it executes another program.
 */
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

/** Kills the processes that a job has left running. */
export function killProcessesOf(environmentMarker: string): void {
  for (const id of processesOf(environmentMarker)) {
    try {
      process.kill(id, 'SIGKILL');
    } catch {
      // The process has already exited.
    }
  }
}

/** Returns the processes whose environment contains the marker of a job. */
export function processesOf(environmentMarker: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && readEnvironment(name).includes(environmentMarker))
    .map(Number);
}

function readEnvironment(id: string): string {
  try {
    return readFileSync(`/proc/${id}/environ`, 'latin1');
  } catch {
    // The process has exited or belongs to another user.
    return '';
  }
}
