/** A world in which a road can be walked without a process, a network or a wait. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { keyValues } from '../../simulator/runner/command-files.ts';
import type { HttpRequest, HttpResponse } from '../../src/salesforce/http.ts';
import type { World } from '../../src/world.ts';
import { type Call, type FakeCore, fakeCore } from './fake-core.ts';

export const START = Date.parse('2026-01-02T03:04:05Z');

interface Plan {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly state?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly home?: string;
  /** The alarm of the deadline rings at once. */
  readonly tooLate?: boolean;
  /** One after the other, the last one again and again; an error is thrown. */
  readonly answers?: readonly (HttpResponse | Error)[];
}

export interface FakeWorld extends World {
  readonly toolkit: FakeCore;
  readonly sent: HttpRequest[];
  readonly waits: number[];
  /** What was handed to the runner. */
  values(name: 'output' | 'env' | 'state'): Record<string, string>;
  /** What the toolkit was asked to do of one kind: `error`, `mask`, … */
  did(what: string): (readonly string[])[];
}

const folder = mkdtempSync(join(tmpdir(), 'fake-world-'));
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

const FILES = { GITHUB_OUTPUT: 'output', GITHUB_ENV: 'env', GITHUB_STATE: 'state' } as const;

/** The runner's files, empty, and what was written into them. */
export function commandFiles() {
  const own = mkdtempSync(join(folder, 'runner-'));
  const path = (name: string) => join(own, name);
  for (const name of Object.values(FILES)) writeFileSync(path(name), '');
  const env = Object.fromEntries(
    Object.entries(FILES).map(([variable, name]) => [variable, path(name)]),
  );
  const values = (name: 'output' | 'env' | 'state') => keyValues(readFileSync(path(name), 'utf8'));
  return { env, values };
}

export const answer = (status: number, body: unknown, headers = {}): HttpResponse => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

export function fakeWorld(plan: Plan): FakeWorld {
  const { inputs = {}, state = {}, env = {}, answers = [], home = folder, tooLate } = plan;
  const toolkit = fakeCore(inputs, { state });
  const sent: HttpRequest[] = [];
  const waits: number[] = [];
  const files = commandFiles();
  let clock = START;
  return {
    toolkit,
    sent,
    waits,
    env: { ...files.env, ...env },
    values: files.values,
    async http(request) {
      const result = answers[Math.min(sent.length, answers.length - 1)];
      sent.push(request);
      if (result === undefined) throw new Error('nothing should have been sent');
      if (result instanceof Error) throw result;
      return result;
    },
    now: () => clock,
    async sleep(milliseconds, abort) {
      // The alarm of the deadline.
      if (abort) return tooLate ? undefined : new Promise(() => undefined);
      waits.push(milliseconds);
      clock += milliseconds;
    },
    home: () => home,
    random: () => 1,
    did: (what) => toolkit.calls.filter(([name]: Call) => name === what).map(([, ...rest]) => rest),
  };
}
