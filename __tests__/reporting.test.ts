import assert from 'node:assert/strict';
import { it } from 'node:test';
import { debugFingerprint } from '../src/reporting.ts';
import { fakeCore } from './helpers/fake-core.ts';

it('the fingerprint and the openssl command to compare it are logged only if debug logging is enabled', async () => {
  const debugCore = fakeCore();
  await debugFingerprint(debugCore, 'abc');
  assert.match(String(debugCore.calls), /SHA-256 of the public key: abc.*openssl .*-sha256/s);

  const quietCore = { ...fakeCore(), isDebug: () => false };
  await debugFingerprint(quietCore, 'abc');
  assert.deepEqual(quietCore.calls, []);
});
