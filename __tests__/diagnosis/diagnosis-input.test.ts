import assert from 'node:assert/strict';
import { it } from 'node:test';
import { describeProxy, expectedAudience, loginHost } from '../../src/diagnosis/diagnosis-input.ts';
import { emptyRunInfo } from '../helpers/run-info.ts';
import { LOGIN_HOSTS, PROXY, runWith } from './builders.ts';

it('the login host and the expected audience are undefined until the login URL has been read', () => {
  assert.equal(loginHost(emptyRunInfo()), undefined);
  assert.equal(expectedAudience(emptyRunInfo()), undefined);
});

it('the expected audience is derived from the login URL, not from the audience of the run', () => {
  const run = runWith({ ...LOGIN_HOSTS.sandbox, audience: 'https://a.example' });
  assert.equal(expectedAudience(run), LOGIN_HOSTS.sandbox.audience);
  assert.equal(loginHost(run), 'acme--uat.sandbox.my.salesforce.com');
});

it('describeProxy returns the address of the proxy and the variable that sets it, if they are known', () => {
  assert.equal(describeProxy(runWith()), undefined);
  assert.equal(describeProxy(runWith(PROXY)), 'proxy.acme.com:3128');
  assert.equal(
    describeProxy(runWith({ ...PROXY, proxyVariable: 'https_proxy' })),
    'proxy.acme.com:3128 (https_proxy)',
  );
});
