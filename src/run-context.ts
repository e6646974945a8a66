import type { ActionError } from './errors.ts';
import { proxyAddress, resolveProxy } from './http/proxy.ts';
import { createSecretRegistry } from './redaction/secrets.ts';
import type { Dependencies, Runtime } from './runtime.ts';
import type { RequestError } from './salesforce/errors.ts';
import type { HostKind } from './salesforce/hosts.ts';

/** The result of a second request, with the org's My Domain as audience. */
export interface FallbackAudience {
  readonly audience: string;
  /**
   * `refused` if Salesforce also rejects this audience, `got-further` if it rejects the sign-in for
   * another reason, `no-answer` if the network or Salesforce failed, so that nothing is known, and
   * `not-sent` if the key service failed to sign the second request. If it only failed to sign a retry
   * of it, the outcome is `no-answer`, and `error` is that of the key service.
   */
  readonly outcome: 'accepted' | 'refused' | 'got-further' | 'no-answer' | 'not-sent';
  /** Why Salesforce rejected the first audience. */
  readonly refusal: RequestError;
  /** Why the second request failed. */
  readonly error?: ActionError;
}

/**
 * Information that a run records about itself, for the job summary and the diagnosis of a failure.
 * Contains no secrets: every field may be logged.
 */
export interface RunInfo {
  /** The login URL, such as `https://acme.my.salesforce.com`. */
  readonly loginUrl?: string;
  /** Kind of the login host, which determines the default audience. */
  readonly hostKind?: HostKind;
  readonly audience?: string;
  /** True if the audience comes from the `audience` input, false if derived from the login URL. */
  readonly audienceFromInput?: boolean;
  readonly consumerKey?: string;
  readonly username?: string;
  /** SHA-256 of the public key (SubjectPublicKeyInfo), in hex. */
  readonly fingerprint?: string;
  /** Name of the key service that signs, if there is one. */
  readonly keyService?: string;
  /** True if the `certificate` input is set and belongs to the signing key. */
  readonly certificateMatched?: boolean;
  /** Date on which the certificate expires, such as `2027-01-31`, if there is one. */
  readonly certificateExpires?: string;
  readonly certificateExpired?: boolean;
  /** Set if Salesforce rejected the first audience and another request was sent with a second one. */
  readonly fallbackAudience?: FallbackAudience;
  /** Scope of the token. Empty if Salesforce did not return it. */
  readonly scope?: string;
  /**
   * Time at which the latest response with a `Date` header arrived, in milliseconds since the epoch.
   */
  readonly respondedAt?: number;
  /** Time of the latest token request, in milliseconds since the epoch. */
  readonly requestedAt?: number;
  /**
   * Number of token requests so far, without the extra ones for a clock skew or the fallback audience.
   */
  readonly attempts: number;
  /** Server clock minus local clock in seconds, from the latest `Date` header. */
  readonly skewSeconds?: number;
  /** True if a request was signed with the server's time because of the skew. */
  readonly clockCompensated?: true;
  /** `host:port` of the proxy for the latest request, without credentials. */
  readonly proxy?: string | undefined;
  /**
   * `host:port` of the proxy through which the latest response of Salesforce came. Empty if it came
   * directly. Responses of a key service are ignored, because it may be in the local network.
   */
  readonly responseProxy?: string;
  /** Environment variable that configures a proxy, even if `no_proxy` exempts all hosts. */
  readonly proxyVariable?: string;
  /** True on a GitHub-hosted runner (`RUNNER_ENVIRONMENT`), which has no fixed IP address. */
  readonly githubHosted: boolean;
  /** Host of the instance URL if the runner masks it (`mask-instance-url`). */
  readonly maskedHost?: string;
  /** Value of the input `revoke-token`. */
  readonly revokeToken?: boolean;
  /** The input that requires the request with the token. */
  readonly checkInput?: 'verify' | 'expected-org-id';
  /** Reason why a token that failed verification could not be revoked. */
  readonly revokeError?: string;
  /** Start time of the run, in milliseconds since the epoch. */
  readonly startedAt: number;
}

/** Updates the fields of `RunInfo`. */
export type RecordRunInfo = (update: Partial<RunInfo>) => void;

export function createRunInfo(initial: RunInfo): {
  readonly runInfo: RunInfo;
  readonly record: RecordRunInfo;
} {
  const runInfo = { ...initial };
  return { runInfo, record: (update) => void Object.assign(runInfo, update) };
}

/** A run of the main step: its dependencies and the information recorded so far. */
export interface RunContext extends Dependencies {
  readonly runInfo: RunInfo;
  readonly record: RecordRunInfo;
}

/** Creates the dependencies of a run, and masks the credentials of the proxy. */
export function createDependencies({ createHttpClient, ...runtime }: Runtime): Dependencies {
  const runEnd = new AbortController();
  const secrets = createSecretRegistry(runtime.core.setSecret);
  const proxy = resolveProxy(runtime.env);
  secrets.mask(proxy.secrets);
  return {
    ...runtime,
    secrets,
    proxy,
    http: createHttpClient(proxy, runEnd.signal),
    closeConnections: () => runEnd.abort(),
  };
}

export function createRunContext(runtime: Runtime): RunContext {
  const githubHosted = runtime.env['RUNNER_ENVIRONMENT'] === 'github-hosted';
  const { http, ...dependencies } = createDependencies(runtime);
  const info = createRunInfo({ attempts: 0, startedAt: runtime.now(), githubHosted });
  return {
    ...dependencies,
    ...info,
    async http(request) {
      const proxy = proxyAddress(request.url, dependencies.proxy);
      info.record({ proxy });
      const response = await http(request);
      if (request.name !== 'key-service') info.record({ responseProxy: proxy ?? '' });
      return response;
    },
  };
}
