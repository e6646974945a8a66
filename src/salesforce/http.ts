import type { IncomingHttpHeaders } from 'node:http';
import { HttpClient } from '@actions/http-client';
import { getProxyUrl } from '@actions/http-client/lib/proxy';
import { VERSION } from '../version.ts';
import { type RequestName, TransportError } from './errors.ts';

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
export type Http = (request: HttpRequest) => Promise<HttpResponse>;

const MAX_BODY_BYTES = 1024 * 1024;

export interface Proxy {
  /** `host:port`; empty when there is none, or its setting is not read as it was meant. */
  readonly host: string;
  /** Its password, and the header that holds it: what must not be printed. */
  readonly secrets: readonly string[];
}

const NO_PROXY: Proxy = { host: '', secrets: [] };

/** The proxy that the environment names for a URL. */
export function proxyFor(url: string): Proxy {
  try {
    const proxy = getProxyUrl(new URL(url));
    if (!proxy?.host) return NO_PROXY;
    const { username, password, search, hash, pathname } = proxy;
    const header = Buffer.from(`${username}:${password}`).toString('base64');
    // With an unescaped #, ? or / in its password, a part of that stands where the host should.
    const host = search + hash === '' && pathname === '/' ? proxy.host : '';
    return { host, secrets: password === '' ? [] : [password, header] };
  } catch {
    // Neither a URL nor a host. The error would quote it; the request fails without doing so.
    return NO_PROXY;
  }
}

/** `Http` over @actions/http-client, which finds proxies in the environment as every action does. */
export const toolkitHttp: Http = async (request) => {
  // Read by Node at each connection: 0 would turn the checks of TLS off.
  delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  // `tunnel` uses Buffer() where the proxy's URL has credentials. The warning that Node prints for
  // it says nothing that the reader of a job's log could change.
  process.noDeprecation = true;

  const abort = new AbortController();
  const timedOut = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    timedOut.reject(failure('timeout', request, { milliseconds: request.timeoutMs }));
    abort.abort();
  }, request.timeoutMs);

  const client = new HttpClient(
    `salesforce-jwt-auth/${VERSION}`,
    [
      {
        prepareRequest(options) {
          options.signal = abort.signal;
          // The toolkit leaves the brackets on, and Node then takes [::1] for a name.
          options.host = String(options.host).replace(/[[\]]/g, '');
        },
        canHandleAuthentication: () => false,
        // Asked for by the type alone.
        /* node:coverage ignore next */
        handleAuthentication: () => Promise.reject(new Error('never asked for')),
      },
    ],
    { allowRedirects: false, allowRetries: false, socketTimeout: request.timeoutMs },
  );
  // Raced, because a request that still waits for its proxy does not hear the abort signal.
  return Promise.race([send(client, request), timedOut.promise])
    .catch((error: unknown) => {
      throw error instanceof TransportError ? error : fromNode(error, request);
    })
    .finally(() => {
      clearTimeout(timer);
      abort.abort();
      client.dispose();
    });
};

async function send(client: HttpClient, request: HttpRequest): Promise<HttpResponse> {
  const { method, url, body = '', headers } = request;
  const { message } = await client.request(method, url, body, { ...headers });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_BODY_BYTES) break;
  }
  const read = Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES);
  return {
    status: Number(message.statusCode),
    headers: message.headers,
    body: read.toString('utf8'),
  };
}

/** Certificates do not mend themselves within a minute, and a proxy that refuses goes on refusing. */
const LASTING =
  /CERT|SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|ERR_(TLS|SSL|INVALID)|EPROTO|proxy-refused|unknown/;

function failure(
  code: string,
  request: HttpRequest,
  details = {},
  transient = !LASTING.test(code),
) {
  const { host } = new URL(request.url);
  return new TransportError({ code, request: request.name, host, transient, details });
}

/** 408 and 429: not now, but perhaps soon. */
const isBusy = (status: number) => status === 408 || status === 429;

/** Node's error without its message and stack: they may quote a proxy's URL or a header. */
function fromNode(error: unknown, request: HttpRequest): TransportError {
  const { code, message } = error as NodeJS.ErrnoException;
  // What `tunnel` says of a proxy stands only in its message.
  const [, status, cause] =
    /tunneling socket could not be established, (?:statusCode=(\d+)|cause=(.*))/s.exec(message) ??
    [];
  if (status !== undefined) {
    const code = Number(status);
    return failure('proxy-refused', request, { status: code }, code >= 500 || isBusy(code));
  }
  if (cause !== undefined) {
    const known = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/.exec(cause);
    if (known) return failure('proxy-unreachable', request, { cause: known[0] });
    return failure(cause.startsWith('Parse Error') ? 'proxy-garbage' : 'proxy-closed', request);
  }
  if (message === 'got illegal response body from proxy') return failure('proxy-garbage', request);
  return failure(code ?? 'unknown', request);
}
