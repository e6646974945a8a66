import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CATALOG } from '../../src/diagnosis/catalog/complete.ts';
import type { CauseId } from '../../src/diagnosis/catalog/index.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { EVIDENCE } from '../../src/diagnosis/evidence.ts';
import type { RunInfo } from '../../src/run-context.ts';
import { emptyRunInfo } from '../helpers/run-info.ts';
import { LOGIN_HOSTS, oauthError, runWith, SANDBOX_USER } from './builders.ts';
import {
  ASSERTION,
  AUDIENCE,
  CASES,
  CREDENTIALS,
  FAILURE,
  GRANT,
  INVALID_GRANT,
  IP,
  NO_SCOPES,
  NOT_APPROVED,
  NOT_INSTALLED,
} from './ranking-cases.ts';

const causeIds = (error: unknown, run: Partial<RunInfo> = {}) =>
  diagnose({ error, run: runWith(run) }).causes.map(({ cause }) => cause.id);

describe('the first cause', () => {
  for (const { error, run = {}, missingSecrets, environment, first, evidence } of CASES) {
    const reportContext = {
      version: '1.0.0',
      ...(missingSecrets ? { missingSecrets } : {}),
      ...(environment ? { environment } : {}),
    };
    const input = { error, run: runWith(run), reportContext };
    const { entry, causes } = diagnose(input);
    it(`is ${first} for ${entry.id} with ${JSON.stringify({ ...run, ...missingSecrets, ...environment }).replace(/^\{\}$/, 'the default facts')}`, () => {
      assert.equal(causes[0]?.cause.id, first);
      if (evidence) {
        const expected = EVIDENCE[evidence](input);
        assert.ok(expected);
        assert.equal(causes[0].evidence, expected);
      }
    });
  }
});

it('ranking-cases.ts has at least three cases for each entry that has several causes', () => {
  const counts = Map.groupBy(CASES, ({ error }) => diagnose({ error, run: runWith() }).entry.id);
  const incomplete = CATALOG.filter(
    ({ id, causes }) => causes.length > 1 && (counts.get(id) ?? []).length < 3,
  );
  assert.deepEqual(
    incomplete.map(({ id }) => id),
    [],
  );
});

describe('a description that Salesforce is known to return with a code', () => {
  const pairs = [
    ['OAUTH_APP_BLOCKED', 'this app is blocked by admin'],
    ['app_blocked', 'app is blocked'],
    ['OAUTH_APP_ACCESS_DENIED', 'app must be installed into org'],
    ['invalid_app_access', 'user is not admin approved to access this app'],
    ['OAUTH_EC_APP_NOT_FOUND', 'External client app is not installed in this org'],
    ['invalid_client_id', 'client identifier invalid'],
    ['inactive_org', 'inactive organization'],
    ['unauthorized_client', 'client not authorized for this grant type'],
    ['oauth_flow_disabled', 'flow is disabled'],
    ['oauth_policy_not_found', 'policy not found'],
    ['invalid_session_level', 'invalid session level'],
    ['rate_limit_exceeded', 'login rate exceeded'],
    ['invalid_scope', 'invalid'],
    ['invalid_scope', 'the scope is invalid for you'],
  ] as const;
  for (const [code, description] of pairs) {
    it(`is not diagnosed as unknown with the code ${code}: ${description}`, () =>
      assert.ok(!causeIds(oauthError(code, description)).includes('unknown-words')));
  }
});

it('a diagnosis lists at least one cause, and each cause only once', () => {
  for (const { error, run } of CASES) {
    const ids = causeIds(error, run);
    assert.deepEqual([...new Set(ids)], ids);
    assert.ok(ids.length > 0);
  }
});

it('causes without promoting evidence are listed in the order of the catalog', () => {
  const { entry, causes } = diagnose({ error: NOT_APPROVED, run: runWith(LOGIN_HOSTS.login) });
  const possible = causes.map(({ cause }) => cause);
  assert.deepEqual(
    possible,
    entry.causes.filter((cause) => possible.includes(cause)),
  );
});

describe('a sandbox username at the login host of production orgs', () => {
  const refusals = {
    'unsupported-grant-type': GRANT,
    'invalid-client-credentials': CREDENTIALS,
    'no-valid-scopes': NO_SCOPES,
    'app-blocked': oauthError('OAUTH_APP_BLOCKED', 'this app is blocked by admin'),
    'policy-not-found': oauthError('oauth_policy_not_found', 'policy not found'),
  };
  const run = { ...LOGIN_HOSTS.login, ...SANDBOX_USER };
  for (const [id, error] of Object.entries(refusals)) {
    it(`is the first cause for ${id}`, () =>
      assert.equal(causeIds(error, run)[0], 'sandbox-user-at-production-host'));
  }

  it('is the last cause for ip-restricted, because Salesforce found the user', () =>
    assert.equal(causeIds(IP, run).at(-1), 'sandbox-user-at-production-host'));
});

it('a percent-encoded username is the first cause if Salesforce rejects the sign-in', () => {
  for (const error of [NOT_APPROVED, FAILURE, GRANT])
    assert.equal(causeIds(error, { username: 'ci%2Bcd@acme.com' })[0], 'username-escaped');
});

it('evidence moves the cause that it promotes ahead of the others', () => {
  const order = (run: Partial<RunInfo>) => causeIds(NOT_INSTALLED, run).slice(0, 2);
  const refused = { audience: 'https://acme.my.salesforce.com' };
  assert.deepEqual(order({}), ['my-domain-audience-required', 'app-not-in-org']);
  assert.deepEqual(order(refused), ['app-not-in-org', 'user-not-preauthorized']);
});

it('whether the certificate matches the key decides which of the two causes of a key mismatch is listed', () => {
  const mismatches = (certificateMatched: boolean) =>
    causeIds(CREDENTIALS, { certificateMatched }).filter((id) =>
      ['app-has-other-certificate', 'certificate-key-mismatch'].includes(id),
    );
  assert.deepEqual(mismatches(true), ['app-has-other-certificate']);
  assert.deepEqual(mismatches(false), ['certificate-key-mismatch']);
});

it('a diagnosis suggests signing in at the My Domain only if the login URL is a shared host', () => {
  const myDomainOnly: CauseId = 'my-domain-only';
  for (const error of [NOT_APPROVED, AUDIENCE, ASSERTION, FAILURE, INVALID_GRANT]) {
    assert.ok(!causeIds(error).includes(myDomainOnly));
    assert.ok(!causeIds(error, LOGIN_HOSTS.sandbox).includes(myDomainOnly));
    assert.ok(causeIds(error, LOGIN_HOSTS.login).includes(myDomainOnly));
    assert.ok(causeIds(error, LOGIN_HOSTS.test).includes(myDomainOnly));
  }
});

it('a run that failed before anything was recorded can be diagnosed', () => {
  const { entry, causes } = diagnose({ error: NOT_INSTALLED, run: emptyRunInfo() });
  assert.equal(entry.id, 'app-not-found');
  assert.equal(causes[0]?.cause.id, 'app-not-in-org');
});

it('a diagnosis lists only the Login History statuses that are possible at the login host', () => {
  const statuses = (run: Partial<RunInfo>) =>
    diagnose({ error: NOT_APPROVED, run: runWith(run) }).loginHistory;
  assert.deepEqual(statuses({}), ['noUser', 'notInstalled', 'policy']);
  assert.deepEqual(statuses(LOGIN_HOSTS.login), ['none', 'domain', 'notInstalled', 'policy']);
});
