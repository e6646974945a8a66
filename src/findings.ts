/**
 * What is known of this run so far, for the diagnosis and the summary. Filled in along the road, so
 * that a failure at any stop can be explained with everything the stops before it found out.
 * Holds no secret: each field is public, or an identifier that may stand in a log.
 */
export interface Run {
  /** Where the token is asked for: `https://acme.my.salesforce.com`. */
  loginUrl?: string;
  /** What kind of host that is; decides which audience fits. */
  hostKind?: HostKind;
  audience?: string;
  /** Whether the workflow gave `audience`, or it follows from the login URL. */
  audienceGiven?: boolean;
  consumerKey?: string;
  username?: string;
  /** SHA-256 of the public key (SubjectPublicKeyInfo), hex. */
  fingerprint?: string;
  /** A certificate was given, and it is the private key's. */
  certificateMatched?: boolean;
  /** Requests made to the token endpoint. */
  attempts: number;
  /** Server clock minus local clock in seconds, from the latest `Date` header. */
  skewSeconds?: number;
  /** Host and port of the proxy that the environment names for the login URL; never its credentials. */
  proxy?: string;
  /** Whether the runner is GitHub's own (`RUNNER_ENVIRONMENT`): those have no fixed IP address. */
  githubHosted?: boolean;
  /** Since when, in milliseconds of the clock that the step was given. */
  readonly startedAt: number;
}

export type HostKind =
  /** login.salesforce.com */
  | 'login'
  /** test.salesforce.com */
  | 'test'
  /** A My Domain of a production, Developer Edition or Trailhead org. */
  | 'my-domain'
  /** A My Domain of a sandbox or scratch org. */
  | 'sandbox'
  /** An Experience Cloud site. */
  | 'site'
  /** None that an audience can be derived from. */
  | 'other';
