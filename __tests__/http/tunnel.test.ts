import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { after, afterEach, before, describe, it } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { CLOSED_PORT, type Org, startOrg } from '../../simulator/org/org.ts';
import { createHttpClient } from '../../src/http/client.ts';
import { TransportError } from '../../src/http/errors.ts';
import { resolveProxy } from '../../src/http/proxy.ts';
import { catchError, loggableText } from '../helpers/errors.ts';
import { setProxyVariables } from '../helpers/proxy-variables.ts';

const URL_OF_ORG = 'https://acme.my.salesforce.com/services/oauth2/token';
const PASSWORD = 'p@ss:word/with%signs';
const defaultCertificates = getCACertificates('default');
let org: Org;
let authenticatedOrg: Org;

before(async () => {
  org = await startOrg();
  authenticatedOrg = await startOrg({ proxyCredentials: { user: 'runner', password: PASSWORD } });
  // This call has the effect that NODE_EXTRA_CA_CERTS has when a process starts.
  setDefaultCACertificates([...defaultCertificates, org.caPem, authenticatedOrg.caPem]);
});
after(async () => {
  setProxyVariables();
  setDefaultCACertificates(defaultCertificates);
  await Promise.all([org.close(), authenticatedOrg.close()]);
});
afterEach(() => org.faults.clear());

const runEnd = new AbortController();
after(() => runEnd.abort());

const request = (timeoutMs = 20_000, url = URL_OF_ORG) =>
  createHttpClient(
    resolveProxy(process.env),
    runEnd.signal,
  )({
    name: 'token',
    method: 'POST',
    url,
    headers: {},
    body: 'a=b',
    timeoutMs,
  });

async function transportErrorOf(timeoutMs?: number, url?: string): Promise<TransportError> {
  const error = await catchError(() => request(timeoutMs, url));
  assert.ok(error instanceof TransportError, String(error));
  return error;
}

describe('a request with a proxy in the environment', () => {
  it('reaches the org by its host name', async () => {
    setProxyVariables({ https_proxy: org.proxyUrl });
    const { status, body } = await request();
    assert.equal(status, 400);
    assert.match(body, /unsupported_grant_type/);
    assert.equal(org.requests.at(-1)?.host, 'acme.my.salesforce.com');
    const { authority, credentials } = org.tunnels.at(-1) ?? {};
    assert.deepEqual([authority, credentials], ['acme.my.salesforce.com:443', 'none']);
  });

  it('is sent with the credentials that the proxy requires', async () => {
    setProxyVariables({ https_proxy: authenticatedOrg.proxyUrl });
    assert.equal((await request()).status, 400);
    assert.equal(authenticatedOrg.tunnels.at(-1)?.credentials, 'valid');
  });

  it('is sent through the proxy even if the URL of the proxy has no scheme', async () => {
    setProxyVariables({ HTTPS_PROXY: authenticatedOrg.proxyUrl.replace('http://', '') });
    assert.equal((await request()).status, 400);
    assert.equal(authenticatedOrg.tunnels.at(-1)?.credentials, 'valid');
  });

  it('is sent to a loopback address without the proxy', async () => {
    setProxyVariables({ http_proxy: 'http://127.0.0.1:1', https_proxy: 'http://127.0.0.1:1' });
    assert.equal((await request(20_000, `${org.httpUrl}/services/oauth2/token`)).status, 400);
  });
});

it('the certificate of a server behind a proxy is verified even if NODE_TLS_REJECT_UNAUTHORIZED is 0', async (t) => {
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  t.after(() => delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']);
  setProxyVariables({ https_proxy: org.proxyUrl });
  org.faults.set('tls-unknown-ca');
  assert.equal((await transportErrorOf()).code, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
});

describe('a failing proxy', () => {
  const table = [
    ['proxy-407', 'proxy-refused', false, { status: 407, schemes: 'Basic' }],
    ['proxy-403', 'proxy-refused', false, { status: 403 }],
    ['proxy-502', 'proxy-refused', true, { status: 502 }],
    ['proxy-503', 'proxy-refused', true, { status: 503 }],
    ['dns', 'proxy-refused', true, { status: 502 }],
    ['proxy-closes', 'proxy-closed', true, { cause: 'ECONNRESET' }],
    ['proxy-invalid-response', 'proxy-invalid-response', true, { cause: 'HPE_INVALID_CONSTANT' }],
    ['proxy-closes-later', 'ECONNRESET', true, {}],
    ['tls-closes', 'ECONNRESET', true, {}],
  ] as const;
  for (const [fault, code, transient, details] of table) {
    it(`is reported as the ${transient ? 'transient' : 'permanent'} error ${code}: ${fault}`, async () => {
      setProxyVariables({ https_proxy: org.proxyUrl });
      org.faults.set(fault);
      const error = await transportErrorOf();
      assert.deepEqual([error.code, error.transient, error.details], [code, transient, details]);
      assert.equal(error.host, 'acme.my.salesforce.com');
    });
  }

  it('is reported as proxy-invalid, before any connection, if its setting is invalid', async () => {
    const tunnelCount = org.tunnels.length;
    for (const setting of ['/', 'socks5://hush-hush:1080', 'http://runner:hush%zz@proxy:3128']) {
      setProxyVariables({ HTTPS_PROXY: setting });
      const error = await transportErrorOf();
      assert.deepEqual([error.code, error.transient], ['proxy-invalid', false]);
      assert.deepEqual(error.details, { variable: 'HTTPS_PROXY' });
      assert.doesNotMatch(loggableText(error), /hush|runner/);
    }
    assert.equal(org.tunnels.length, tunnelCount);
  });

  const challenges: readonly (readonly [challenge: string | string[], schemes?: string])[] = [
    ['Negotiate, NTLM', 'Negotiate, NTLM'],
    [['Negotiate', 'Basic realm="NTLM, Kerberos"', 'NTLM'], 'Negotiate, Basic, NTLM'],
    ['NTLM TlRMTVNTUAACAAAABasic/NTLM+Basic=', 'NTLM'],
    ['Digest realm="a", nonce="b", algorithm=Basic', 'Digest'],
    ['Secret-of-the-proxy'],
    [''],
  ];
  for (const [challenge, schemes] of challenges) {
    it(`is reported with the registered authentication schemes in ${JSON.stringify(challenge)}`, async (t) => {
      const proxy = createHttpServer().on('connect', (_, socket) => {
        const lines = [challenge].flat().map((text) => `Proxy-Authenticate: ${text}\r\n`);
        socket.end(`HTTP/1.1 407 Proxy Authentication Required\r\n${lines.join('')}\r\n`);
      });
      await once(proxy.listen(0, '127.0.0.1'), 'listening');
      t.after(() => proxy.close());
      const { port } = proxy.address() as AddressInfo;
      setProxyVariables({ https_proxy: `http://127.0.0.1:${port}` });
      const { details } = await transportErrorOf();
      assert.deepEqual(details, { status: 407, ...(schemes ? { schemes } : {}) });
    });
  }

  it('is reported without the credentials that it rejected', async () => {
    const wrongProxyUrl = new URL(authenticatedOrg.proxyUrl);
    wrongProxyUrl.password = 'not-the-password';
    setProxyVariables({ https_proxy: wrongProxyUrl.href });
    const error = await transportErrorOf();
    assert.deepEqual([error.code, error.transient], ['proxy-refused', false]);
    assert.doesNotMatch(loggableText(error), /not-the-password|runner/);
  });

  const unreachableProxies = [
    ['nothing listens at its address', `127.0.0.1:${CLOSED_PORT}`, 'ECONNREFUSED'],
    ['its name cannot be resolved', 'proxy.acme.invalid:3128', /ENOTFOUND|EAI_AGAIN/],
  ] as const;
  for (const [description, proxyHost, cause] of unreachableProxies) {
    it(`is reported as proxy-unreachable, without its credentials, if ${description}`, async () => {
      setProxyVariables({ https_proxy: `http://runner:hush-hush@${proxyHost}` });
      const error = await transportErrorOf();
      assert.deepEqual([error.code, error.transient], ['proxy-unreachable', true]);
      assert.match(String(error.details['cause']), new RegExp(cause));
      assert.doesNotMatch(loggableText(error), /hush|runner/);
    });
  }

  const proxyReplies = [
    ['200 OK\r\n\r\nwelcome', 'proxy-invalid-response', true],
    ['199 Odd\r\n\r\n', 'proxy-refused', false],
    ['300 Multiple Choices\r\n\r\n', 'proxy-refused', false],
    ['408 Request Timeout\r\n\r\n', 'proxy-refused', true],
    ['429 Too Many Requests\r\n\r\n', 'proxy-refused', true],
    ['499 Client Closed Request\r\n\r\n', 'proxy-refused', false],
    ['500 Internal Server Error\r\n\r\n', 'proxy-refused', true],
  ] as const;
  for (const [reply, code, transient] of proxyReplies) {
    it(`is reported as ${code} after ${JSON.stringify(reply)}, and its connection is closed`, async () => {
      const closed = Promise.withResolvers<void>();
      const server = createServer((socket) => {
        socket.on('error', () => undefined).on('close', () => closed.resolve());
        socket.once('data', () => socket.write(`HTTP/1.1 ${reply}`));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      setProxyVariables({ https_proxy: `http://127.0.0.1:${port}` });
      const error = await transportErrorOf();
      assert.deepEqual([error.code, error.transient], [code, transient]);
      await closed.promise;
      server.close();
    });
  }

  it('is reported as timeout if it never responds', async () => {
    setProxyVariables({ https_proxy: org.proxyUrl });
    org.faults.set('proxy-stalls');
    const error = await transportErrorOf(80);
    assert.deepEqual([error.code, error.transient], ['timeout', true]);
    assert.deepEqual(error.details, {});
  });

  it('is reported as connected if the server behind it never responds', async () => {
    setProxyVariables({ https_proxy: org.proxyUrl });
    org.faults.set('tls-stalls');
    // This timeout is long enough for a connection to the proxy, even on a slow machine.
    const error = await transportErrorOf(5000);
    assert.deepEqual([error.code, error.transient], ['timeout', true]);
    assert.deepEqual(error.details, { proxy: 'connected' });
  });
});

describe('invalid TLS at a server behind a proxy', () => {
  const table = [
    ['tls-unknown-ca', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['tls-self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['tls-inspected', 'SELF_SIGNED_CERT_IN_CHAIN'],
    ['tls-wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['tls-expired', 'CERT_HAS_EXPIRED'],
    ['tls-not-yet-valid', 'CERT_NOT_YET_VALID'],
    ['tls-garbage', 'EPROTO'],
  ] as const;
  for (const [fault, code] of table) {
    it(`is reported as the permanent error ${code}: ${fault}`, async () => {
      setProxyVariables({ https_proxy: org.proxyUrl });
      org.faults.set(fault);
      const error = await transportErrorOf();
      assert.deepEqual([error.code, error.transient], [code, false]);
    });
  }
});
