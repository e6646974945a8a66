import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { CertificateAuthority } from './certificate-authority.ts';
import type { FaultContext } from './faults/types.ts';
import type { SimRequest, SimResponse } from './http-message.ts';
import { decodeAssertion } from './oauth/assertion.ts';
import { recordLogin } from './oauth/login-rows.ts';
import { handleRequest } from './routes.ts';
import type { OrgState, RecordedRequest } from './state.ts';

export type OnRequest = (record: RecordedRequest) => void;

/** Hosts other than the org that its proxy connects to, such as key services. */
export interface OtherHosts {
  readonly names: readonly string[];
  readonly listener: RequestListener;
}

/** Serves the org over plain HTTP on loopback. */
export function makeHttpServer(state: OrgState, onRequest: OnRequest): Server {
  return createHttpServer((request, response) => {
    serve(state, 'http', request, response, request.socket, onRequest);
  });
}

/** Serves the org over TLS under Salesforce's host names. */
export function makeTlsServer(
  state: OrgState,
  authority: CertificateAuthority,
  onRequest: OnRequest,
  otherHosts: OtherHosts | undefined,
): Server {
  // A reset must be sent on the TCP socket beneath the TLS socket. Both sockets have the same remote
  // port.
  const tcpSockets = new Map<number | undefined, Socket>();
  const server = createHttpsServer(
    {
      ...authority.serverCertificate,
      SNICallback: (host, done) => {
        const triggered = state.faults.trigger(['certificate'], { host });
        done(null, authority.contextFor(triggered?.fault.certificate));
      },
    },
    (request, response) => {
      if (otherHosts?.names.includes(request.headers.host ?? '')) {
        otherHosts.listener(request, response);
        return;
      }
      const tcpSocket = tcpSockets.get(request.socket.remotePort) ?? request.socket;
      serve(state, 'tls', request, response, tcpSocket, onRequest);
    },
  );
  server.on('connection', (socket: Socket) => {
    const { remotePort } = socket;
    tcpSockets.set(remotePort, socket);
    socket.once('close', () => tcpSockets.delete(remotePort));
  });
  return server;
}

function serve(
  state: OrgState,
  transport: SimRequest['transport'],
  request: IncomingMessage,
  response: ServerResponse,
  tcpSocket: Socket,
  onRequest: OnRequest,
): void {
  const chunks: Buffer[] = [];
  const reset = (): void => {
    // Without a listener, an intended reset would be thrown as an unhandled error.
    tcpSocket.on('error', () => undefined);
    if (tcpSocket.destroyed) return;
    tcpSocket.resetAndDestroy();
  };
  request.on('error', () => undefined);
  request.socket.on('error', () => undefined);
  request.on('data', (data: Buffer) => chunks.push(data));
  request.on('end', () => {
    const record = toRecord(
      state,
      toSimRequest(state, transport, request, decompress(request, chunks)),
    );
    state.requests.push(record);
    respond(state, record, response, reset);
    onRequest(record);
  });
}

/**
 * Returns the body, decompressed if necessary: Salesforce's SOAP library for Java compresses every
 * request.
 */
function decompress({ headers }: IncomingMessage, chunks: readonly Buffer[]): Buffer {
  const body = Buffer.concat(chunks);
  return headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
}

function toSimRequest(
  state: OrgState,
  transport: SimRequest['transport'],
  request: IncomingMessage,
  body: Buffer,
): SimRequest {
  const hostHeader = request.headers.host ?? '';
  const host = transport === 'http' ? new URL(state.httpUrl).host : hostHeader.replace(/:443$/, '');
  // Salesforce accepts a double slash, which results from an instance URL with a trailing slash.
  const url = new URL(`http://host${request.url?.replace(/^\/+/, '/') ?? '/'}`);
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  const isBinary = /^(multipart\/|application\/gzip)/.test(request.headers['content-type'] ?? '');
  return {
    host: host.toLowerCase(),
    method: request.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(headers),
    body: body.toString(isBinary ? 'latin1' : 'utf8'),
    transport,
  };
}

function toRecord(state: OrgState, request: SimRequest): RecordedRequest {
  const assertionText = /(?:^|[?&])assertion=([^&]*)/.exec(request.body)?.[1] ?? '';
  const decoded = decodeAssertion(assertionText);
  const assertion = decoded && { header: decoded.header, claims: decoded.claims };
  const record: RecordedRequest = {
    ...request,
    timestamp: state.now(),
    status: undefined,
    outcome: 'no response',
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
  const triggered = state.faults.trigger(['response', 'connection'], record);
  const originalResponse = (): SimResponse => handleRequest(state, record);
  if (triggered === undefined) {
    send(state, record, response, originalResponse());
    return;
  }
  const { fault, ms } = triggered;
  record.fault = fault.name;
  if ('response' in fault) {
    const context: FaultContext = { org: state, request: record, ms, originalResponse };
    send(state, record, response, fault.response(context));
  } else if (response.socket !== null) {
    const simResponse = originalResponse();
    const body = Buffer.from(simResponse.body);
    record.outcome = fault.summary;
    fault.connection({
      socket: response.socket,
      ms,
      body,
      head: responseHead(state, simResponse, body),
      reset,
    });
  }
}

function send(
  state: OrgState,
  record: RecordedRequest,
  response: ServerResponse,
  simResponse: SimResponse,
): void {
  record.status = simResponse.status;
  record.outcome = simResponse.outcome ?? STATUS_CODES[simResponse.status] ?? 'sent';
  recordLogin(state, record, simResponse);
  response.sendDate = false;
  response.writeHead(
    simResponse.status,
    responseHeaders(state, simResponse, Buffer.from(simResponse.body)),
  );
  response.end(simResponse.body);
}

function responseHeaders(
  state: OrgState,
  simResponse: SimResponse,
  body: Buffer,
): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = { Date: new Date(state.now()).toUTCString() };
  for (const [name, value] of Object.entries(simResponse.headers)) {
    headers[name] = typeof value === 'string' ? value : [...value];
  }
  if (simResponse.status !== 204) headers['Content-Length'] = String(body.length);
  return headers;
}

function responseHead(state: OrgState, simResponse: SimResponse, body: Buffer): string {
  const headers = Object.entries(responseHeaders(state, simResponse, body)).map(
    ([name, value]) => `${name}: ${String(value)}\r\n`,
  );
  const reason = STATUS_CODES[simResponse.status] ?? '';
  return `HTTP/1.1 ${simResponse.status} ${reason}\r\n${headers.join('')}\r\n`;
}
