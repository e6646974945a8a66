import { gzipSync } from 'node:zlib';
import type { Fault, Wire } from './types.ts';

/** Bytes on the connection that node:http would not write, and silences it would not keep. */
type WireRow = readonly [name: string, summary: string, wire: (wire: Wire) => void];

const JSON_HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json;charset=UTF-8\r\n';
const CLOSE = 'Connection: close\r\n';
const UNAVAILABLE = 'HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/html\r\n';

const lengthOf = (body: Buffer, more = 0): string => `Content-Length: ${body.length + more}\r\n`;

/** Does something again and again until the client has gone. */
function repeat({ socket, ms }: Wire, action: () => void): void {
  const timer = setInterval(action, ms);
  socket.once('close', () => clearInterval(timer));
}

const send = ({ socket }: Wire, ...parts: readonly (string | Buffer)[]): void => {
  const bytes = parts.map((part) =>
    typeof part === 'string' ? Buffer.from(part, 'latin1') : part,
  );
  socket.end(Buffer.concat(bytes));
};

/** What is written before a reset must have left, or the reset overtakes it. */
function sendThenReset({ socket, ms, reset }: Wire, ...parts: readonly (string | Buffer)[]): void {
  for (const part of parts) socket.write(part);
  setTimeout(reset, Math.min(ms, 50));
}

const chunk = (body: Buffer): string => `${body.length.toString(16)}\r\n${body.toString('latin1')}`;

const ROWS: readonly WireRow[] = [
  ['reset-before-head', 'The connection is reset before any answer.', (wire) => wire.reset()],
  [
    'reset-within-head',
    'The connection is reset in the middle of the head.',
    (wire) => sendThenReset(wire, 'HTTP/1.1 200 OK\r\nContent-Ty'),
  ],
  [
    'reset-after-head',
    'The connection is reset between head and body.',
    (wire) => sendThenReset(wire, JSON_HEAD, lengthOf(wire.body), '\r\n'),
  ],
  ['closed', 'The connection is closed without an answer.', ({ socket }) => socket.end()],
  [
    'cut-body',
    'The connection is closed in the middle of the body.',
    (wire) =>
      send(
        wire,
        JSON_HEAD,
        lengthOf(wire.body),
        '\r\n',
        wire.body.subarray(0, wire.body.length / 2),
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
    (wire) => {
      wire.socket.write(`${JSON_HEAD}X-Slow: `);
      repeat(wire, () => wire.socket.write('x'));
    },
  ],
  [
    'dripping-body',
    'A body that grows by one byte at a time and never ends.',
    (wire) => {
      wire.socket.write(`${JSON_HEAD}Content-Length: 1000000\r\n\r\n`);
      repeat(wire, () => wire.socket.write(' '));
    },
  ],
  [
    'endless-1xx',
    '102 Processing again and again, and never an answer.',
    (wire) => repeat(wire, () => wire.socket.write('HTTP/1.1 102 Processing\r\n\r\n')),
  ],
  [
    'slow',
    'The true answer, late.',
    (wire) => {
      const timer = setTimeout(() => send(wire, wire.head, wire.body), wire.ms);
      wire.socket.once('close', () => clearTimeout(timer));
    },
  ],
  [
    '100',
    '100 Continue, unasked, then the true answer.',
    (wire) => send(wire, 'HTTP/1.1 100 Continue\r\n\r\n', wire.head, wire.body),
  ],
  [
    '103',
    '103 Early Hints, then the true answer.',
    (wire) =>
      send(
        wire,
        'HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n',
        wire.head,
        wire.body,
      ),
  ],
  [
    'bad-chunking',
    'A chunked body whose chunk size is no number.',
    (wire) =>
      send(
        wire,
        JSON_HEAD,
        'Transfer-Encoding: chunked\r\n\r\n',
        'zz\r\n',
        wire.body,
        '\r\n0\r\n\r\n',
      ),
  ],
  [
    'unended-chunking',
    'A chunked body without its last chunk.',
    (wire) => send(wire, JSON_HEAD, 'Transfer-Encoding: chunked\r\n\r\n', chunk(wire.body), '\r\n'),
  ],
  [
    'length-too-long',
    'A content length longer than the body; then the connection closes.',
    (wire) => send(wire, JSON_HEAD, CLOSE, lengthOf(wire.body, 100), '\r\n', wire.body),
  ],
  [
    'length-too-short',
    'A content length shorter than the body.',
    (wire) => send(wire, JSON_HEAD, CLOSE, lengthOf(wire.body, -20), '\r\n', wire.body),
  ],
  [
    'length-twice',
    'Two content lengths that contradict each other.',
    (wire) => send(wire, JSON_HEAD, lengthOf(wire.body), lengthOf(wire.body, 5), '\r\n', wire.body),
  ],
  [
    'gzip-announced',
    'Content-Encoding gzip, and a body that is not.',
    (wire) =>
      send(wire, JSON_HEAD, 'Content-Encoding: gzip\r\n', lengthOf(wire.body), '\r\n', wire.body),
  ],
  [
    'gzip-unasked',
    'A body that really is compressed, although nobody asked for it.',
    (wire) => {
      const body = gzipSync(wire.body);
      send(wire, JSON_HEAD, 'Content-Encoding: gzip\r\n', lengthOf(body), '\r\n', body);
    },
  ],
  [
    'duplicate-headers',
    'The true answer with several headers sent twice.',
    (wire) =>
      send(
        wire,
        wire.head.replace('\r\n', '\r\nDate: yesterday\r\nX-Twice: a\r\nX-Twice: b\r\n'),
        wire.body,
      ),
  ],
  [
    'duplicate-retry-after',
    '503 with two Retry-After headers.',
    (wire) =>
      send(wire, UNAVAILABLE, 'Retry-After: 1\r\nRetry-After: 2\r\n', 'Content-Length: 0\r\n\r\n'),
  ],
  [
    'huge-header',
    'A header of 64 KiB.',
    (wire) => send(wire, JSON_HEAD, `X-Huge: ${'x'.repeat(65_536)}\r\n`, '\r\n', wire.body),
  ],
  [
    'header-injection',
    '503 whose reason phrase and headers are workflow commands.',
    (wire) =>
      send(
        wire,
        'HTTP/1.1 503 ::stop-commands::x\r\nRetry-After: ::error::x\r\nServer: ::add-mask::e\r\n',
        'Content-Length: 0\r\n\r\n',
      ),
  ],
  [
    'bad-header',
    'A header line without a name.',
    (wire) => send(wire, JSON_HEAD, ': nobody\r\n', lengthOf(wire.body), '\r\n', wire.body),
  ],
  [
    'not-http',
    'An answer that is not HTTP at all.',
    (wire) => send(wire, 'SSH-2.0-OpenSSH_9.6\r\n'),
  ],
];

export const WIRES: readonly Fault[] = ROWS.map(([name, summary, wire]) => ({
  name,
  summary,
  where: 'connection',
  wire,
  ...(/^(dripping|endless)/.test(name) ? { ms: 100 } : {}),
}));
