/** Tests proxies that use TLS, and proxies and servers with an IPv6 address. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import {
  createServer as createTlsServer,
  getCACertificates,
  setDefaultCACertificates,
} from 'node:tls';
import { type Org, startOrg } from '../../simulator/org/org.ts';
import { createHttpClient } from '../../src/http/client.ts';
import { TransportError } from '../../src/http/errors.ts';
import { resolveProxy } from '../../src/http/proxy.ts';
import { makeCertificate } from '../../support/x509.ts';
import { pkcs8 } from '../helpers/crypto.ts';
import { catchError, loggableText } from '../helpers/errors.ts';
import { makeFolder } from '../helpers/folders.ts';
import { noIpv6 } from '../helpers/platform.ts';
import { setProxyVariables } from '../helpers/proxy-variables.ts';
import { noOpenssl3, runTool } from '../helpers/tools.ts';

const URL_OF_ORG = 'https://acme.my.salesforce.com/services/oauth2/token';
const DAY_MS = 86_400_000;

const defaultCertificates = getCACertificates('default');
const cleanups: (() => unknown)[] = [];
let org: Org;

before(async () => {
  org = await startOrg();
});
after(() => org.close());
afterEach(async () => {
  setProxyVariables();
  setDefaultCACertificates(defaultCertificates);
  for (const action of cleanups.splice(0)) await action();
});

/** Trusts the org and the certificates, as if NODE_EXTRA_CA_CERTS referred to all of them. */
const trustCertificates = (...certificates: readonly string[]) =>
  setDefaultCACertificates([...defaultCertificates, org.caPem, ...certificates]);

async function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  const sockets = new Set<Socket>();
  const track = (socket: Socket) => sockets.add(socket.on('error', () => undefined));
  server.on('connection', track).on('secureConnection', track);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, host, resolve);
  });
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

/** Forwards a connection to the org's own proxy. */
function forwardConnect(socket: Socket): void {
  const inner = connect(Number(new URL(org.proxyUrl).port), '127.0.0.1');
  inner.on('error', () => socket.destroy());
  socket
    .on('close', () => inner.destroy())
    .pipe(inner)
    .pipe(socket);
}

/** Starts a proxy with its own certificate. Records the server names that clients request. */
async function secureProxy(name: string, notAfter = new Date(Date.now() + DAY_MS)) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificateOptions = { subject: name, dnsNames: [name], publicKey, privateKey, notAfter };
  const cert = makeCertificate({
    ...certificateOptions,
    notBefore: new Date(Date.now() - 2 * DAY_MS),
  });
  const serverNames: (string | false | null)[] = [];
  const server = createTlsServer({ key: pkcs8(privateKey), cert }, (socket) => {
    serverNames.push(socket.servername);
    forwardConnect(socket);
  });
  return { port: await listen(server), cert, serverNames };
}

const runEnd = new AbortController();
after(() => runEnd.abort());

const newClient = () => createHttpClient(resolveProxy(process.env), runEnd.signal);

const request = (url = URL_OF_ORG, http = newClient()) =>
  http({
    name: 'token',
    method: 'POST',
    url,
    headers: {},
    body: 'a=b',
    timeoutMs: 20_000,
  });

async function transportErrorOf(url?: string): Promise<TransportError> {
  const error = await catchError(() => request(url));
  assert.ok(error instanceof TransportError, String(error));
  assert.doesNotMatch(loggableText(error), /hush/);
  return error;
}

describe('a proxy with an https URL', () => {
  it('forwards a request to the org after its own certificate has been verified', async () => {
    const { port, cert, serverNames } = await secureProxy('localhost');
    trustCertificates(cert);
    setProxyVariables({ https_proxy: `https://localhost:${port}` });
    assert.equal((await request()).status, 400);
    assert.deepEqual(serverNames, ['localhost']);
    assert.equal(org.tunnels.at(-1)?.authority, 'acme.my.salesforce.com:443');
  });

  it('carries the requests of a run over one connection', async () => {
    const { port, cert, serverNames } = await secureProxy('localhost');
    trustCertificates(cert);
    setProxyVariables({ https_proxy: `https://localhost:${port}` });
    const http = newClient();
    for (let count = 0; count < 2; count++)
      assert.equal((await request(URL_OF_ORG, http)).status, 400);
    assert.equal(serverNames.length, 1);
  });

  it('is reported as proxy-plain if it speaks plain HTTP', async () => {
    const port = await listen(createHttpServer());
    setProxyVariables({ https_proxy: `https://runner:hush-hush@127.0.0.1:${port}` });
    const { code, transient } = await transportErrorOf();
    assert.deepEqual([code, transient], ['proxy-plain', false]);
  });

  const invalidCertificates = [
    ['is self-signed', 'localhost', 1, false, '', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['is for another host', 'proxy.example', 1, true, '', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['is for the org', 'acme.my.salesforce.com', 1, true, '', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['has expired', 'localhost', -1, true, '-expired', 'CERT_HAS_EXPIRED'],
  ] as const;
  for (const [description, name, days, isTrusted, suffix, cause] of invalidCertificates) {
    it(`is reported as proxy-certificate${suffix} if its certificate ${description}`, async () => {
      const { port, cert } = await secureProxy(name, new Date(Date.now() + days * DAY_MS));
      trustCertificates(...(isTrusted ? [cert] : []));
      setProxyVariables({ https_proxy: `https://runner:hush-hush@localhost:${port}` });
      const { code, transient, details } = await transportErrorOf();
      assert.deepEqual(
        [code, transient, details],
        [`proxy-certificate${suffix}`, false, { cause }],
      );
    });
  }

  it("is reported as proxy-tls if it supports none of Node's TLS versions", async () => {
    const rejectingProxy = createServer((socket) => {
      // This is the alert protocol_version (RFC 8446, section 6).
      socket.once('data', () => socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, 70])));
    });
    setProxyVariables({ https_proxy: `https://127.0.0.1:${await listen(rejectingProxy)}` });
    const { code, transient } = await transportErrorOf();
    assert.deepEqual([code, transient], ['proxy-tls', false]);
  });

  it('is reported as proxy-closed if it closes the connection', async () => {
    const closingProxy = createServer((socket) => socket.end());
    setProxyVariables({ https_proxy: `https://127.0.0.1:${await listen(closingProxy)}` });
    const { code, transient } = await transportErrorOf();
    assert.deepEqual([code, transient], ['proxy-closed', true]);
  });
});

it('a TLS error of a server behind a proxy is not reported as proxy-plain', async () => {
  setProxyVariables({ https_proxy: org.proxyUrl });
  org.faults.set('tls-garbage');
  const { code } = await transportErrorOf();
  org.faults.clear();
  assert.equal(code, 'EPROTO');
});

describe('an IPv6 address', () => {
  it('can be the address of the proxy', { skip: noIpv6 }, async () => {
    const port = await listen(createServer(forwardConnect), '::1');
    trustCertificates();
    setProxyVariables({ https_proxy: `http://[::1]:${port}` });
    assert.equal((await request()).status, 400);
  });

  /**
   * Starts a proxy that forwards all connections to one server and records the requested
   * authorities.
   */
  async function proxyTo(server: Server) {
    const port = await listen(server);
    const authorities: (string | undefined)[] = [];
    const proxy = createHttpServer().on('connect', (request, socket: Socket) => {
      authorities.push(request.url);
      const inner = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        inner.pipe(socket).pipe(inner);
      });
      inner.on('error', () => socket.destroy());
      socket.on('error', () => inner.destroy());
    });
    return { proxyUrl: `http://127.0.0.1:${await listen(proxy)}`, authorities };
  }

  it('can be the address of the server, with brackets in the CONNECT request and without SNI', {
    skip: noOpenssl3(),
  }, async () => {
    const folder = makeFolder('tunnel');
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const recipe = 'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=six';
    const names = ['-addext', 'subjectAltName=IP:2001:db8::1', '-keyout', key, '-out', cert];
    runTool('openssl', [...recipe.split(' '), ...names]);
    const serverNames: (string | false | null)[] = [];
    const files = { key: readFileSync(key), cert: readFileSync(cert) };
    const server = createTlsServer(files, (socket) => {
      serverNames.push(socket.servername);
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nsix'));
    });
    const { proxyUrl, authorities } = await proxyTo(server);
    trustCertificates(String(files.cert));
    setProxyVariables({ https_proxy: proxyUrl });
    assert.equal((await request('https://[2001:db8::1]/services')).body, 'six');
    assert.equal((await request('https://[2001:db8::1]:8443/services')).body, 'six');
    assert.deepEqual(authorities, ['[2001:db8::1]:443', '[2001:db8::1]:8443']);
    assert.deepEqual(serverNames, [false, false]);
    assert.equal(
      (await transportErrorOf('https://[2001:db8::2]/')).code,
      'ERR_TLS_CERT_ALTNAME_INVALID',
    );
  });
});

describe('the HTTP client with NODE_TLS_REJECT_UNAUTHORIZED=0', () => {
  before(() => {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  });
  after(() => delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']);

  it('rejects a proxy with an untrusted certificate', async () => {
    const { port } = await secureProxy('localhost');
    setProxyVariables({ https_proxy: `https://localhost:${port}` });
    assert.equal((await transportErrorOf()).code, 'proxy-certificate');
  });

  it('rejects a server with an untrusted certificate that it reaches without a proxy', async () => {
    const { port } = await secureProxy('localhost');
    const { code } = await transportErrorOf(`https://localhost:${port}/`);
    assert.equal(code, 'DEPTH_ZERO_SELF_SIGNED_CERT');
  });
});
