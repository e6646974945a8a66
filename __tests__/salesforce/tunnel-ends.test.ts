/** Proxies and targets of other kinds: spoken to over TLS, or known by an IPv6 address. */
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
import { makeCertificate } from '../../simulator/org/x509.ts';
import { TransportError } from '../../src/salesforce/errors.ts';
import { nodeHttp } from '../../src/salesforce/http.ts';
import { makeFolder } from '../helpers/folders.ts';
import { noIpv6 } from '../helpers/platform.ts';
import { setProxyVariables } from '../helpers/proxy-variables.ts';
import { pkcs8, printed, thrownBy } from '../helpers/support.ts';
import { noOpenssl3, runTool } from '../helpers/tools.ts';

const URL_OF_ORG = 'https://acme.my.salesforce.com/services/oauth2/token';
const DAY_MS = 86_400_000;

const usual = getCACertificates('default');
const cleanUp: (() => unknown)[] = [];
let org: Org;

before(async () => {
  org = await startOrg();
});
after(() => org.close());
afterEach(async () => {
  setProxyVariables();
  setDefaultCACertificates(usual);
  for (const action of cleanUp.splice(0)) await action();
});

/** What NODE_EXTRA_CA_CERTS does when a process starts. */
const trust = (...certificates: readonly string[]) =>
  setDefaultCACertificates([...usual, org.caPem, ...certificates]);

async function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => sockets.add(socket.on('error', () => undefined));
  server.on('connection', keep).on('secureConnection', keep);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, host, resolve);
  });
  cleanUp.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

/** Takes a connection to where the org's own proxy listens. */
function passOn(socket: Socket): void {
  const inner = connect(Number(new URL(org.proxyUrl).port), '127.0.0.1');
  inner.on('error', () => socket.destroy());
  socket
    .on('close', () => inner.destroy())
    .pipe(inner)
    .pipe(socket);
}

/** A proxy with a certificate of its own; it keeps the names that it was called by. */
async function secureProxy(name: string, notAfter = new Date(Date.now() + DAY_MS)) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const plan = { subject: name, dnsNames: [name], publicKey, privateKey, notAfter };
  const cert = makeCertificate({ ...plan, notBefore: new Date(Date.now() - 2 * DAY_MS) });
  const called: (string | false | null)[] = [];
  const server = createTlsServer({ key: pkcs8(privateKey), cert }, (socket) => {
    called.push(socket.servername);
    passOn(socket);
  });
  return { port: await listen(server), cert, called };
}

const ask = (url = URL_OF_ORG) =>
  nodeHttp({ name: 'token', method: 'POST', url, headers: {}, body: 'a=b', timeoutMs: 20_000 });

async function failureOf(url?: string): Promise<TransportError> {
  const error = await thrownBy(() => ask(url));
  assert.ok(error instanceof TransportError, String(error));
  assert.doesNotMatch(printed(error), /hush/);
  return error;
}

describe('a proxy that is spoken to over TLS', () => {
  it('takes a request to the org, and is asked for its own certificate', async () => {
    const { port, cert, called } = await secureProxy('localhost');
    trust(cert);
    setProxyVariables({ https_proxy: `https://localhost:${port}` });
    assert.equal((await ask()).status, 400);
    assert.deepEqual(called, ['localhost']);
    assert.equal(org.tunnels.at(-1)?.authority, 'acme.my.salesforce.com:443');
  });

  it('but speaks plain HTTP is told as that', async () => {
    const port = await listen(createHttpServer());
    setProxyVariables({ https_proxy: `https://runner:hush-hush@127.0.0.1:${port}` });
    const { code, transient } = await failureOf();
    assert.deepEqual([code, transient], ['proxy-plain', false]);
  });

  const untrusted = [
    ['nobody vouches for it', 'localhost', 1, false, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['it is for another host', 'proxy.example', 1, true, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['it is for the org', 'acme.my.salesforce.com', 1, true, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['it has expired', 'localhost', -1, true, 'CERT_HAS_EXPIRED'],
  ] as const;
  for (const [why, name, days, trusted, cause] of untrusted) {
    it(`with a certificate that is not trusted because ${why} is told as that`, async () => {
      const { port, cert } = await secureProxy(name, new Date(Date.now() + days * DAY_MS));
      trust(...(trusted ? [cert] : []));
      setProxyVariables({ https_proxy: `https://runner:hush-hush@localhost:${port}` });
      const { code, transient, details } = await failureOf();
      assert.deepEqual([code, transient, details], ['proxy-certificate', false, { cause }]);
    });
  }

  it('but takes no version of it that Node speaks is told as that', async () => {
    const refuses = createServer((socket) => {
      // The alert protocol_version (RFC 8446, section 6).
      socket.once('data', () => socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, 70])));
    });
    setProxyVariables({ https_proxy: `https://127.0.0.1:${await listen(refuses)}` });
    const { code, transient } = await failureOf();
    assert.deepEqual([code, transient], ['proxy-tls', false]);
  });

  it('and closes instead is told as any other that closes', async () => {
    const closes = createServer((socket) => socket.end());
    setProxyVariables({ https_proxy: `https://127.0.0.1:${await listen(closes)}` });
    const { code, transient } = await failureOf();
    assert.deepEqual([code, transient], ['proxy-closed', true]);
  });
});

it('garbage in TLS behind a proxy of plain HTTP is not laid at its door', async () => {
  setProxyVariables({ https_proxy: org.proxyUrl });
  org.faults.set('tls-garbage');
  const { code } = await failureOf();
  org.faults.clear();
  assert.equal(code, 'EPROTO');
});

describe('an IPv6 address', () => {
  it('may be the proxy’s', { skip: noIpv6 }, async () => {
    const port = await listen(createServer(passOn), '::1');
    trust();
    setProxyVariables({ https_proxy: `http://[::1]:${port}` });
    assert.equal((await ask()).status, 400);
  });

  /** A proxy that leads everywhere to one server, and keeps where it was asked to go. */
  async function proxyTo(server: Server) {
    const port = await listen(server);
    const asked: (string | undefined)[] = [];
    const proxy = createHttpServer().on('connect', (request, socket: Socket) => {
      asked.push(request.url);
      const inner = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        inner.pipe(socket).pipe(inner);
      });
      inner.on('error', () => socket.destroy());
      socket.on('error', () => inner.destroy());
    });
    return { proxyUrl: `http://127.0.0.1:${await listen(proxy)}`, asked };
  }

  it('may be the target’s: the proxy and TLS get it as they want it', {
    skip: noOpenssl3(),
  }, async () => {
    const folder = makeFolder('tunnel');
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const recipe = 'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=six';
    const names = ['-addext', 'subjectAltName=IP:2001:db8::1', '-keyout', key, '-out', cert];
    runTool('openssl', [...recipe.split(' '), ...names]);
    const called: (string | false | null)[] = [];
    const files = { key: readFileSync(key), cert: readFileSync(cert) };
    const server = createTlsServer(files, (socket) => {
      called.push(socket.servername);
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nsix'));
    });
    const { proxyUrl, asked } = await proxyTo(server);
    trust(String(files.cert));
    setProxyVariables({ https_proxy: proxyUrl });
    assert.equal((await ask('https://[2001:db8::1]/services')).body, 'six');
    assert.equal((await ask('https://[2001:db8::1]:8443/services')).body, 'six');
    assert.deepEqual(asked, ['[2001:db8::1]:443', '[2001:db8::1]:8443']);
    assert.deepEqual(called, [false, false]);
    assert.equal((await failureOf('https://[2001:db8::2]/')).code, 'ERR_TLS_CERT_ALTNAME_INVALID');
  });
});
