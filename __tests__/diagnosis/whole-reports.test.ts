/**
 * Compares complete reports with the files in expected/, so that reviewers see how a change affects
 * users. To update the files, run `npm run generate`.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { report } from '../../src/diagnosis/report.ts';
import { successSummary } from '../../src/diagnosis/summary.ts';
import {
  inputError,
  LOGIN_HOSTS,
  networkError,
  oauthError,
  PROXY,
  runWith,
  SANDBOX_USER,
} from './builders.ts';

const REPORT_CONTEXT = { version: '1.0.0', actionRepository: 'acme/fork', actionRef: 'v1' };
const NOT_APPROVED = oauthError('invalid_grant', "user hasn't approved this consumer");

const failures = {
  'not-approved': [
    NOT_APPROVED,
    {
      ...LOGIN_HOSTS.login,
      ...SANDBOX_USER,
      certificateMatched: true,
      attempts: 2,
      skewSeconds: -3,
    },
  ],
  'invalid-client-credentials': [oauthError('invalid_client', 'invalid client credentials'), {}],
  'audience-given': [
    oauthError('invalid_grant', 'audience is invalid'),
    { audience: 'https://test.salesforce.com', audienceFromInput: true },
  ],
  unreachable: [networkError('ETIMEDOUT'), { ...PROXY, attempts: 3 }],
  'too-short': [inputError('key-is-too-short', 'private-key', { bits: 1024 }), { attempts: 0 }],
  unknown: [oauthError('brand_new', 'nobody has seen this'), {}],
} as const;

function assertMatchesFile(name: string, text: string): void {
  const file = join(import.meta.dirname, 'expected', `${name}.md`);
  if (process.env['UPDATE_EXPECTED']) writeFileSync(file, text);
  assert.equal(text, readFileSync(file, 'utf8'));
}

describe('a complete report', () => {
  for (const [name, [error, run]] of Object.entries(failures)) {
    it(`of ${name} equals expected/${name}.md`, () => {
      const { title, message, summary } = report(error, runWith(run), REPORT_CONTEXT);
      assertMatchesFile(name, `${title}\n\n${message}\n\n---\n\n${summary}`);
    });
  }

  it('of a success equals expected/success.md', () => {
    const success = {
      orgId: '00D000000000062EAA',
      username: 'ci@acme.com',
      host: 'acme.my.salesforce.com',
      tokenFormat: 'opaque',
      scope: 'api refresh_token',
      attempts: 1,
      fingerprint: '4f'.repeat(32),
    };
    assertMatchesFile('success', successSummary(success));
  });
});
