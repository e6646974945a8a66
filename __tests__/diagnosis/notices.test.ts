import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as notices from '../../src/diagnosis/notices.ts';

const END = new Date('2026-11-30T12:00:00Z');

const TABLE = {
  'an expired certificate': [
    notices.certificateEnds(END, -1),
    'error',
    /valid until 2026-11-30\. .*openssl req -x509/s,
  ],
  'a certificate on its last day': [
    notices.certificateEnds(END, 0),
    'warning',
    /valid until 2026-11-30 \(days left: 0\)/,
  ],
  'a certificate that expires soon': [
    notices.certificateEnds(END, 7),
    'warning',
    /\(days left: 7\)\.\nMake a new key and certificate: openssl req/,
  ],
  'a clock that is behind': [notices.wrongClock(90), 'warning', /90 seconds behind/],
  'a clock that is ahead': [notices.wrongClock(-90), 'warning', /90 seconds ahead of/],
  'an org that accepts only its My Domain as audience': [
    notices.requiredAudience('https://acme.my.salesforce.com'),
    'notice',
    /under "with:":\n {2}audience: https:\/\/acme\.my\.salesforce\.com$/,
  ],
  'a token in JWT format': [
    notices.jwtFormatToken(),
    'warning',
    /SF_TARGET_ORG.*JSON Web Token \(JWT\)-based access tokens.*org login access-token/s,
  ],
  'a token without the scope api': [
    notices.missingApiScope('refresh_token'),
    'warning',
    /“refresh_token”.*Selected OAuth Scopes: Setup → /,
  ],
  'an unneeded passphrase': [notices.needlessPassphrase(), 'warning', /`private-key-passphrase`/],
  'a passphrase that is too short to mask': [
    notices.shortPassphrase(),
    'warning',
    /fewer than 4 characters.*openssl pkey -in server\.key -aes256/,
  ],
  'a token that was not revoked': [
    notices.revokeFailed('HTTP 400\n::error::x::'),
    'warning',
    /HTTP 400 error x\. The token/,
  ],
  'a token in the deploy cache': [
    notices.cacheNotCleaned('EACCES', '~/.sf/deploy-cache.json'),
    'warning',
    /deploy-cache\.json.*EACCES/,
  ],
} as const;

describe('a notice', () => {
  for (const [subject, [{ level, title, message }, expected, pattern]] of Object.entries(TABLE)) {
    it(`about ${subject} has a level and a title, and explains what to change in at most three lines`, () => {
      assert.equal(level, expected);
      assert.match(title, /^Salesforce sign-in: \S/);
      assert.match(message, pattern);
      assert.ok(message.length < 700 && message.split('\n').length <= 3, message);
      assert.doesNotMatch(`${title}\n${message}`, /undefined|^::/m);
    });
  }
});
