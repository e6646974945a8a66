import assert from 'node:assert/strict';
import { it } from 'node:test';
import { debugFingerprint } from '../src/tell.ts';
import { fakeCore } from './helpers/fake-core.ts';

it('the fingerprint, and how to compare it, are said to a job with debug logging alone', async () => {
  const asked = fakeCore();
  await debugFingerprint(asked, 'abc');
  assert.match(String(asked.calls), /SHA-256 of the public key: abc.*openssl .*-sha256/s);

  const quiet = { ...fakeCore(), isDebug: () => false };
  await debugFingerprint(quiet, 'abc');
  assert.deepEqual(quiet.calls, []);
});
