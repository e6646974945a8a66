import { homedir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import * as core from '@actions/core';
import { createHttpClient, type HttpClient } from './http/client.ts';
import type { ProxyConfig } from './http/proxy.ts';
import type { SecretRegistry } from './redaction/secrets.ts';

export type Environment = Readonly<NodeJS.ProcessEnv>;

/** The subset of @actions/core that this action uses. */
export type ActionsCore = Pick<
  typeof core,
  | 'getInput'
  | 'getBooleanInput'
  | 'getState'
  | 'setSecret'
  | 'debug'
  | 'info'
  | 'isDebug'
  | 'notice'
  | 'warning'
  | 'error'
  | 'summary'
>;

/** Everything that main and post use from the process. Tests pass a fake. */
export interface Runtime {
  readonly core: ActionsCore;
  readonly env: Environment;
  readonly createHttpClient: (proxy: ProxyConfig, runEnd: AbortSignal) => HttpClient;
  /** Returns the user's home folder. Throws if the user has none. */
  readonly home: () => string;
  /** Returns milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Returns a random number x with 0 ≤ x < 1. */
  readonly random: () => number;
}

/** Dependencies of the functions in a run. Each function selects those that it needs with `Pick`. */
export interface Dependencies extends Omit<Runtime, 'createHttpClient'> {
  /** Sends requests, through `proxy` if it applies to their host. */
  readonly http: HttpClient;
  /** Called at the end of the run, because idle connections must not keep the process alive. */
  readonly closeConnections: () => void;
  readonly proxy: ProxyConfig;
  readonly secrets: SecretRegistry;
}

export const realRuntime: Runtime = {
  core,
  env: process.env,
  createHttpClient,
  home: homedir,
  now: Date.now,
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, signal ? { signal } : {}),
  random: Math.random,
};
