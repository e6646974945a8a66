/** Requests that many cases expect, in the format of `summarizeRequest`. */
export const TOKEN_REQUEST = 'acme POST /services/oauth2/token: token for ci@acme.com';
export const USER_INFO_REQUEST = 'acme GET /services/oauth2/userinfo: userinfo of ci@acme.com';
export const REVOKE_REQUEST = 'acme POST /services/oauth2/revoke: revoked';
export const LIMITS_REQUEST = 'acme GET /services/data/v66.0/limits: OK';

export const deployRequests = (host = 'acme'): readonly string[] => [
  `${host} POST /services/Soap/m/67.0: SOAP deploy`,
  `${host} POST /services/Soap/m/67.0: SOAP checkDeployStatus`,
];

/** `sf org login access-token` reads the user and checks whether the org is a Dev Hub. */
export const LOGIN_REQUESTS: readonly string[] = [
  USER_INFO_REQUEST,
  'acme GET /services/data/v51.0/sobjects/User/…: user ci@acme.com',
  'acme GET /services/data/v51.0/query: query on ScratchOrgInfo',
];

/** Objects that sf queries during a test run, in this order. */
const TEST_TABLES = [
  'ApexTestRunResult',
  'ApexTestQueueItem',
  'ApexTestRunResult',
  'ApexTestResult',
  'ApexCodeCoverage',
  'ApexCodeCoverageAggregate',
  'ApexOrgWideCoverage',
];

export const apexTestRequests = (host = 'acme'): readonly string[] => [
  `${host} POST /services/data/v67.0/tooling/runTestsAsynchronous: Apex tests`,
  ...TEST_TABLES.map((type) => `${host} GET /services/data/v67.0/tooling/query: query on ${type}`),
];

export const BULK_LOAD_REQUESTS: readonly string[] = [
  'acme POST /services/data/v67.0/jobs/ingest: bulk ingest job',
  'acme PUT /services/data/v67.0/jobs/ingest/…/batches: bulk data',
  'acme PATCH /services/data/v67.0/jobs/ingest/…: bulk ingest UploadComplete',
  'acme GET /services/data/v67.0/jobs/ingest/…: bulk ingest JobComplete',
];
