import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { Authority } from './authority.ts';
import type { FaultContext } from './faults/types.ts';
import { decodeAssertion } from './oauth/assertion.ts';
import type { Incoming, Reply } from './reply.ts';
import { answerTo } from './routes.ts';
import type { OrgState, RecordedRequest } from './state.ts';

export type OnRequest = (record: RecordedRequest) => void;

/** The same org twice: over TLS for the real host names, and in plain HTTP on loopback. */
export function makeHttpServer(state: OrgState, onRequest: OnRequest): Server {
  return createHttpServer((request, response) => {
    serve(state, 'http', request, response, request.socket, onRequest);
  });
}

export function makeTlsServer(state: OrgState, authority: Authority, onRequest: OnRequest): Server {
  // A reset is sent on the TCP connection below the TLS one; both have the same remote port.
  const below = new Map<number | undefined, Socket>();
  const server = createHttpsServer(
    {
      ...authority.leaf,
      SNICallback: (host, done) => {
        const struck = state.faults.strike(['certificate'], { host });
        done(null, authority.contextFor(struck?.fault.certificate));
      },
    },
    (request, response) => {
      const raw = below.get(request.socket.remotePort) ?? request.socket;
      serve(state, 'tls', request, response, raw, onRequest);
    },
  );
  server.on('connection', (socket: Socket) => {
    const { remotePort } = socket;
    below.set(remotePort, socket);
    socket.once('close', () => below.delete(remotePort));
  });
  return server;
}

function serve(
  state: OrgState,
  via: Incoming['via'],
  request: IncomingMessage,
  response: ServerResponse,
  raw: Socket,
  onRequest: OnRequest,
): void {
  const chunks: Buffer[] = [];
  const reset = (): void => {
    // Without this a reset on purpose would surface as an error that nobody handles.
    raw.on('error', () => undefined);
    if (raw.destroyed) return;
    raw.resetAndDestroy();
  };
  request.on('error', () => undefined);
  request.socket.on('error', () => undefined);
  request.on('data', (data: Buffer) => chunks.push(data));
  request.on('end', () => {
    const record = recordOf(state, read(state, via, request, unpacked(request, chunks)));
    state.requests.push(record);
    respond(state, record, response, reset);
    onRequest(record);
  });
}

/** Salesforce takes compressed requests, and its client in Java sends no others. */
function unpacked({ headers }: IncomingMessage, chunks: readonly Buffer[]): Buffer {
  const body = Buffer.concat(chunks);
  return headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
}

function read(
  state: OrgState,
  via: Incoming['via'],
  request: IncomingMessage,
  body: Buffer,
): Incoming {
  const named = request.headers.host ?? '';
  const host = via === 'http' ? new URL(state.httpUrl).host : named.replace(/:443$/, '');
  // Salesforce forgives the doubled slash that comes from an instance URL with one at its end.
  const url = new URL(`http://host${request.url?.replace(/^\/+/, '/') ?? '/'}`);
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  const isBinary = request.headers['content-type']?.startsWith('multipart/') ?? false;
  return {
    host: host.toLowerCase(),
    method: request.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(headers),
    body: body.toString(isBinary ? 'latin1' : 'utf8'),
    via,
  };
}

function recordOf(state: OrgState, incoming: Incoming): RecordedRequest {
  const sent = /(?:^|[?&])assertion=([^&]*)/.exec(incoming.body)?.[1] ?? '';
  const decoded = decodeAssertion(sent);
  const assertion = decoded && { header: decoded.header, claims: decoded.claims };
  const record: RecordedRequest = {
    ...incoming,
    at: state.now(),
    status: undefined,
    outcome: 'no answer',
    fault: undefined,
  };
  return assertion === undefined ? record : { ...record, assertion };
}

function respond(
  state: OrgState,
  record: RecordedRequest,
  response: ServerResponse,
  reset: () => void,
): void {
  const struck = state.faults.strike(['answer', 'wire'], record);
  const trueAnswer = (): Reply => answerTo(state, record);
  if (struck === undefined) {
    send(state, record, response, trueAnswer());
    return;
  }
  const { fault, ms } = struck;
  record.fault = fault.name;
  if ('answer' in fault) {
    const context: FaultContext = { org: state, request: record, ms, trueAnswer };
    send(state, record, response, fault.answer(context));
  } else if (response.socket !== null) {
    const reply = trueAnswer();
    const body = Buffer.from(reply.body);
    record.outcome = fault.summary;
    fault.wire({ socket: response.socket, ms, body, head: headOf(state, reply, body), reset });
  }
}

function send(
  state: OrgState,
  record: RecordedRequest,
  response: ServerResponse,
  reply: Reply,
): void {
  record.status = reply.status;
  record.outcome = reply.outcome ?? STATUS_CODES[reply.status] ?? 'answered';
  response.sendDate = false;
  response.writeHead(reply.status, headersOf(state, reply, Buffer.from(reply.body)));
  response.end(reply.body);
}

function headersOf(state: OrgState, reply: Reply, body: Buffer): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = { Date: new Date(state.now()).toUTCString() };
  for (const [name, value] of Object.entries(reply.headers)) {
    headers[name] = typeof value === 'string' ? value : [...value];
  }
  if (reply.status !== 204) headers['Content-Length'] = String(body.length);
  return headers;
}

function headOf(state: OrgState, reply: Reply, body: Buffer): string {
  const headers = Object.entries(headersOf(state, reply, body)).map(
    ([name, value]) => `${name}: ${String(value)}\r\n`,
  );
  const reason = STATUS_CODES[reply.status] ?? '';
  return `HTTP/1.1 ${reply.status} ${reason}\r\n${headers.join('')}\r\n`;
}
