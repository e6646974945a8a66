import { type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { connect } from 'node:tls';
import type { Details } from '../errors.ts';
import { type RequestName, TransportError } from '../salesforce/errors.ts';
import { VERSION } from '../version.ts';
import { ProxyError, requireValidProxy, resolveProxy } from './proxy.ts';
import { openTunnel, tlsTarget } from './tunnel.ts';

export interface HttpRequest {
  readonly name: RequestName;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds until it is given up, wherever it is then: waiting for a proxy or in the body. */
  readonly timeoutMs: number;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** UTF-8; cut at 1 MiB. */
  readonly body: string;
}

/** Makes one request: no redirect is followed, nothing is tried again. @throws TransportError */
export type HttpClient = (request: HttpRequest) => Promise<HttpResponse>;

const MAX_BODY_BYTES = 1024 * 1024;

/** `Http` over Node's own client, through the proxy that the environment names. */
export const httpClient: HttpClient = async (request) => {
  // Read by Node at each connection: 0 would turn the checks of TLS off.
  delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), request.timeoutMs);
  return send(request, abort.signal)
    .then((response) => {
      // A body that only the end of the connection ends seems whole when we are the ones who end it.
      abort.signal.throwIfAborted();
      return response;
    })
    .catch((error: unknown) => {
      if (!abort.signal.aborted) throw wrapNodeError(error, request);
      throw transportError('timeout', request, { milliseconds: request.timeoutMs });
    })
    .finally(() => {
      clearTimeout(timer);
      // Closes what is still open: a body may not have been read to its end.
      abort.abort();
    });
};

async function send(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
  const { method, headers, body = '' } = request;
  const target = new URL(request.url);
  const proxy = requireValidProxy(resolveProxy(request.url, process.env));
  const socket = proxy && (await openTunnel(proxy, target, signal));
  const { promise, resolve, reject } = Promise.withResolvers<HttpResponse>();
  const options = {
    method,
    headers: {
      ...headers,
      'User-Agent': `salesforce-jwt-auth/${VERSION}`,
      'Content-Length': Buffer.byteLength(body),
    },
    signal,
    ...(socket
      ? { defaultPort: 443, createConnection: () => connect({ ...tlsTarget(target), socket }) }
      : { agent: false as const }),
  };
  (target.protocol === 'http:' ? requestHttp : requestHttps)(target, options)
    .on('response', (message) => resolve(readBody(message)))
    // 101, which nobody asked for. Without a listener, Node would never end the request.
    .on('upgrade', (message, upgraded) => {
      upgraded.destroy();
      resolve(toResponse(message, ''));
    })
    .on('error', reject)
    .end(body);
  return promise;
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

/** Certificates do not mend themselves within a minute. */
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

/** Node's error without its message and stack: they may quote a header. */
function wrapNodeError(error: unknown, request: HttpRequest): TransportError {
  if (error instanceof ProxyError) {
    return transportError(error.code, request, error.details, error.transient);
  }
  const { code = 'unknown' } = error as NodeJS.ErrnoException;
  return transportError(code, request);
}
