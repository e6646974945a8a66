/**
 * Whole reports, word for word, so that a change of their form is seen in the review of the file
 * that it changes. `UPDATE_EXPECTED=1 npm run quick __tests__/diagnosis/report-whole.test.ts` writes them.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { report, successSummary } from '../../src/diagnosis/report.ts';
import { AT, cut, input, oauth, PROXY, runWith, SANDBOX_USER } from './runs.ts';

const HERE = { version: '1.0.0', actionRepository: 'acme/fork', actionRef: 'v1' };
const NOT_APPROVED = oauth('invalid_grant', "user hasn't approved this consumer");

const failures = {
  'not-approved': [
    NOT_APPROVED,
    { ...AT.login, ...SANDBOX_USER, certificateMatched: true, attempts: 2, skewSeconds: -3 },
  ],
  'invalid-client-credentials': [oauth('invalid_client', 'invalid client credentials'), {}],
  'audience-given': [
    oauth('invalid_grant', 'audience is invalid'),
    { audience: 'https://test.salesforce.com', audienceGiven: true },
  ],
  unreachable: [cut('ENOTFOUND'), { ...PROXY, attempts: 3 }],
  'too-short': [input('key-is-too-short', 'private-key', { bits: 1024 }), { attempts: 0 }],
  unknown: [oauth('brand_new', 'nobody has seen this'), {}],
} as const;

function holds(name: string, text: string): void {
  const file = join(import.meta.dirname, 'expected', `${name}.md`);
  if (process.env['UPDATE_EXPECTED']) writeFileSync(file, text);
  assert.equal(text, readFileSync(file, 'utf8'));
}

describe('word for word', () => {
  for (const [name, [error, run]] of Object.entries(failures)) {
    it(`the report of ${name}`, () => {
      const { title, message, summary } = report(error, runWith(run), HERE);
      holds(name, `${title}\n\n${message}\n\n---\n\n${summary}`);
    });
  }

  it('the summary of a success', () => {
    const success = {
      orgId: '00D000000000062EAA',
      username: 'ci@acme.com',
      host: 'acme.my.salesforce.com',
      tokenFormat: 'opaque',
      scope: 'api refresh_token',
      attempts: 1,
      fingerprint: '4f'.repeat(32),
    };
    holds('success', successSummary(success));
  });
});
