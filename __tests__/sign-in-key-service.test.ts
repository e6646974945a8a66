import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { HttpRequest } from '../src/http/client.ts';
import { TransportError } from '../src/http/errors.ts';
import { run } from '../src/sign-in.ts';
import { certificateOf, DAY_MS, rsaPair } from './helpers/crypto.ts';
import { fakeRuntime, httpResponse } from './helpers/fake-runtime.ts';
import { certificate, keyServices, serviceContext } from './helpers/key-services.ts';
import { VALID_RESPONSE } from './helpers/token-response.ts';

const services = await keyServices();
const INPUTS = {
  'consumer-key': '3MVG9abc_D.ef',
  'signing-key': services.address('vault'),
  certificate: certificateOf(rsaPair()) + services.certificatePem,
  username: 'ci@acme.com',
  'login-url': 'https://acme.my.salesforce.com',
};

it('a sign-in with a key service warns if the certificate of the key expires soon, and masks the credential for the service', async () => {
  const { http, env } = serviceContext(services, 'vault');
  const { notAfter } = certificate(services.certificatePem);
  const runtime = fakeRuntime({ inputs: INPUTS, env: env as Record<string, string> });
  const requests: HttpRequest[] = [];
  const exitCode = await run({
    ...runtime,
    now: () => notAfter.getTime() - 10 * DAY_MS,
    createHttpClient: () => async (request) => {
      requests.push(request);
      return request.name === 'key-service' ? http(request) : httpResponse(200, VALID_RESPONSE);
    },
  });
  assert.equal(exitCode, 0);
  assert.deepEqual(
    requests.map(({ name }) => name),
    ['key-service', 'token'],
  );
  const [[warning = ''] = []] = runtime.callsTo('warning');
  assert.match(warning, /expires soon/);
  const { vaultToken } = services.state.credentials;
  assert.ok(runtime.callsTo('mask').some(([value]) => value === vaultToken));
});

it('a sign-in with a key service fails before the first request if there is no certificate', async () => {
  const runtime = fakeRuntime({ inputs: { ...INPUTS, certificate: '' } });
  assert.equal(await run(runtime), 1);
  assert.deepEqual(runtime.requests, []);
  const [[, message = ''] = []] = runtime.callsTo('error');
  assert.match(message, /^The input `certificate` is empty/);
});

it('the report of a key service that cannot be reached says nothing about a proxy from which no_proxy exempts it', async () => {
  const { env } = serviceContext(services, 'vault');
  const { host, hostname } = new URL(String(env['VAULT_ADDR']));
  const proxyEnv = { https_proxy: 'http://proxy.acme.com:3128', no_proxy: hostname };
  const error = new TransportError({ code: 'ECONNREFUSED', request: 'key-service', host });
  const runtime = fakeRuntime({
    inputs: INPUTS,
    env: { ...(env as Record<string, string>), ...proxyEnv },
    responses: [error],
  });
  assert.equal(await run(runtime), 1);
  const [[, message = ''] = []] = runtime.callsTo('error');
  assert.match(message, /The runner cannot reach/);
  assert.doesNotMatch(message, /proxy\.acme\.com|, port 443/);
});

it('the report of a refused audience quotes the key service if it failed to sign the second request', async () => {
  const { http, env } = serviceContext(services, 'vault');
  const runtime = fakeRuntime({ inputs: INPUTS, env: env as Record<string, string> });
  const refusal = { error: 'invalid_grant', error_description: 'audience is invalid' };
  let signatures = 0;
  const exitCode = await run({
    ...runtime,
    createHttpClient: () => async (request) => {
      if (request.name !== 'key-service') return httpResponse(400, refusal);
      signatures += 1;
      return signatures > 1 ? httpResponse(403, { errors: ['permission denied'] }) : http(request);
    },
  });
  assert.equal(exitCode, 1);
  assert.match(
    String(runtime.callsTo('error')),
    /as audience: not sent, the key service failed: HTTP 403, permission denied/,
  );
  assert.match(String(runtime.callsTo('summary')), /\(not sent\)/);
  assert.match(String(runtime.callsTo('summary')), /SHA-256 of the public key \| [\da-f]{64}/);
});
