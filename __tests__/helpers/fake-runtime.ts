/** A fake runtime for running main and post without processes, network access or delays. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import type { HttpClient, HttpRequest, HttpResponse } from '../../src/http/client.ts';
import type { Runtime } from '../../src/runtime.ts';
import { parseKeyValues } from '../../support/runner/command-files.ts';
import { type CoreCall, type FakeCore, fakeCore } from './fake-core.ts';

export const START = Date.parse('2026-01-02T03:04:05Z');

interface FakeRuntimeOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly state?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly home?: string;
  /** True to make the deadline expire immediately. */
  readonly timedOut?: boolean;
  /** Responses that are returned in order. The last one is repeated. An Error is thrown instead. */
  readonly responses?: readonly (HttpResponse | Error)[];
}

export interface FakeRuntime extends Runtime {
  readonly core: FakeCore;
  /** Returns the signal that was passed to `createHttpClient`, or undefined before that call. */
  runEnd(): AbortSignal | undefined;
  /** The HTTP client that `createHttpClient` returns. */
  readonly http: HttpClient;
  readonly requests: HttpRequest[];
  readonly sleeps: number[];
  /** Returns the values in one of the command files. */
  values(name: 'output' | 'env' | 'state'): Record<string, string>;
  /** Returns the arguments of recorded calls of one kind, such as `error` or `mask`. */
  callsTo(command: string): (readonly string[])[];
}

const folder = mkdtempSync(join(tmpdir(), 'fake-runtime-'));
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

const FILES = { GITHUB_OUTPUT: 'output', GITHUB_ENV: 'env', GITHUB_STATE: 'state' } as const;

/** Creates empty command files. Their values are read when a test requests them. */
export function commandFiles() {
  const runnerFolder = mkdtempSync(join(folder, 'runner-'));
  const path = (name: string) => join(runnerFolder, name);
  for (const name of Object.values(FILES)) writeFileSync(path(name), '');
  const env = Object.fromEntries(
    Object.entries(FILES).map(([variable, name]) => [variable, path(name)]),
  );
  const values = (name: 'output' | 'env' | 'state') =>
    parseKeyValues(readFileSync(path(name), 'utf8'));
  return { env, values };
}

export const httpResponse = (status: number, body: unknown, headers = {}): HttpResponse => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

export function fakeRuntime(options: FakeRuntimeOptions): FakeRuntime {
  const { inputs = {}, state = {}, env = {}, responses = [], home = folder, timedOut } = options;
  const core = fakeCore(inputs, { state });
  const requests: HttpRequest[] = [];
  const sleeps: number[] = [];
  const files = commandFiles();
  const http: HttpClient = async (request) => {
    const result = responses[Math.min(requests.length, responses.length - 1)];
    requests.push(request);
    if (result === undefined) throw new Error('No request should have been sent.');
    if (result instanceof Error) throw result;
    return result;
  };
  let clock = START;
  let runEnd: AbortSignal | undefined;
  return {
    core,
    requests,
    sleeps,
    env: { ...files.env, ...env },
    values: files.values,
    http,
    createHttpClient(_, signal) {
      runEnd = signal;
      return http;
    },
    runEnd: () => runEnd,
    now: () => clock,
    async sleep(milliseconds, abort) {
      // Only the timer of the deadline is passed a signal.
      if (abort) return timedOut ? undefined : new Promise(() => undefined);
      sleeps.push(milliseconds);
      clock += milliseconds;
    },
    home: () => home,
    random: () => 1,
    callsTo: (command) =>
      core.calls.filter(([name]: CoreCall) => name === command).map(([, ...args]) => args),
  };
}
