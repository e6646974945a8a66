import { type IncomingHttpHeaders, type IncomingMessage, request as sendRequest } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Details, errorCode } from '../errors.ts';
import { VERSION } from '../version.ts';
import {
  type ConnectionOptions,
  type Connections,
  createConnections,
  type Exchange,
} from './connections.ts';
import { ProxyError, type RequestName, TransportError } from './errors.ts';
import { type ProxyConfig, requireProxyFor } from './proxy.ts';
import { openTunnel, tlsOptions } from './tunnel.ts';

export interface HttpRequest {
  readonly name: RequestName;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Total timeout in milliseconds, including the proxy connection and the response body. */
  readonly timeoutMs: number;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The response body, decoded as UTF-8 and truncated to 1 MiB. */
  readonly body: string;
}

/**
 * Sends one request, without following redirects or retrying.
 * @throws TransportError
 */
export type HttpClient = (request: HttpRequest) => Promise<HttpResponse>;

const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Returns an HTTP client that uses `node:http`, `node:https` and the given proxy.
 * @param runEnd aborted to close the connections, which requests to a host share
 */
export function createHttpClient(proxy: ProxyConfig, runEnd: AbortSignal): HttpClient {
  const connections = createConnections(runEnd);
  return async (request) => {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), request.timeoutMs);
    const signal = AbortSignal.any([abort.signal, runEnd]);
    let details: Details = {};
    const onSocket = () => {
      if (requireProxyFor(new URL(request.url), proxy)) details = { proxy: 'connected' };
    };
    return send(request, { proxy, connections, signal, onSocket })
      .then((response) => {
        // If the body has no specified length, an aborted response looks complete, because the
        // connection has ended.
        abort.signal.throwIfAborted();
        return response;
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted) throw wrapNodeError(error, request);
        throw transportError('timeout', request, details);
      })
      .finally(() => {
        clearTimeout(timer);
        // Close the connection unless the body was read to its end.
        abort.abort();
      });
  };
}

interface SendOptions {
  readonly proxy: ProxyConfig;
  readonly connections: Connections;
  readonly signal: AbortSignal;
  /** Called when the request has a connection to the target, through the proxy if there is one. */
  readonly onSocket: () => void;
}

async function send(request: HttpRequest, options: SendOptions): Promise<HttpResponse> {
  // Let Node read data that has arrived on an idle connection, and close the connection. The first turn
  // of the event loop may come before the next read, but the second cannot.
  await nextTurn();
  await nextTurn();
  const { connections, signal, onSocket } = options;
  const { promise, resolve, reject } = Promise.withResolvers<HttpResponse>();
  const exchange: Exchange = { hasReceivedData: false };
  const refuseSwitch = (message: IncomingMessage) => {
    message.socket.destroy();
    resolve(toResponse(message, ''));
  };
  const clientRequest = createRequest(request, options)
    .on('socket', (socket) => {
      connections.watch(socket, exchange);
      onSocket();
    })
    .on('response', (message) => {
      // Node does not emit `upgrade` for a 101 (Switching Protocols) response that names no protocol.
      if (message.statusCode === 101) return refuseSwitch(message);
      exchange.response = message;
      resolve(readBody(message));
    })
    // Without this listener, the request would never end.
    .on('upgrade', refuseSwitch)
    .on('error', reject)
    .end(request.body);
  return promise.catch((error: unknown) => {
    // The idle connection was closed (RFC 9112, section 9.3.1). Every request of the action can be
    // repeated.
    if (clientRequest.reusedSocket && !exchange.hasReceivedData && !signal.aborted)
      return send(request, options);
    throw error;
  });
}

function createRequest(
  { method, headers, body = '', url }: HttpRequest,
  { proxy: proxyConfig, connections, signal }: SendOptions,
) {
  const target = new URL(url);
  const proxy = requireProxyFor(target, proxyConfig);
  const options: ConnectionOptions = {
    method,
    headers: {
      ...headers,
      'User-Agent': `salesforce-jwt-auth/${VERSION}`,
      'Content-Length': Buffer.byteLength(body),
    },
    signal,
    agent: connections.agents[target.protocol],
    ...tlsOptions(target),
    openTunnel: proxy && (() => openTunnel(proxy, target, signal)),
  };
  // The agent connects, so this also sends requests over TLS.
  return sendRequest(target, options);
}

async function readBody(message: IncomingMessage): Promise<HttpResponse> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_BODY_BYTES) break;
  }
  return toResponse(message, Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES).toString('utf8'));
}

const toResponse = ({ statusCode, headers }: IncomingMessage, body: string): HttpResponse => ({
  status: Number(statusCode),
  headers,
  body,
});

/** Errors that a retry cannot fix, such as certificate and TLS errors. */
const PERMANENT_ERRORS =
  /CERT|SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|ERR_(TLS|SSL|INVALID)|EPROTO|unknown/;

function transportError(
  code: string,
  request: HttpRequest,
  details: Details = {},
  transient = !PERMANENT_ERRORS.test(code),
): TransportError {
  const { host } = new URL(request.url);
  return new TransportError({ code, request: request.name, host, transient, details });
}

/** Drops the message and stack of Node's error, because they may contain a header. */
function wrapNodeError(error: unknown, request: HttpRequest): TransportError {
  if (error instanceof ProxyError) {
    return transportError(error.code, request, error.details, error.transient);
  }
  return transportError(errorCode(error) ?? 'unknown', request);
}
