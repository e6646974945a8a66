import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ClientResponse, sendRequest } from '../../../simulator/client.ts';
import { FAULTS } from '../../../simulator/org/faults/index.ts';
import type { Fault } from '../../../simulator/org/faults/types.ts';
import { ATTACKER_HOST } from '../../../simulator/org/tenants.ts';
import { responseFields, startFixture } from '../../helpers/org-fixture.ts';

/** The error code of the client for every fault that prevents a response. */
const ERRORS: Readonly<Record<string, string>> = {
  'reset-before-head': 'ECONNRESET',
  'reset-within-head': 'ECONNRESET',
  'reset-after-head': 'ECONNRESET',
  closed: 'ECONNRESET',
  'cut-body': 'ECONNRESET',
  'bad-chunking': 'HPE_INVALID_CHUNK_SIZE',
  'unterminated-chunking': 'ECONNRESET',
  'length-too-long': 'ECONNRESET',
  'length-too-short': 'HPE_CLOSED_CONNECTION',
  'length-twice': 'HPE_UNEXPECTED_CONTENT_LENGTH',
  'huge-header': 'HPE_HEADER_OVERFLOW',
  'bad-header': 'HPE_INVALID_HEADER_TOKEN',
  'not-http': 'HPE_INVALID_CONSTANT',
  dns: 'PROXY_502',
  refused: 'PROXY_502',
  'proxy-407': 'PROXY_407',
  'proxy-403': 'PROXY_403',
  'proxy-502': 'PROXY_502',
  'proxy-503': 'PROXY_503',
  'proxy-closes': 'ECONNRESET',
  'proxy-closes-later': 'ECONNRESET',
  'proxy-invalid-response': 'HPE_INVALID_CONSTANT',
  'tls-closes': 'ECONNRESET',
  'tls-unknown-ca': 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'tls-self-signed': 'DEPTH_ZERO_SELF_SIGNED_CERT',
  'tls-inspected': 'SELF_SIGNED_CERT_IN_CHAIN',
  'tls-wrong-name': 'ERR_TLS_CERT_ALTNAME_INVALID',
  'tls-expired': 'CERT_HAS_EXPIRED',
  'tls-not-yet-valid': 'CERT_NOT_YET_VALID',
  // The code depends on the version of OpenSSL.
  'tls-garbage': '',
};

const hangs = ({ name }: Fault): boolean => /^stalled|stalls$|^dripping|^endless-1xx/.test(name);

/** Returns the HTTP status with which the name of the fault begins, or undefined. */
const statusOf = ({ name }: Fault): number | undefined => {
  const status = Number(/^[2-5]\d\d/.exec(name)?.[0]);
  return Number.isNaN(status) ? undefined : status;
};

function assertResponse(fault: Fault, response: ClientResponse): void {
  const status = statusOf(fault);
  if (status !== undefined) assert.equal(response.status, status);
  const described = /^400 (\S+): (.*)\.$/.exec(fault.summary);
  if (described === null) return;
  assert.equal(response.status, 400);
  assert.deepEqual(responseFields(response), {
    error: described[1],
    error_description: described[2],
  });
}

describe('faults', () => {
  it('have unique names and a one-sentence summary', () => {
    const names = FAULTS.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    assert.ok(names.length >= 30);
    for (const { summary, name } of FAULTS) assert.match(summary, /^[^.].*\.$/, name);
  });

  describe('at the token endpoint', () => {
    for (const fault of FAULTS.filter(({ path = '/token' }) => path.endsWith('/token'))) {
      it(`include ${fault.name}, which has the described effect: ${fault.summary}`, async () => {
        const { org, exchange } = await startFixture();
        org.faults.set(fault.name, fault.ms === undefined ? { ms: 20 } : {});
        const response = exchange({}, 'https://login.salesforce.com', hangs(fault) ? 150 : 5000);
        if (hangs(fault)) {
          await assert.rejects(response, { name: 'AbortError' });
        } else if (ERRORS[fault.name] !== undefined) {
          await assert.rejects(
            response,
            ERRORS[fault.name] === '' ? Error : { code: ERRORS[fault.name] },
          );
        } else {
          assertResponse(fault, await response);
        }
      });
    }
  });

  it('affect the given number of requests', async () => {
    const { org, exchange } = await startFixture();
    org.faults.set('503', { times: 2 });
    const statuses = [];
    for (let i = 0; i < 3; i += 1) statuses.push((await exchange()).status);
    assert.deepEqual(statuses, [503, 503, 200]);
    assert.deepEqual(org.faults.active(), []);
    assert.equal(org.requests[0]?.fault, '503');
    org.faults.set('503-once');
    assert.equal((await exchange()).status, 503);
    assert.equal((await exchange()).status, 200);
  });

  it('affect only the given path and host', async () => {
    const { org, exchange, token } = await startFixture();
    org.faults.set('session-revoked');
    org.faults.set('502', { host: 'test.salesforce.com' });
    const headers = { Authorization: `Bearer ${await token()}` };
    const url = 'https://acme.my.salesforce.com/services/oauth2/userinfo';
    assert.equal((await sendRequest(org, url, { headers })).body, 'Bad_OAuth_Token');
    assert.equal((await exchange({}, 'https://test.salesforce.com')).status, 502);
    org.faults.clear();
    assert.equal((await sendRequest(org, url, { headers })).status, 200);
    assert.throws(() => org.faults.set('no-such-fault'), /There is no fault named no-such-fault/);
  });

  it("include skewed-clock, which rejects an assertion as expired unless it uses the org's time", async () => {
    const { org, exchange } = await startFixture();
    org.faults.set('skewed-clock');
    const response = await exchange();
    assert.equal(responseFields(response).error_description, 'expired authorization code');
    const serverTime = Date.parse(String(response.headers.date));
    assert.ok(serverTime - Date.now() > 500_000);
    assert.equal((await exchange({ exp: Math.floor(serverTime / 1000) + 180 })).status, 200);
  });

  it('can redirect to a malicious host, which records the requests', async () => {
    const { org, exchange } = await startFixture();
    org.faults.set('307');
    const { location = '' } = (await exchange()).headers;
    assert.equal(location, `https://${ATTACKER_HOST}/services/oauth2/token`);
    await sendRequest(org, location, { method: 'POST', body: 'assertion=x' });
    assert.equal(org.requests.at(-1)?.host, ATTACKER_HOST);
    assert.equal(org.requests.at(-1)?.body, 'assertion=x');
  });

  it('also affect plain HTTP', async () => {
    const { org, exchange } = await startFixture();
    org.faults.set('reset-before-head', { times: 1 });
    await assert.rejects(exchange({}, org.httpUrl), { code: 'ECONNRESET' });
    org.faults.set('302');
    const { location = '' } = (await exchange({}, org.httpUrl)).headers;
    assert.ok(location.startsWith(`${org.httpUrl}/attacker/`));
  });

  it('do not prevent the org from closing if a connection is stalled', {
    timeout: 30_000,
  }, async () => {
    const { org, exchange } = await startFixture();
    org.faults.set('stalled-head');
    const stalled = assert.rejects(exchange());
    while (org.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await org.close();
    await stalled;
  });
});
