import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { closedPort, type Org, startOrg } from '../../simulator/org/org.ts';
import { TransportError } from '../../src/salesforce/errors.ts';
import { proxyFor, toolkitHttp } from '../../src/salesforce/http.ts';
import { printed, thrownBy } from '../helpers/support.ts';

const URL_OF_ORG = 'https://acme.my.salesforce.com/services/oauth2/token';
const PASSWORD = 'p@ss:word/with%signs';
const VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'no_proxy', 'NO_PROXY'] as const;

const usual = getCACertificates('default');
let org: Org;
let strict: Org;

function environment(values: Partial<Record<(typeof VARIABLES)[number], string>>): void {
  for (const name of VARIABLES) delete process.env[name];
  Object.assign(process.env, values);
}

before(async () => {
  org = await startOrg();
  strict = await startOrg({ proxyCredentials: { user: 'runner', password: PASSWORD } });
  // What NODE_EXTRA_CA_CERTS does when a process starts.
  setDefaultCACertificates([...usual, org.caPem, strict.caPem]);
});
after(async () => {
  environment({});
  setDefaultCACertificates(usual);
  await Promise.all([org.close(), strict.close()]);
});
afterEach(() => org.faults.clear());

const ask = (timeoutMs = 20_000, url = URL_OF_ORG) =>
  toolkitHttp({ name: 'token', method: 'POST', url, headers: {}, body: 'a=b', timeoutMs });

async function failureOf(timeoutMs?: number, url?: string): Promise<TransportError> {
  const error = await thrownBy(() => ask(timeoutMs, url));
  assert.ok(error instanceof TransportError, String(error));
  return error;
}

describe('the proxy of the environment', () => {
  const url = 'https://acme.my.salesforce.com';
  const table = [
    [
      'is told without its credentials',
      { https_proxy: 'http://u:secret@proxy:3128' },
      'proxy:3128',
    ],
    ['is found in capitals', { HTTPS_PROXY: 'http://proxy:3128' }, 'proxy:3128'],
    ['needs no scheme', { https_proxy: '127.0.0.1:8080' }, '127.0.0.1:8080'],
    ['is none where its name passes for a scheme', { https_proxy: 'proxy:8080' }, ''],
    ['may be spoken to over TLS', { https_proxy: 'https://proxy:3129' }, 'proxy:3129'],
    ['is not that of http', { http_proxy: 'http://proxy:3128' }, ''],
    [
      'is none where no_proxy says so',
      { https_proxy: 'http://p:1', no_proxy: 'x,.salesforce.com' },
      '',
    ],
    ['is none where nothing is set', {}, ''],
    ['is none where its URL is none', { https_proxy: 'http://u:se%cret@:::' }, ''],
    ['is none where its URL is even less', { https_proxy: 'u%secret@[:' }, ''],
    ['is none where its name cannot be read', { https_proxy: 'u%zz@proxy:3128' }, ''],
  ] as const;
  for (const [what, values, host] of table) {
    it(what, () => {
      environment(values);
      assert.equal(proxyFor(url).host, host);
    });
  }

  it('tells what of it must not be printed: the password, and the header that holds it', () => {
    environment({ https_proxy: 'http://u:se%23cret@proxy:3128' });
    const header = Buffer.from('u:se#cret').toString('base64');
    assert.deepEqual(proxyFor(url).secrets, ['se#cret', header]);
    environment({ https_proxy: 'http://proxy:3128' });
    assert.deepEqual(proxyFor(url).secrets, []);
  });

  for (const password of ['12#ss', '12/ss', '12?ss']) {
    it(`has no host where a part of the password would stand there: ${password}`, () => {
      environment({ https_proxy: `http://svc:${password}@proxy:3128` });
      assert.equal(proxyFor(url).host, '');
    });
  }
});

describe('through a proxy', () => {
  it('a request reaches the org by its own name', async () => {
    environment({ https_proxy: org.proxyUrl });
    const { status, body } = await ask();
    assert.equal(status, 400);
    assert.match(body, /unsupported_grant_type/);
    assert.equal(org.requests.at(-1)?.host, 'acme.my.salesforce.com');
    assert.equal(org.tunnels.at(-1)?.authority, 'acme.my.salesforce.com:443');
  });

  it('that wants credentials, a request brings them', async () => {
    environment({ https_proxy: strict.proxyUrl });
    assert.equal((await ask()).status, 400);
    assert.equal(strict.tunnels.at(-1)?.credentials, 'right');
  });

  it('loopback is never asked', async () => {
    environment({ http_proxy: 'http://127.0.0.1:1', https_proxy: 'http://127.0.0.1:1' });
    assert.equal((await ask(20_000, `${org.httpUrl}/services/oauth2/token`)).status, 400);
  });
});

it('TLS is checked even where the environment says not to', async () => {
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  environment({ https_proxy: org.proxyUrl });
  org.faults.set('tls-unknown-ca');
  assert.equal((await failureOf()).code, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  assert.equal(process.env['NODE_TLS_REJECT_UNAUTHORIZED'], undefined);
});

describe('a proxy that fails is told by its own code', () => {
  const table = [
    ['proxy-407', 'proxy-refused', false, { status: 407 }],
    ['proxy-403', 'proxy-refused', false, { status: 403 }],
    ['proxy-502', 'proxy-refused', true, { status: 502 }],
    ['proxy-503', 'proxy-refused', true, { status: 503 }],
    ['dns', 'proxy-refused', true, { status: 502 }],
    ['proxy-closes', 'proxy-closed', true, {}],
    ['proxy-garbage', 'proxy-garbage', true, {}],
    ['proxy-closes-later', 'ECONNRESET', true, {}],
    ['tls-closes', 'ECONNRESET', true, {}],
  ] as const;
  for (const [fault, code, transient, details] of table) {
    it(`${fault}: ${code}, ${transient ? 'may pass' : 'will not pass'}`, async () => {
      environment({ https_proxy: org.proxyUrl });
      org.faults.set(fault);
      const error = await failureOf();
      assert.deepEqual([error.code, error.transient, error.details], [code, transient, details]);
      assert.equal(error.host, 'acme.my.salesforce.com');
    });
  }

  it('the wrong credentials: refused, and not shown', async () => {
    const wrong = new URL(strict.proxyUrl);
    wrong.password = 'not-the-password';
    environment({ https_proxy: wrong.href });
    const error = await failureOf();
    assert.deepEqual([error.code, error.transient], ['proxy-refused', false]);
    assert.doesNotMatch(printed(error), /not-the-password|runner/);
  });

  const nowhere = [
    ['nobody listens', async () => `127.0.0.1:${await closedPort()}`, 'ECONNREFUSED'],
    ['nobody knows the name', async () => 'proxy.acme.invalid:3128', /ENOTFOUND|EAI_AGAIN/],
  ] as const;
  for (const [what, where, cause] of nowhere) {
    it(`${what}: proxy-unreachable, without its credentials`, async () => {
      environment({ https_proxy: `http://runner:hush-hush@${await where()}` });
      const error = await failureOf();
      assert.deepEqual([error.code, error.transient], ['proxy-unreachable', true]);
      assert.match(String(error.details['cause']), new RegExp(cause));
      assert.doesNotMatch(printed(error), /hush|runner/);
    });
  }

  it('a proxy that speaks before it is asked: proxy-garbage', async () => {
    const { createServer } = await import('node:net');
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\n\r\nwelcome'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    assert.ok(address !== null && typeof address === 'object');
    environment({ https_proxy: `http://127.0.0.1:${address.port}` });
    const error = await failureOf();
    server.close();
    assert.deepEqual([error.code, error.transient], ['proxy-garbage', true]);
  });

  const noUrls = [
    ['runner%hush@[:', 'ERR_INVALID_URL'],
    ['runner%hush@127.0.0.1:3128', 'unknown'],
  ] as const;
  for (const [proxy, code] of noUrls) {
    it(`a URL of a proxy that is none is neither tried again nor shown: ${code}`, async () => {
      environment({ https_proxy: proxy });
      const error = await failureOf();
      assert.deepEqual([error.code, error.transient], [code, false]);
      assert.doesNotMatch(printed(error), /hush|runner/);
    });
  }

  for (const fault of ['proxy-stalls', 'tls-stalls']) {
    it(`one that never answers is given up: ${fault}`, async () => {
      environment({ https_proxy: org.proxyUrl });
      org.faults.set(fault);
      const error = await failureOf(80);
      assert.deepEqual([error.code, error.transient], ['timeout', true]);
    });
  }
});

describe('TLS is always checked, and what is wrong with a certificate does not pass', () => {
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
    it(`${fault}: ${code}`, async () => {
      environment({ https_proxy: org.proxyUrl });
      org.faults.set(fault);
      const error = await failureOf();
      assert.deepEqual([error.code, error.transient], [code, false]);
    });
  }
});
