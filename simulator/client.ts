import { type KeyObject, sign } from 'node:crypto';
import { request as httpRequest, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Org } from './org/org.ts';

export interface ClientResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface ClientRequestOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly timeoutMs?: number;
}

// This constant is also defined in the token endpoint, so that a typo in either place fails a test.
export const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

export function makeAssertion(key: KeyObject, claims: object, header: object = { alg: 'RS256' }) {
  const signingInput = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${signingInput}.${sign('sha256', Buffer.from(signingInput), key).toString('base64url')}`;
}

/** Sends a request through the proxy and TLS for https, or directly for http. */
export async function sendRequest(
  org: Org,
  url: string,
  options: ClientRequestOptions = {},
): Promise<ClientResponse> {
  const target = new URL(url);
  // The timeout covers the whole request, so that a slow stream of bytes cannot extend it.
  const signal = AbortSignal.timeout(options.timeoutMs ?? 10_000);
  const { method = 'GET', body } = options;
  // Without an agent, node:https would add port 80 to the Host header.
  const headers = { Host: target.host, ...options.headers };
  const common: RequestOptions = { method, headers, signal };
  if (target.protocol === 'http:')
    return send(httpRequest(target, { ...common, agent: false }), body);
  const socket = await throughProxy(org, target.hostname, signal);
  const tlsSocket = connectTls({ socket, servername: target.hostname, ca: org.caPem });
  // After an abort, the request has no error listener, but the socket can still fail.
  tlsSocket.on('error', () => undefined);
  try {
    return await send(httpsRequest(target, { ...common, createConnection: () => tlsSocket }), body);
  } finally {
    socket.destroy();
  }
}

function throughProxy(org: Org, host: string, signal: AbortSignal): Promise<Socket> {
  const { hostname, port, username, password } = new URL(org.proxyUrl);
  const basicCredentials = Buffer.from(decodeURIComponent(`${username}:${password}`)).toString(
    'base64',
  );
  const headers = username === '' ? {} : { 'Proxy-Authorization': `Basic ${basicCredentials}` };
  return new Promise((resolve, reject) => {
    const connect = httpRequest({
      hostname,
      port,
      method: 'CONNECT',
      path: `${host}:443`,
      headers,
      agent: false,
      signal,
    });
    connect.on('error', reject);
    connect.on('connect', (response, socket: Socket) => {
      if (response.statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(
        Object.assign(new Error('The proxy did not open a tunnel'), {
          code: `PROXY_${response.statusCode}`,
        }),
      );
    });
    connect.end();
  });
}

function send(
  request: ReturnType<typeof httpRequest>,
  body: string | Buffer | undefined,
): Promise<ClientResponse> {
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (data: Buffer) => chunks.push(data));
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode = 0, headers } = response;
        resolve({ status: statusCode, headers, body: Buffer.concat(chunks).toString('utf8') });
      });
    });
    request.end(body);
  });
}

export function postForm(
  org: Org,
  url: string,
  fields: Record<string, string>,
  options: ClientRequestOptions = {},
) {
  return sendRequest(org, url, {
    ...options,
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });
}
