import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { after, afterEach, describe, it } from 'node:test';
import { CLOSED_PORT } from '../../simulator/org/org.ts';
import { createHttpClient, type HttpRequest } from '../../src/http/client.ts';
import { TransportError } from '../../src/http/errors.ts';
import { resolveProxy } from '../../src/http/proxy.ts';
import { VERSION } from '../../src/version.ts';
import { catchError, loggableText } from '../helpers/errors.ts';
import { noIpv6 } from '../helpers/platform.ts';

const MIB = 1024 * 1024;

/** This timeout is long enough for any response on loopback. */
const TIMEOUT_MS = 20_000;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const action of cleanups.splice(0)) await action();
});

async function serve(listener: RequestListener, host = '127.0.0.1'): Promise<string> {
  return `http://${host.includes(':') ? `[${host}]` : host}:${await listen(createServer(listener), host)}`;
}

async function listen(server: Server | ReturnType<typeof createTcpServer>, host = '127.0.0.1') {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

const runEnd = new AbortController();
after(() => runEnd.abort());
const httpClient = createHttpClient(resolveProxy({}), runEnd.signal);

const get = (url: string, changes: Partial<HttpRequest> = {}) =>
  httpClient({
    name: 'token',
    method: 'POST',
    url,
    headers: {},
    body: 'a=b',
    timeoutMs: TIMEOUT_MS,
    ...changes,
  });

async function transportErrorOf(
  url: string,
  changes: Partial<HttpRequest> = {},
): Promise<TransportError> {
  const error = await catchError(() => get(url, changes));
  assert.ok(error instanceof TransportError, String(error));
  assert.deepEqual([error.request, error.host], ['token', new URL(url).host]);
  return error;
}

describe('a request', () => {
  it('arrives unchanged, with the User-Agent of the action', async () => {
    let received: Partial<IncomingMessage> = {};
    let body = '';
    const url = await serve(async (request, response) => {
      received = request;
      for await (const chunk of request) body += chunk;
      response.writeHead(200, { 'X-Answer': 'yes' }).end('grüße');
    });
    const response = await get(`${url}/a/b?c=d`, { headers: { Accept: 'x/y' }, body: 'ü=1' });
    assert.deepEqual([response.status, response.body], [200, 'grüße']);
    assert.equal(response.headers['x-answer'], 'yes');
    assert.deepEqual([received.method, received.url, body], ['POST', '/a/b?c=d', 'ü=1']);
    assert.equal(received.headers?.['user-agent'], `salesforce-jwt-auth/${VERSION}`);
    assert.equal(received.headers?.accept, 'x/y');
  });

  it('has no body if the caller passes none', async () => {
    let received: Partial<IncomingMessage> = {};
    const url = await serve((request, response) => {
      received = request;
      response.end();
    });
    await httpClient({ name: 'userinfo', method: 'GET', url, headers: {}, timeoutMs: TIMEOUT_MS });
    assert.deepEqual([received.method, received.headers?.['content-length']], ['GET', '0']);
  });

  it('reaches the IPv6 loopback address', { skip: noIpv6 }, async () => {
    const url = await serve((_, response) => response.end('six'), '::1');
    assert.equal((await get(url)).body, 'six');
  });

  for (const status of [301, 302, 303, 307, 308]) {
    it(`does not follow a ${status} redirect`, async () => {
      let requestCount = 0;
      const url = await serve((_, response) => {
        requestCount++;
        response.writeHead(status, { Location: '/elsewhere' }).end('moved');
      });
      const response = await get(url);
      assert.deepEqual([response.status, response.headers.location], [status, '/elsewhere']);
      assert.equal(requestCount, 1);
    });
  }

  for (const status of [401, 429, 502, 503, 504]) {
    it(`is not repeated after HTTP ${status}`, async () => {
      let requestCount = 0;
      const url = await serve((_, response) => {
        requestCount++;
        response.writeHead(status, { 'WWW-Authenticate': 'Basic' }).end();
      });
      for (const method of ['GET', 'POST'] as const) {
        assert.equal((await get(url, { method })).status, status);
      }
      assert.equal(requestCount, 2);
    });
  }
});

describe('an unrequested protocol switch (101)', () => {
  const head = 'HTTP/1.1 101 Switching Protocols\r\n';
  const replies = [
    ['is a response without a body', `${head}Upgrade: x\r\nConnection: Upgrade\r\n\r\nx-speech`],
    ['is a response even if it has no Upgrade header', `${head}\r\n`],
  ] as const;
  for (const [description, reply] of replies) {
    it(description, async () => {
      let disconnected: Promise<unknown> = Promise.resolve();
      const server = createTcpServer((socket) => {
        disconnected = new Promise((resolve) => socket.once('close', resolve));
        socket.once('data', () => socket.write(reply));
      });
      const { status, body } = await get(`http://127.0.0.1:${await listen(server)}`);
      assert.deepEqual([status, body], [101, '']);
      await disconnected;
    });
  }
});

describe('a response body', () => {
  for (const [size, expected] of [
    [MIB - 1, MIB - 1],
    [MIB, MIB],
    [MIB + 1, MIB],
    [5 * MIB, MIB],
  ] as const) {
    it(`of ${size} bytes is read up to ${expected} bytes`, async () => {
      const url = await serve((_, response) => response.end(Buffer.alloc(size, 'x')));
      assert.equal((await get(url)).body.length, expected);
    });
  }

  it('is truncated after 1 MiB if it never ends, and its connection is closed', async () => {
    let onClosed: () => void = () => undefined;
    const closing = new Promise<void>((resolve) => {
      onClosed = resolve;
    });
    const url = await serve((_, response) => {
      const writeMore = (): unknown =>
        response.destroyed ||
        response.write(Buffer.alloc(65_536, ' '), () => setImmediate(writeMore));
      response.on('close', onClosed);
      writeMore();
    });
    assert.equal((await get(url)).body.length, MIB);
    await closing;
  });
});

describe('a request that times out', () => {
  const stallingServers: readonly (readonly [string, RequestListener])[] = [
    ['if no headers arrive', () => undefined],
    ['if the body stalls', (_, response) => response.write('{"access_token":')],
    [
      'if the body arrives one byte at a time',
      (_, response) => {
        const timer = setInterval(() => response.write(' '), 5);
        response.on('close', () => clearInterval(timer));
      },
    ],
    [
      'if a body without a length stalls',
      (_, response) => {
        response.useChunkedEncodingByDefault = false;
        response.write('{"error":"x"}');
      },
    ],
  ];
  for (const [phase, listener] of stallingServers) {
    it(`is aborted ${phase}, and its connection is closed`, async () => {
      let disconnected: Promise<unknown> = Promise.resolve();
      const url = await serve((request, response) => {
        disconnected = new Promise((resolve) => request.socket.once('close', resolve));
        listener(request, response);
      });
      const error = await transportErrorOf(url, { timeoutMs: 60 });
      assert.deepEqual([error.code, error.transient], ['timeout', true]);
      assert.deepEqual(error.details, {});
      await disconnected;
    });
  }
});

describe('a failed request', () => {
  const brokenServers: readonly (readonly [string, string, (socket: Socket) => void])[] = [
    ['is reset', 'ECONNRESET', (socket) => socket.resetAndDestroy()],
    ['is closed', 'ECONNRESET', (socket) => socket.end()],
    ['uses another protocol', 'HPE_INVALID_CONSTANT', (socket) => socket.end('SSH-2.0-x\r\n')],
    [
      'ends inside the body',
      'ECONNRESET',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"a'),
    ],
  ];
  for (const [description, code, reply] of brokenServers) {
    it(`is reported as ${code} if the connection ${description}`, async () => {
      const server = createTcpServer((socket) => socket.once('data', () => reply(socket)));
      const error = await transportErrorOf(`http://127.0.0.1:${await listen(server)}`);
      assert.deepEqual([error.code, error.transient], [code, true]);
    });
  }

  it('is reported as ECONNREFUSED if nothing listens at the address', async () => {
    const error = await transportErrorOf(`http://127.0.0.1:${CLOSED_PORT}`);
    assert.deepEqual([error.code, error.transient], ['ECONNREFUSED', true]);
  });

  it('is reported without the value of an invalid header', async () => {
    const headers = { Authorization: 'Bearer secret\nvalue' };
    const error = await transportErrorOf('http://127.0.0.1:9', { headers });
    assert.equal(error.code, 'ERR_INVALID_CHAR');
    assert.doesNotMatch(loggableText(error), /secret/);
  });

  it('is reported as unknown and permanent, without the message of the error, if the error has no code', async () => {
    const headers = {
      get Authorization(): string {
        throw new Error('Bearer secret');
      },
    };
    const error = await transportErrorOf('http://127.0.0.1:9', { headers });
    assert.deepEqual([error.code, error.transient], ['unknown', false]);
    assert.doesNotMatch(loggableText(error), /secret/);
  });
});
