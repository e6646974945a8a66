import { gzipSync } from 'node:zlib';
import type { Fault, RawConnection } from './types.ts';

/** Bytes on the connection that node:http would not write, and silences it would not keep. */
type ConnectionRow = readonly [
  name: string,
  summary: string,
  connection: (connection: RawConnection) => void,
];

const JSON_HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json;charset=UTF-8\r\n';
const CLOSE = 'Connection: close\r\n';
const UNAVAILABLE = 'HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/html\r\n';

const lengthOf = (body: Buffer, extra = 0): string => `Content-Length: ${body.length + extra}\r\n`;

/** Does something again and again until the client has gone. */
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

/** What is written before a reset must have left, or the reset overtakes it. */
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
    'The connection is reset before any answer.',
    (connection) => connection.reset(),
  ],
  [
    'reset-within-head',
    'The connection is reset in the middle of the head.',
    (connection) => sendThenReset(connection, 'HTTP/1.1 200 OK\r\nContent-Ty'),
  ],
  [
    'reset-after-head',
    'The connection is reset between head and body.',
    (connection) => sendThenReset(connection, JSON_HEAD, lengthOf(connection.body), '\r\n'),
  ],
  ['closed', 'The connection is closed without an answer.', ({ socket }) => socket.end()],
  [
    'cut-body',
    'The connection is closed in the middle of the body.',
    (connection) =>
      send(
        connection,
        JSON_HEAD,
        lengthOf(connection.body),
        '\r\n',
        connection.body.subarray(0, connection.body.length / 2),
      ),
  ],
  ['stalled-head', 'Nothing ever comes.', () => undefined],
  [
    'stalled-body',
    'Head and half the body come, then nothing.',
    ({ socket, body }) => {
      socket.write(`${JSON_HEAD}${lengthOf(body)}\r\n`);
      socket.write(body.subarray(0, body.length / 2));
    },
  ],
  [
    'dripping-head',
    'A header line that grows by one byte at a time and never ends.',
    (connection) => {
      connection.socket.write(`${JSON_HEAD}X-Slow: `);
      repeat(connection, () => connection.socket.write('x'));
    },
  ],
  [
    'dripping-body',
    'A body that grows by one byte at a time and never ends.',
    (connection) => {
      connection.socket.write(`${JSON_HEAD}Content-Length: 1000000\r\n\r\n`);
      repeat(connection, () => connection.socket.write(' '));
    },
  ],
  [
    'endless-1xx',
    '102 Processing again and again, and never an answer.',
    (connection) =>
      repeat(connection, () => connection.socket.write('HTTP/1.1 102 Processing\r\n\r\n')),
  ],
  [
    'slow',
    'The true answer, late.',
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
    '100 Continue, unasked, then the true answer.',
    (connection) =>
      send(connection, 'HTTP/1.1 100 Continue\r\n\r\n', connection.head, connection.body),
  ],
  [
    '103',
    '103 Early Hints, then the true answer.',
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
    'A chunked body whose chunk size is no number.',
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
    'A content length longer than the body; then the connection closes.',
    (connection) =>
      send(connection, JSON_HEAD, CLOSE, lengthOf(connection.body, 100), '\r\n', connection.body),
  ],
  [
    'length-too-short',
    'A content length shorter than the body.',
    (connection) =>
      send(connection, JSON_HEAD, CLOSE, lengthOf(connection.body, -20), '\r\n', connection.body),
  ],
  [
    'length-twice',
    'Two content lengths that contradict each other.',
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
    'Content-Encoding gzip, and a body that is not.',
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
    'A body that really is compressed, although nobody asked for it.',
    (connection) => {
      const body = gzipSync(connection.body);
      send(connection, JSON_HEAD, 'Content-Encoding: gzip\r\n', lengthOf(body), '\r\n', body);
    },
  ],
  [
    'duplicate-headers',
    'The true answer with several headers sent twice.',
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
    '503 whose reason phrase and headers are workflow commands.',
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
        ': nobody\r\n',
        lengthOf(connection.body),
        '\r\n',
        connection.body,
      ),
  ],
  [
    'not-http',
    'An answer that is not HTTP at all.',
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
