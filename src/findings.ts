import type { HostKind } from './salesforce/hosts.ts';

/**
 * What a run has found out so far, for the diagnosis and the summary: a failure at any stop of the
 * road is explained with everything that the stops before it found out.
 * Holds no secret: each field is public, or an identifier that may stand in a log.
 */
export interface RunInfo {
  /** Where the token is asked for: `https://acme.my.salesforce.com`. */
  readonly loginUrl?: string;
  /** What kind of host that is; decides which audience fits. */
  readonly hostKind?: HostKind;
  readonly audience?: string;
  /** Whether the workflow gave `audience`, or it follows from the login URL. */
  readonly audienceFromInput?: boolean;
  readonly consumerKey?: string;
  readonly username?: string;
  /** SHA-256 of the public key (SubjectPublicKeyInfo), hex. */
  readonly fingerprint?: string;
  /** A certificate was given, and it is the private key's. */
  readonly certificateMatched?: boolean;
  /** The org's own My Domain, where it was asked with as audience too, and what came of it: `accepted`, or why not. */
  readonly fallbackAudience?: { readonly audience: string; readonly outcome: string };
  /** When the latest request to the token endpoint was made, in milliseconds since the epoch. */
  readonly requestedAt?: number;
  /** Attempts at the exchange; the one more for a skewed clock or a second audience does not count. */
  readonly attempts: number;
  /** Server clock minus local clock in seconds, from the latest `Date` header. */
  readonly skewSeconds?: number;
  /** Host and port of the proxy that the environment names for the login URL; never its credentials. */
  readonly proxy?: string;
  /** The variable that names a proxy, whether or not the login URL is reached through it. */
  readonly proxyVariable?: string;
  /** Whether the runner is GitHub's own (`RUNNER_ENVIRONMENT`): those have no fixed IP address. */
  readonly githubHosted: boolean;
  /** Whether the workflow has its tokens revoked at the end of each job. */
  readonly revokeToken?: boolean;
  /** Why a token that a guard refused could not be revoked. */
  readonly revokeError?: string;
  /** Since when, in milliseconds of the clock that the step was given. */
  readonly startedAt: number;
}

/** Adds to the findings: the one door by which they change. */
export type RecordRunInfo = (update: Partial<RunInfo>) => void;

/** Gives the findings, which follow every note, and the way to note. */
export function createRunInfo(initial: RunInfo): {
  readonly runInfo: RunInfo;
  readonly record: RecordRunInfo;
} {
  const runInfo = { ...initial };
  return { runInfo, record: (update) => void Object.assign(runInfo, update) };
}
