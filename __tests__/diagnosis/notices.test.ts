import assert from 'node:assert/strict';
import { it } from 'node:test';
import * as notices from '../../src/diagnosis/notices.ts';

const ALL = [
  notices.certificateExpired('2026-11-30'),
  notices.certificateExpires('2026-11-30', 7),
  notices.clockSkew(90),
  notices.clockSkew(-90),
  notices.jwtToken(),
  notices.needlessPassphrase(),
  notices.revokeFailed('HTTP 400\n::error::x'),
  notices.deployCacheNotCleaned('EACCES'),
];

it('each has a title and says what to change, in a few lines', () => {
  for (const { title, message } of ALL) {
    assert.match(title, /^Salesforce sign-in: \S/);
    assert.ok(message.length < 700 && message.split('\n').length <= 3, message);
    assert.doesNotMatch(`${title}\n${message}`, /undefined|^::/m);
  }
});

it('each names what it is given', () => {
  const [expired, expires, behind, ahead, jwt, , revoke, cache] = ALL.map(({ message }) => message);
  assert.match(expired ?? '', /valid until 2026-11-30.*openssl req -x509/s);
  assert.match(expires ?? '', /valid until 2026-11-30 \(days left: 7\)/);
  assert.match(behind ?? '', /90 seconds behind/);
  assert.match(ahead ?? '', /90 seconds ahead of/);
  assert.match(
    jwt ?? '',
    /SF_TARGET_ORG.*JSON Web Token \(JWT\)-based access tokens.*org login access-token/s,
  );
  assert.match(revoke ?? '', /HTTP 400 ::error::x/);
  assert.match(cache ?? '', /deploy-cache\.json.*EACCES/);
});
