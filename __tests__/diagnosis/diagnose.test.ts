import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CATALOG } from '../../src/diagnosis/catalog/index.ts';
import { anchorOf, diagnose } from '../../src/diagnosis/diagnose.ts';
import type { RunInfo } from '../../src/run.ts';
import { emptyRunInfo } from '../helpers/crypto.ts';
import {
  errorResponse,
  LOGIN_HOSTS,
  networkError,
  oauthError,
  runWith,
  SANDBOX_USER,
} from './builders.ts';
import {
  ASSERTION,
  AUDIENCE,
  CASES,
  CREDENTIALS,
  FAILURE,
  INVALID_GRANT,
  KEY_MISMATCH,
  MY_DOMAIN_ONLY,
  NOT_APPROVED,
  NOT_INSTALLED,
  NOT_PREAUTHORIZED,
  OLDER_CERTIFICATE,
} from './ranking-cases.ts';

describe('the cause that comes first', () => {
  for (const { error, run = {}, missingSecrets, first, why } of CASES) {
    const reportContext = {
      version: '1.0.0',
      ...(missingSecrets ? { missingSecrets: missingSecrets } : {}),
    };
    const { title, causes } = diagnose(error, runWith(run), reportContext);
    it(`${title}, with ${JSON.stringify({ ...run, ...missingSecrets })}: ${first}`, () => {
      assert.ok(causes[0]?.explanation.startsWith(first), causes[0]?.explanation);
      if (why) assert.ok(causes[0]?.why?.includes(why), causes[0]?.why ?? 'no reason given');
    });
  }
});

it('every entry with several causes has at least three of these cases', () => {
  const counts = new Map<string, number>();
  for (const { error } of CASES) {
    const { anchor } = diagnose(error, runWith());
    counts.set(anchor, (counts.get(anchor) ?? 0) + 1);
  }
  const scarce = CATALOG.filter(
    ({ title, causes }) => causes.length > 1 && (counts.get(anchorOf(title)) ?? 0) < 3,
  );
  assert.deepEqual(
    scarce.map(({ title }) => title),
    [],
  );
});

it('each cause is named once, and none is left without a cure', () => {
  for (const { error, run } of CASES) {
    const { causes } = diagnose(error, runWith(run));
    const names = causes.map(({ explanation }) => explanation);
    assert.deepEqual([...new Set(names)], names);
    assert.ok(causes.length > 0);
    for (const { fix } of causes) assert.notEqual(fix, '');
  }
});

it('a certificate that matched, and none given, exclude each other', () => {
  for (const certificateMatched of [true, false]) {
    const { causes } = diagnose(CREDENTIALS, runWith({ certificateMatched }));
    const named = causes.filter(({ explanation }) =>
      [KEY_MISMATCH, OLDER_CERTIFICATE].includes(explanation),
    );
    assert.equal(named.length, 1);
  }
});

it('a My Domain that was used is not recommended', () => {
  for (const error of [NOT_APPROVED, AUDIENCE, ASSERTION, FAILURE, INVALID_GRANT]) {
    const named = (run: Partial<RunInfo>) =>
      diagnose(error, runWith(run)).causes.some(
        ({ explanation }) => explanation === MY_DOMAIN_ONLY,
      );
    assert.equal(named({}), false);
    assert.equal(named(LOGIN_HOSTS.sandbox), false);
    assert.equal(named(LOGIN_HOSTS.login), true);
    assert.equal(named(LOGIN_HOSTS.test), true);
  }
});

it('the exact audience line to try is shown', () => {
  const { causes } = diagnose(NOT_INSTALLED, runWith({ ...LOGIN_HOSTS.sandbox, ...SANDBOX_USER }));
  assert.deepEqual(causes[0]?.snippet, ['audience: https://acme--uat.sandbox.my.salesforce.com']);
});

it('the fingerprint to compare with is that of the key of this run', () => {
  const { causes } = diagnose(CREDENTIALS, runWith());
  assert.ok(causes[0]?.fix.includes('4f'.repeat(32)));
  assert.match(causes[0]?.snippet[0] ?? '', /openssl x509 .*dgst -sha256/);
});

it('a run that had not come far is diagnosed as well', () => {
  const { causes, failureLine } = diagnose(NOT_APPROVED, emptyRunInfo());
  assert.equal(failureLine, 'Signing in to Salesforce failed.');
  assert.equal(causes[0]?.explanation, NOT_PREAUTHORIZED);
  assert.match(causes[0]?.fix ?? '', /that the user has/);
});

describe('what nobody has seen yet', () => {
  const titleOf = (error: unknown) => diagnose(error, runWith()).title;

  it('is shown whole, with the way to find out', () => {
    const { title, responseLine, causes } = diagnose(
      oauthError('new_code', 'New words of 2031'),
      runWith(),
    );
    assert.equal(title, 'New words of 2031');
    assert.equal(
      responseLine,
      'Salesforce answered (2026-01-02 03:04:05 UTC): HTTP 400, new_code: New words of 2031',
    );
    assert.deepEqual(causes[0]?.setupPaths, ['Setup → Login History']);
  });

  it('has its code or its status for a title where it has no words', () => {
    assert.equal(titleOf(oauthError('new_code')), 'new_code');
    assert.equal(titleOf(errorResponse({ status: 418, bodyKind: 'empty' })), 'HTTP 418');
    assert.equal(titleOf(networkError('EWEIRD')), 'EWEIRD');
  });
});

describe('a mistake of our own', () => {
  const KEY = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC';
  const traceOf = (error: unknown) => diagnose(error, runWith()).stack;

  it('shows its kind and where it was, but never its message', () => {
    const error = Object.assign(new TypeError(`bad ${KEY}\n    at ${KEY} (x.js:1:2)`), {
      code: 'ERR_X',
    });
    error.stack = `TypeError: ${error.message}\n    at Object.sign (file:///home/r/_actions/dist/index.js:10:5)\n    at async main (/srv/index.js:20:7)\n    at file:///srv/top.js:3:1\n    at ${KEY}`;
    assert.deepEqual(traceOf(error), [
      'TypeError ERR_X',
      'at Object.sign (index.js:10:5)',
      'at async main (index.js:20:7)',
      'at ? (top.js:3:1)',
    ]);
    assert.ok(!JSON.stringify(diagnose(error, runWith())).includes(KEY));
  });

  it('shows eight steps at most, and no line that only mentions one', () => {
    const error = new Error('x');
    const frames = Array.from({ length: 12 }, (_, index) => `    at step (a.js:1:${index})`);
    const mentions = ['a line at step (a.js:1:1)', '    at step (a.js:1:1) of many'];
    error.stack = ['Error: x', ...mentions, ...frames].join('\n');
    const shown = Array.from({ length: 8 }, (_, index) => `at step (a.js:1:${index})`);
    assert.deepEqual(traceOf(error), ['Error', ...shown]);
  });

  for (const thrown of [
    undefined,
    null,
    'a string',
    42,
    { message: KEY },
    Symbol('s'),
    new Error(''),
  ]) {
    it(`can be anything: ${String(thrown?.constructor?.name)}`, () => {
      const diagnosis = diagnose(thrown, runWith());
      assert.equal(diagnosis.title, 'An error of the action itself');
      assert.ok(!JSON.stringify(diagnosis).includes(KEY));
    });
  }

  it('hides odd names and codes, and a missing stack', () => {
    const error = Object.assign(new Error('x'), {
      name: `${KEY} ${KEY}`,
      code: `a b`,
      stack: undefined,
    });
    assert.deepEqual(traceOf(error), ['Error']);
  });

  it('is the only failure with a trace', () => assert.deepEqual(traceOf(NOT_APPROVED), []));
});
