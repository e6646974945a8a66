import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { createHttpClient, type HttpClient } from '../../src/http/client.ts';
import { createConnections } from '../../src/http/connections.ts';
import { TransportError } from '../../src/http/errors.ts';
import { resolveProxy } from '../../src/http/proxy.ts';
import { catchError } from '../helpers/errors.ts';
import { makeFolder } from '../helpers/folders.ts';
import {
  REQUEST_BODY,
  reply,
  type ScriptedServer,
  startPlainServer,
  startTunneledServer,
} from '../helpers/scripted-server.ts';

const defaultCertificates = getCACertificates('default');
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  setDefaultCACertificates(defaultCertificates);
  for (const action of cleanups.splice(0)) await action();
});

/** Starts a run that trusts the server. Returns its HTTP client and the controller that ends it. */
function startRun({ proxyUrl, certificate }: ScriptedServer) {
  if (certificate) setDefaultCACertificates([...defaultCertificates, certificate]);
  const runEnd = new AbortController();
  cleanups.push(() => runEnd.abort());
  const proxy = resolveProxy(proxyUrl ? { https_proxy: proxyUrl } : {});
  return { http: createHttpClient(proxy, runEnd.signal), runEnd };
}

const requestOf = (url: string, timeoutMs = 20_000) => ({
  name: 'token' as const,
  method: 'POST' as const,
  url,
  headers: {},
  body: REQUEST_BODY,
  timeoutMs,
});

const bodyOf = async (http: HttpClient, url: string) => (await http(requestOf(url))).body;

async function errorOf(http: HttpClient, url: string, timeoutMs?: number): Promise<string> {
  const error = await catchError(() => http(requestOf(url, timeoutMs)));
  assert.ok(error instanceof TransportError, String(error));
  return error.code;
}

const send = (text: string) => (connection: Socket) => void connection.write(text);
const MIB = 1024 * 1024;
/** Length of a body whose response exactly fills a TLS record (RFC 8446, section 5.1). */
const FULL_RECORD = 16_384 - reply('x'.repeat(16_000)).length + 16_000;

for (const [route, start] of [
  ['without a proxy', startPlainServer],
  ['through a proxy', startTunneledServer],
] as const) {
  /** Starts a server with the given replies, and a run that sends its requests to the server. */
  const setUp = async (...replies: Parameters<typeof start>[0]) => {
    const server = await start(replies);
    cleanups.push(() => server.close());
    return { server, ...startRun(server), url: server.urls[0] };
  };

  describe(`a connection ${route}`, () => {
    it('is shared by all requests of a run to the same host', async () => {
      const { server, http, url } = await setUp(
        ...['a', 'b', 'c'].map((text) => send(reply(text))),
      );
      for (const body of ['a', 'b', 'c']) assert.equal(await bodyOf(http, `${url}/${body}`), body);
      assert.equal(server.tcpConnections.length, 1);
    });

    it('is not shared with another host on the same server', async () => {
      const { server, http } = await setUp(...['a', 'b'].map((text) => send(reply(text))));
      assert.equal(await bodyOf(http, server.urls[0]), 'a');
      assert.equal(await bodyOf(http, server.urls[1]), 'b');
      assert.equal(server.tcpConnections.length, 2);
    });

    it('is not shared with another run', async () => {
      const { server, http, url } = await setUp(...['a', 'b'].map((text) => send(reply(text))));
      assert.equal(await bodyOf(http, url), 'a');
      assert.equal(await bodyOf(startRun(server).http, url), 'b');
      assert.equal(server.tcpConnections.length, 2);
    });

    it('is closed at the end of the run', async () => {
      const { server, http, url, runEnd } = await setUp(send(reply('a')));
      await http(requestOf(url));
      const closed = once(server.tcpConnections[0] as Socket, 'close');
      runEnd.abort();
      await closed;
    });

    it('does not keep the process alive while it is idle', async () => {
      const { server, url } = await setUp(send(reply('a')));
      const folder = makeFolder('idle');
      const script = join(folder, 'run.mjs');
      const sources = new URL('../../src/http/', import.meta.url);
      writeFileSync(join(folder, 'ca.pem'), server.certificate ?? '');
      writeFileSync(
        script,
        `import { createHttpClient } from '${new URL('client.ts', sources)}';
        import { resolveProxy } from '${new URL('proxy.ts', sources)}';
        const http = createHttpClient(resolveProxy(process.env), new AbortController().signal);
        const { status } = await http(${JSON.stringify(requestOf(url))});
        process.exitCode = status - 200;`,
      );
      const env = {
        ...(server.proxyUrl ? { https_proxy: server.proxyUrl } : {}),
        ...(server.certificate ? { NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') } : {}),
      };
      const child = spawn(process.execPath, [script], { env, stdio: 'inherit' });
      assert.deepEqual(await once(child, 'exit'), [0, null]);
    });

    const idleEnds: readonly (readonly [string, (server: ScriptedServer) => unknown])[] = [
      ['is closed', ({ connections }) => connections[0]?.end()],
      ['is reset', ({ tcpConnections }) => tcpConnections[0]?.resetAndDestroy()],
    ];
    for (const [event, end] of idleEnds) {
      it(`is replaced without an error if it ${event} while it is idle`, async () => {
        const { server, http, url } = await setUp(send(reply('a')), send(reply('b')));
        assert.equal(await bodyOf(http, url), 'a');
        const closed = once(server.tcpConnections[0] as Socket, 'close');
        end(server);
        await closed;
        assert.equal(await bodyOf(http, url), 'b');
        assert.deepEqual([server.tcpConnections.length, server.requestCount()], [2, 2]);
      });
    }

    const lateEnds: readonly (readonly [
      string,
      (socket: Socket, server: ScriptedServer) => void,
    ])[] = [
      ['is closed', (socket) => void socket.end()],
      ['is reset', (_, { tcpConnections }) => void tcpConnections[0]?.resetAndDestroy()],
    ];
    for (const [event, end] of lateEnds) {
      it(`is replaced without an error if it ${event} when the next request arrives`, async () => {
        const { server, http, url } = await setUp(send(reply('a')), end, send(reply('b')));
        assert.equal(await bodyOf(http, url), 'a');
        assert.equal(await bodyOf(http, url), 'b');
        assert.deepEqual([server.tcpConnections.length, server.requestCount()], [2, 3]);
      });
    }

    it('is not used again after "Connection: close"', async () => {
      const { server, http, url } = await setUp(
        send(reply('a', 'Connection: close\r\n')),
        send(reply('b')),
      );
      assert.equal(await bodyOf(http, url), 'a');
      assert.equal(await bodyOf(http, url), 'b');
      assert.deepEqual([server.tcpConnections.length, server.requestCount()], [2, 2]);
    });

    it('is not replaced if it is closed before the first response', async () => {
      const { server, http, url } = await setUp((socket) => void socket.end());
      assert.equal(await errorOf(http, url), 'ECONNRESET');
      assert.deepEqual([server.tcpConnections.length, server.requestCount()], [1, 1]);
    });

    it('is not replaced if it is closed in the middle of the response headers', async () => {
      const { server, http, url } = await setUp(
        send(reply('a')),
        (socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Le'),
      );
      assert.equal(await bodyOf(http, url), 'a');
      assert.equal(await errorOf(http, url), 'ECONNRESET');
      assert.deepEqual([server.tcpConnections.length, server.requestCount()], [1, 2]);
    });

    it('is closed and not replaced if a request times out', async (t) => {
      const arrival = Promise.withResolvers<void>();
      const { server, http, url } = await setUp(
        send(reply('a')),
        () => arrival.resolve(),
        send(reply('c')),
      );
      assert.equal(await bodyOf(http, url), 'a');
      const closed = once(server.tcpConnections[0] as Socket, 'close');
      t.mock.timers.enable({ apis: ['setTimeout'] });
      const error = errorOf(http, url, 60);
      await arrival.promise;
      t.mock.timers.tick(60);
      assert.equal(await error, 'timeout');
      t.mock.timers.reset();
      await closed;
      assert.deepEqual([server.tcpConnections.length, server.requestCount()], [1, 2]);
      assert.equal(await bodyOf(http, url), 'c');
    });

    it('is not replaced after the end of the run', async () => {
      const { server, http, url, runEnd } = await setUp(send(reply('a')), () => runEnd.abort());
      assert.equal(await bodyOf(http, url), 'a');
      await errorOf(http, url);
      assert.deepEqual([server.tcpConnections.length, server.requestCount()], [1, 2]);
    });

    it('is not used again after a response body that is too long', async () => {
      const { server, http, url } = await setUp(send(reply('x'.repeat(MIB + 1))), send(reply('b')));
      assert.equal((await bodyOf(http, url)).length, MIB);
      assert.equal(await bodyOf(http, url), 'b');
      assert.equal(server.tcpConnections.length, 2);
    });

    const POISON = reply('poison');
    for (const [description, extra] of [
      ['a complete response', POISON],
      ['other data', 'poison'],
    ] as const) {
      for (const [length, boundary] of [
        [1, 'a short response'],
        [FULL_RECORD, 'a response of the size of a TLS record'],
      ] as const) {
        it(`is closed if ${description} immediately follows ${boundary}`, async () => {
          const first = reply('x'.repeat(length));
          const { server, http, url } = await setUp(send(`${first}${extra}`), send(reply('b')));
          assert.equal((await bodyOf(http, url)).length, length);
          assert.equal(await bodyOf(http, url), 'b');
          assert.equal(server.tcpConnections.length, 2);
        });
      }

      it(`is closed if ${description} arrives while it is idle`, async () => {
        const { server, http, url } = await setUp(send(reply('a')), send(reply('b')));
        assert.equal(await bodyOf(http, url), 'a');
        const closed = once(server.tcpConnections[0] as Socket, 'close');
        server.connections[0]?.write(extra);
        await closed;
        assert.equal(await bodyOf(http, url), 'b');
        assert.equal(server.tcpConnections.length, 2);
      });
    }
  });
}

describe('an unsolicited response', () => {
  for (const [description, first, rest] of [
    ['arrives', reply('a'), reply('poison')],
    [
      'is completed',
      `${reply('a')}HTTP/1.1 200 OK\r\nContent-Le`,
      `ngth: 6\r\n\r\npoison${reply('poison')}`,
    ],
  ] as const) {
    it(`is not mistaken for the response to the next request if it ${description} just before that request`, async () => {
      const server = await startPlainServer([send(first), send(reply('b'))]);
      cleanups.push(() => server.close());
      const { http } = startRun(server);
      assert.equal(await bodyOf(http, server.urls[0]), 'a');
      server.connections[0]?.write(rest);
      assert.equal(await bodyOf(http, server.urls[0]), 'b');
      assert.equal(server.tcpConnections.length, 2);
    });
  }
});

it('a watched connection is closed if data follows a complete response', async () => {
  const server = await startPlainServer([send('x')]);
  cleanups.push(() => server.close());
  const { port, hostname } = new URL(server.urls[0]);
  const socket = connect(Number(port), hostname).resume();
  const { watch } = createConnections(new AbortController().signal);
  // Current versions of Node also close such a connection, but only while it is idle.
  watch(socket, {
    hasReceivedData: false,
    response: Object.assign(new IncomingMessage(socket), { complete: true }),
  });
  socket.write(REQUEST_BODY);
  await once(socket, 'close');
});
