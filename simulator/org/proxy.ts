import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { OrgState } from './state.ts';
import { isServed } from './tenants.ts';

export interface ProxyCredentials {
  readonly user: string;
  readonly password: string;
}

/** A CONNECT request that the proxy received. */
export interface RecordedTunnel {
  readonly authority: string;
  readonly timestamp: number;
  readonly credentials: 'none' | 'valid' | 'invalid';
  outcome: string;
}

interface ConnectProxyOptions {
  readonly state: OrgState;
  readonly tunnels: RecordedTunnel[];
  readonly credentials: ProxyCredentials | undefined;
  /** Host names that the proxy connects to in addition to those of the org. */
  readonly otherNames: readonly string[];
  /** Passes a connection to the TLS server. */
  readonly connectTls: (socket: Duplex) => void;
}

/**
 * Creates a CONNECT proxy on loopback that only connects to the host names of the org and to
 * `otherNames`.
 */
export function makeProxy(options: ConnectProxyOptions): Server {
  const server = createServer((_request, response) => {
    response.writeHead(502, { 'Content-Type': 'text/plain' });
    response.end('This proxy only answers CONNECT.\n');
  });
  server.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => undefined);
    if (head.length > 0) socket.unshift(head);
    connect(options, request, socket);
  });
  return server;
}

function connect(options: ConnectProxyOptions, request: IncomingMessage, socket: Duplex): void {
  const { state, tunnels } = options;
  const authority = request.url ?? '';
  const host = authority.replace(/:\d+$/, '').toLowerCase();
  const credentials = checkCredentials(options.credentials, request.headers['proxy-authorization']);
  const tunnel: RecordedTunnel = {
    authority,
    timestamp: state.now(),
    credentials,
    outcome: 'open',
  };
  tunnels.push(tunnel);
  const triggered = state.faults.trigger(['tunnel'], { host });
  if (triggered !== undefined) {
    tunnel.outcome = triggered.fault.name;
    triggered.fault.tunnel({ socket, authority, ms: triggered.ms });
  } else if (options.credentials !== undefined && credentials !== 'valid') {
    tunnel.outcome = '407';
    deny(socket, '407 Proxy Authentication Required', 'Proxy-Authenticate: Basic realm="org"\r\n');
  } else if (
    !(isServed(host) || isServed(host, options.otherNames)) ||
    !authority.endsWith(':443')
  ) {
    tunnel.outcome = '502';
    deny(socket, '502 Bad Gateway', '');
  } else {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    options.connectTls(socket);
  }
}

function deny(socket: Duplex, status: string, header: string): void {
  socket.end(`HTTP/1.1 ${status}\r\n${header}Content-Length: 0\r\nConnection: close\r\n\r\n`);
}

function checkCredentials(
  expected: ProxyCredentials | undefined,
  header: string | undefined,
): RecordedTunnel['credentials'] {
  if (header === undefined) return 'none';
  const { user = '', password = '' } = expected ?? {};
  const expectedHeader = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  return expected !== undefined && header === expectedHeader ? 'valid' : 'invalid';
}
