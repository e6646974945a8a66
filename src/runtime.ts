import { homedir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import * as core from '@actions/core';
import { type HttpClient, httpClient } from './http/client.ts';

/** Everything that main and post need from outside, so that a test can give them something else. */
export interface Runtime {
  readonly core: ActionsCore;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly http: HttpClient;
  /** The user's home folder. */
  readonly home: () => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
}

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

export const realRuntime: Runtime = {
  core: core,
  env: process.env,
  http: httpClient,
  home: homedir,
  now: Date.now,
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, signal ? { signal } : {}),
  random: Math.random,
};
