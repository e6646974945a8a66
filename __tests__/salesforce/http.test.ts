import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { closedPort } from '../../simulator/org/org.ts';
import { TransportError } from '../../src/salesforce/errors.ts';
import { type HttpRequest, nodeHttp } from '../../src/salesforce/http.ts';
import { VERSION } from '../../src/version.ts';
import { noIpv6 } from '../helpers/platform.ts';
import { printed, thrownBy } from '../helpers/support.ts';

const MIB = 1024 * 1024;

/** Long enough for an answer on loopback, where an answer is to come. */
const PATIENT_MS = 20_000;

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const action of cleanUp.splice(0)) await action();
});

async function serving(listener: RequestListener, host = '127.0.0.1'): Promise<string> {
  return `http://${host.includes(':') ? `[${host}]` : host}:${await listen(createServer(listener), host)}`;
}

async function listen(server: Server | ReturnType<typeof createTcpServer>, host = '127.0.0.1') {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  cleanUp.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

const ask = (url: string, more: Partial<HttpRequest> = {}) =>
  nodeHttp({
    name: 'token',
    method: 'POST',
    url,
    headers: {},
    body: 'a=b',
    timeoutMs: PATIENT_MS,
    ...more,
  });

async function failureOf(url: string, more: Partial<HttpRequest> = {}): Promise<TransportError> {
  const error = await thrownBy(() => ask(url, more));
  assert.ok(error instanceof TransportError, String(error));
  assert.deepEqual([error.request, error.host], ['token', new URL(url).host]);
  return error;
}

describe('a request', () => {
  it('arrives as it was meant, and says who asks', async () => {
    let seen: Partial<IncomingMessage> = {};
    let body = '';
    const url = await serving(async (request, response) => {
      seen = request;
      for await (const chunk of request) body += chunk;
      response.writeHead(200, { 'X-Answer': 'yes' }).end('grüße');
    });
    const response = await ask(`${url}/a/b?c=d`, { headers: { Accept: 'x/y' }, body: 'ü=1' });
    assert.deepEqual([response.status, response.body], [200, 'grüße']);
    assert.equal(response.headers['x-answer'], 'yes');
    assert.deepEqual([seen.method, seen.url, body], ['POST', '/a/b?c=d', 'ü=1']);
    assert.equal(seen.headers?.['user-agent'], `salesforce-jwt-auth/${VERSION}`);
    assert.equal(seen.headers?.accept, 'x/y');
    assert.equal(seen.headers?.connection, 'close', 'no connection outlives its request');
  });

  it('without a body has none', async () => {
    let seen: Partial<IncomingMessage> = {};
    const url = await serving((request, response) => {
      seen = request;
      response.end();
    });
    await nodeHttp({ name: 'userinfo', method: 'GET', url, headers: {}, timeoutMs: PATIENT_MS });
    assert.deepEqual([seen.method, seen.headers?.['content-length']], ['GET', '0']);
  });

  it('reaches loopback in its IPv6 form too', { skip: noIpv6 }, async () => {
    const url = await serving((_, response) => response.end('six'), '::1');
    assert.equal((await ask(url)).body, 'six');
  });

  for (const status of [301, 302, 303, 307, 308]) {
    it(`is not sent on to where a ${status} points`, async () => {
      let asked = 0;
      const url = await serving((_, response) => {
        asked++;
        response.writeHead(status, { Location: '/elsewhere' }).end('moved');
      });
      const response = await ask(url);
      assert.deepEqual([response.status, response.headers.location], [status, '/elsewhere']);
      assert.equal(asked, 1);
    });
  }

  for (const status of [401, 429, 502, 503, 504]) {
    it(`is not made again after a ${status}`, async () => {
      let asked = 0;
      const url = await serving((_, response) => {
        asked++;
        response.writeHead(status, { 'WWW-Authenticate': 'Basic' }).end();
      });
      for (const method of ['GET', 'POST'] as const) {
        assert.equal((await ask(url, { method })).status, status);
      }
      assert.equal(asked, 2);
    });
  }
});

describe('another protocol, which nobody asked for (101)', () => {
  const head = 'HTTP/1.1 101 Switching Protocols\r\n';
  const answers = [
    ['is an answer, and the end of it', `${head}Upgrade: x\r\nConnection: Upgrade\r\n\r\nx-speech`],
    ['is one without its name too', `${head}\r\n`],
  ] as const;
  for (const [what, answer] of answers) {
    it(what, async () => {
      let gone: Promise<unknown> = Promise.resolve();
      const server = createTcpServer((socket) => {
        gone = new Promise((resolve) => socket.once('close', resolve));
        socket.once('data', () => socket.write(answer));
      });
      const { status, body } = await ask(`http://127.0.0.1:${await listen(server)}`);
      assert.deepEqual([status, body], [101, '']);
      await gone;
    });
  }
});

describe('a body', () => {
  for (const [size, read] of [
    [MIB - 1, MIB - 1],
    [MIB, MIB],
    [MIB + 1, MIB],
    [5 * MIB, MIB],
  ] as const) {
    it(`of ${size} bytes is read to ${read} bytes`, async () => {
      const url = await serving((_, response) => response.end(Buffer.alloc(size, 'x')));
      assert.equal((await ask(url)).body.length, read);
    });
  }

  it('that never ends is not read on, and the connection is closed', async () => {
    let closed: () => void = () => undefined;
    const closing = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const url = await serving((_, response) => {
      const more = (): unknown =>
        response.destroyed || response.write(Buffer.alloc(65_536, ' '), () => setImmediate(more));
      response.on('close', closed);
      more();
    });
    assert.equal((await ask(url)).body.length, MIB);
    await closing;
  });
});

describe('a request over its time is given up', () => {
  const stalls: readonly (readonly [string, RequestListener])[] = [
    ['in the head', () => undefined],
    ['in the body', (_, response) => response.write('{"access_token":')],
    [
      'in a body that drips',
      (_, response) => {
        const timer = setInterval(() => response.write(' '), 5);
        response.on('close', () => clearInterval(timer));
      },
    ],
    [
      'in a body that ends with the connection',
      (_, response) => {
        response.useChunkedEncodingByDefault = false;
        response.write('{"error":"x"}');
      },
    ],
  ];
  for (const [where, listener] of stalls) {
    it(`${where}, and leaves nothing open`, async () => {
      let gone: Promise<unknown> = Promise.resolve();
      const url = await serving((request, response) => {
        gone = new Promise((resolve) => request.socket.once('close', resolve));
        listener(request, response);
      });
      const error = await failureOf(url, { timeoutMs: 60 });
      assert.deepEqual([error.code, error.transient], ['timeout', true]);
      assert.deepEqual(error.details, { milliseconds: 60 });
      await gone;
    });
  }
});

describe('a connection that fails is told by its code', () => {
  const broken: readonly (readonly [string, string, (socket: Socket) => void])[] = [
    ['is reset', 'ECONNRESET', (socket) => socket.resetAndDestroy()],
    ['is closed', 'ECONNRESET', (socket) => socket.end()],
    ['speaks another language', 'HPE_INVALID_CONSTANT', (socket) => socket.end('SSH-2.0-x\r\n')],
    [
      'ends within the body',
      'ECONNRESET',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"a'),
    ],
  ];
  for (const [what, code, answer] of broken) {
    it(`${what}: ${code}`, async () => {
      const server = createTcpServer((socket) => socket.once('data', () => answer(socket)));
      const error = await failureOf(`http://127.0.0.1:${await listen(server)}`);
      assert.deepEqual([error.code, error.transient], [code, true]);
    });
  }

  it('nobody listens: ECONNREFUSED', async () => {
    const error = await failureOf(`http://127.0.0.1:${await closedPort()}`);
    assert.deepEqual([error.code, error.transient], ['ECONNREFUSED', true]);
  });

  it('a header that no request may have: its value is not told', async () => {
    const headers = { Authorization: 'Bearer secret\nvalue' };
    const error = await failureOf('http://127.0.0.1:9', { headers });
    assert.equal(error.code, 'ERR_INVALID_CHAR');
    assert.doesNotMatch(printed(error), /secret/);
  });

  it('an error without a code is for good, and its words are not told', async () => {
    const headers = {
      get Authorization(): string {
        throw new Error('Bearer secret');
      },
    };
    const error = await failureOf('http://127.0.0.1:9', { headers });
    assert.deepEqual([error.code, error.transient], ['unknown', false]);
    assert.doesNotMatch(printed(error), /secret/);
  });
});
