import { gzipSync } from 'node:zlib';
import type { Fault, RawConnection } from './types.ts';

type ConnectionRow = readonly [
  name: string,
  summary: string,
  connection: (connection: RawConnection) => void,
];

const JSON_HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json;charset=UTF-8\r\n';
const CLOSE = 'Connection: close\r\n';
const UNAVAILABLE = 'HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/html\r\n';

const lengthOf = (body: Buffer, extra = 0): string => `Content-Length: ${body.length + extra}\r\n`;

/** Repeats an action until the client closes the connection. */
function repeat({ socket, ms }: RawConnection, action: () => void): void {
  const timer = setInterval(action, ms);
  socket.once('close', () => clearInterval(timer));
}

const send = ({ socket }: RawConnection, ...parts: readonly (string | Buffer)[]): void => {
  const bytes = parts.map((part) =>
    typeof part === 'string' ? Buffer.from(part, 'latin1') : part,
  );
  socket.end(Buffer.concat(bytes));
};

/**
 * Sends the parts, then resets the connection. Waits before the reset, because a reset discards
 * data that has not yet been sent.
 */
function sendThenReset(
  { socket, ms, reset }: RawConnection,
  ...parts: readonly (string | Buffer)[]
): void {
  for (const part of parts) socket.write(part);
  setTimeout(reset, Math.min(ms, 50));
}

const chunk = (body: Buffer): string => `${body.length.toString(16)}\r\n${body.toString('latin1')}`;

const ROWS: readonly ConnectionRow[] = [
  [
    'reset-before-head',
    'The connection is reset before the response.',
    (connection) => connection.reset(),
  ],
  [
    'reset-within-head',
    'The connection is reset within the response head.',
    (connection) => sendThenReset(connection, 'HTTP/1.1 200 OK\r\nContent-Ty'),
  ],
  [
    'reset-after-head',
    'The connection is reset between response head and body.',
    (connection) => sendThenReset(connection, JSON_HEAD, lengthOf(connection.body), '\r\n'),
  ],
  ['closed', 'The connection is closed without a response.', ({ socket }) => socket.end()],
  [
    'cut-body',
    'The connection is closed within the body.',
    (connection) =>
      send(
        connection,
        JSON_HEAD,
        lengthOf(connection.body),
        '\r\n',
        connection.body.subarray(0, connection.body.length / 2),
      ),
  ],
  ['stalled-head', 'The server never responds.', () => undefined],
  [
    'stalled-body',
    'The server sends the head and half of the body, then nothing.',
    ({ socket, body }) => {
      socket.write(`${JSON_HEAD}${lengthOf(body)}\r\n`);
      socket.write(body.subarray(0, body.length / 2));
    },
  ],
  [
    'dripping-head',
    'A header that arrives byte by byte and never ends.',
    (connection) => {
      connection.socket.write(`${JSON_HEAD}X-Slow: `);
      repeat(connection, () => connection.socket.write('x'));
    },
  ],
  [
    'dripping-body',
    'A body that arrives byte by byte and never ends.',
    (connection) => {
      connection.socket.write(`${JSON_HEAD}Content-Length: 1000000\r\n\r\n`);
      repeat(connection, () => connection.socket.write(' '));
    },
  ],
  [
    'endless-1xx',
    '102 Processing repeatedly, but never a final response.',
    (connection) =>
      repeat(connection, () => connection.socket.write('HTTP/1.1 102 Processing\r\n\r\n')),
  ],
  [
    'slow',
    'The normal response, delayed.',
    (connection) => {
      const timer = setTimeout(
        () => send(connection, connection.head, connection.body),
        connection.ms,
      );
      connection.socket.once('close', () => clearTimeout(timer));
    },
  ],
  [
    '100',
    'An unrequested 100 Continue, then the normal response.',
    (connection) =>
      send(connection, 'HTTP/1.1 100 Continue\r\n\r\n', connection.head, connection.body),
  ],
  [
    '103',
    '103 Early Hints, then the normal response.',
    (connection) =>
      send(
        connection,
        'HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n',
        connection.head,
        connection.body,
      ),
  ],
  [
    'bad-chunking',
    'A chunked body with an invalid chunk size.',
    (connection) =>
      send(
        connection,
        JSON_HEAD,
        'Transfer-Encoding: chunked\r\n\r\n',
        'zz\r\n',
        connection.body,
        '\r\n0\r\n\r\n',
      ),
  ],
  [
    'unterminated-chunking',
    'A chunked body without its last chunk.',
    (connection) =>
      send(
        connection,
        JSON_HEAD,
        'Transfer-Encoding: chunked\r\n\r\n',
        chunk(connection.body),
        '\r\n',
      ),
  ],
  [
    'length-too-long',
    'A Content-Length longer than the body; then the connection is closed.',
    (connection) =>
      send(connection, JSON_HEAD, CLOSE, lengthOf(connection.body, 100), '\r\n', connection.body),
  ],
  [
    'length-too-short',
    'A Content-Length shorter than the body.',
    (connection) =>
      send(connection, JSON_HEAD, CLOSE, lengthOf(connection.body, -20), '\r\n', connection.body),
  ],
  [
    'length-twice',
    'Two different Content-Length headers.',
    (connection) =>
      send(
        connection,
        JSON_HEAD,
        lengthOf(connection.body),
        lengthOf(connection.body, 5),
        '\r\n',
        connection.body,
      ),
  ],
  [
    'gzip-announced',
    'Content-Encoding: gzip with an uncompressed body.',
    (connection) =>
      send(
        connection,
        JSON_HEAD,
        'Content-Encoding: gzip\r\n',
        lengthOf(connection.body),
        '\r\n',
        connection.body,
      ),
  ],
  [
    'gzip-unrequested',
    'A compressed body that the client did not request.',
    (connection) => {
      const body = gzipSync(connection.body);
      send(connection, JSON_HEAD, 'Content-Encoding: gzip\r\n', lengthOf(body), '\r\n', body);
    },
  ],
  [
    'duplicate-headers',
    'The normal response with duplicate headers.',
    (connection) =>
      send(
        connection,
        connection.head.replace('\r\n', '\r\nDate: yesterday\r\nX-Twice: a\r\nX-Twice: b\r\n'),
        connection.body,
      ),
  ],
  [
    'duplicate-retry-after',
    '503 with two Retry-After headers.',
    (connection) =>
      send(
        connection,
        UNAVAILABLE,
        'Retry-After: 1\r\nRetry-After: 2\r\n',
        'Content-Length: 0\r\n\r\n',
      ),
  ],
  [
    'huge-header',
    'A header of 64 KiB.',
    (connection) =>
      send(connection, JSON_HEAD, `X-Huge: ${'x'.repeat(65_536)}\r\n`, '\r\n', connection.body),
  ],
  [
    'header-injection',
    '503 with workflow commands as reason phrase and headers.',
    (connection) =>
      send(
        connection,
        'HTTP/1.1 503 ::stop-commands::x\r\nRetry-After: ::error::x\r\nServer: ::add-mask::e\r\n',
        'Content-Length: 0\r\n\r\n',
      ),
  ],
  [
    'bad-header',
    'A header line without a name.',
    (connection) =>
      send(
        connection,
        JSON_HEAD,
        ': value\r\n',
        lengthOf(connection.body),
        '\r\n',
        connection.body,
      ),
  ],
  [
    'not-http',
    'A response that is not HTTP.',
    (connection) => send(connection, 'SSH-2.0-OpenSSH_9.6\r\n'),
  ],
];

export const CONNECTION_FAULTS: readonly Fault[] = ROWS.map(([name, summary, connection]) => ({
  name,
  summary,
  layer: 'connection',
  connection,
  ...(/^(dripping|endless)/.test(name) ? { ms: 100 } : {}),
}));
