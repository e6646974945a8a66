import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CATALOGUE } from '../../src/diagnosis/catalogue/index.ts';
import { anchorOf, diagnose } from '../../src/diagnosis/diagnose.ts';
import type { Findings } from '../../src/findings.ts';
import { aRun } from '../helpers/support.ts';
import {
  ASSERTION,
  AUDIENCE,
  BARE,
  CASES,
  CREDENTIALS,
  FAILURE,
  MY_DOMAIN_ONLY,
  NOT_A_PAIR,
  NOT_APPROVED,
  NOT_INSTALLED,
  NOT_LET_IN,
  OLDER_CERTIFICATE,
} from './cases.ts';
import { AT, answered, cut, oauth, runWith, SANDBOX_USER } from './runs.ts';

describe('the cause that comes first', () => {
  for (const { error, run = {}, hint, first, why } of CASES) {
    const surroundings = { version: '1.0.0', ...(hint ? { runnerHint: hint } : {}) };
    const { title, causes } = diagnose(error, runWith(run), surroundings);
    it(`${title}, with ${JSON.stringify({ ...run, ...hint })}: ${first}`, () => {
      assert.ok(causes[0]?.what.startsWith(first), causes[0]?.what);
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
  const scarce = CATALOGUE.filter(
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
    const names = causes.map(({ what }) => what);
    assert.deepEqual([...new Set(names)], names);
    assert.ok(causes.length > 0);
    for (const { fix } of causes) assert.notEqual(fix, '');
  }
});

it('a certificate that matched, and none given, exclude each other', () => {
  for (const certificateMatched of [true, false]) {
    const { causes } = diagnose(CREDENTIALS, runWith({ certificateMatched }));
    const named = causes.filter(({ what }) => [NOT_A_PAIR, OLDER_CERTIFICATE].includes(what));
    assert.equal(named.length, 1);
  }
});

it('a My Domain that was used is not recommended', () => {
  for (const error of [NOT_APPROVED, AUDIENCE, ASSERTION, FAILURE, BARE]) {
    const named = (run: Partial<Findings>) =>
      diagnose(error, runWith(run)).causes.some(({ what }) => what === MY_DOMAIN_ONLY);
    assert.equal(named({}), false);
    assert.equal(named(AT.sandbox), false);
    assert.equal(named(AT.login), true);
    assert.equal(named(AT.test), true);
  }
});

it('the exact audience line to try is shown', () => {
  const { causes } = diagnose(NOT_INSTALLED, runWith({ ...AT.sandbox, ...SANDBOX_USER }));
  assert.deepEqual(causes[0]?.lines, ['audience: https://acme--uat.sandbox.my.salesforce.com']);
});

it('the fingerprint to compare with is that of the key of this run', () => {
  const { causes } = diagnose(CREDENTIALS, runWith());
  assert.ok(causes[0]?.fix.includes('4f'.repeat(32)));
  assert.match(causes[0]?.lines[0] ?? '', /openssl x509 .*dgst -sha256/);
});

it('a run that had not come far is diagnosed as well', () => {
  const { causes, failed } = diagnose(NOT_APPROVED, aRun());
  assert.equal(failed, 'Signing in to Salesforce failed.');
  assert.equal(causes[0]?.what, NOT_LET_IN);
  assert.match(causes[0]?.fix ?? '', /that the user has/);
});

describe('what nobody has seen yet', () => {
  const titleOf = (error: unknown) => diagnose(error, runWith()).title;

  it('is shown whole, with the way to find out', () => {
    const { title, answered, causes } = diagnose(oauth('new_code', 'New words of 2031'), runWith());
    assert.equal(title, 'New words of 2031');
    assert.equal(
      answered,
      'Salesforce answered (2026-01-02 03:04:05 UTC): HTTP 400, new_code: New words of 2031',
    );
    assert.deepEqual(causes[0]?.where, ['Setup → Login History']);
  });

  it('has its code or its status for a title where it has no words', () => {
    assert.equal(titleOf(oauth('new_code')), 'new_code');
    assert.equal(titleOf(answered({ status: 418, form: 'empty' })), 'HTTP 418');
    assert.equal(titleOf(cut('EWEIRD')), 'EWEIRD');
  });
});

describe('a mistake of our own', () => {
  const KEY = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC';
  const traceOf = (error: unknown) => diagnose(error, runWith()).trace;

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
    const frames = Array.from({ length: 12 }, (_, at) => `    at step (a.js:1:${at})`);
    const mentions = ['a line at step (a.js:1:1)', '    at step (a.js:1:1) of many'];
    error.stack = ['Error: x', ...mentions, ...frames].join('\n');
    const shown = Array.from({ length: 8 }, (_, at) => `at step (a.js:1:${at})`);
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
