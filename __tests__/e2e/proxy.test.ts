import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { masksOf } from '../../support/runner/commands.ts';
import { assertFailed, assertSucceeded } from './harness/assertions.ts';
import { startStepHarness } from './harness/step-harness.ts';

describe('the proxy in the environment', { concurrency: 3 }, () => {
  for (const setting of [
    '/',
    'socks5://svc:behind-the-wall@proxy:1080',
    'http://svc:a#b-c@proxy:1',
  ]) {
    it(`fails the step instead of being bypassed if it is invalid: ${setting}`, async (t) => {
      const harness = await startStepHarness(t);
      const result = await harness.main(
        {},
        { env: { https_proxy: undefined, HTTPS_PROXY: setting } },
      );
      const message = assertFailed(result, 'The proxy setting cannot be read');
      // On Windows, both spellings name the same variable.
      assert.match(message, /The value of HTTPS_PROXY is not the address of an HTTP proxy\./i);
      assert.equal(harness.org.tunnels.length, 0);
      const [, password] = /:([^:@]+)@/.exec(setting) ?? [];
      assert.ok(!result.log.includes(password ?? '/ '), 'the value is not printed');
      if (password) assert.ok(masksOf(result.commands).includes(password), 'and masked');
    });
  }

  it('may be set without a scheme', async (t) => {
    const harness = await startStepHarness(t);
    const HTTPS_PROXY = harness.org.proxyUrl.replace('http://', '');
    assertSucceeded(await harness.main({}, { env: { https_proxy: undefined, HTTPS_PROXY } }));
    assert.deepEqual(
      harness.org.tunnels.map(({ credentials }) => credentials),
      ['valid'],
    );
  });

  const skip = process.platform === 'win32' && 'Windows has one variable for both spellings';
  it('is reported together with the variable that sets it', { skip }, async (t) => {
    const harness = await startStepHarness(t);
    harness.org.faults.set('proxy-403');
    const env = { HTTPS_PROXY: 'http://of-the-job:1', https_proxy: harness.org.proxyUrl };
    const result = await harness.main({}, { env });
    const message = assertFailed(result, 'The proxy did not open a connection');
    assert.match(message, /through the proxy 127\.0\.0\.1:\d+ \(https_proxy\)/);
  });
});
