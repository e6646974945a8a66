import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { OrgState } from './state.ts';
import { isServed } from './tenants.ts';

export interface ProxyCredentials {
  readonly user: string;
  readonly password: string;
}

/** One CONNECT as the proxy saw it. */
export interface RecordedTunnel {
  readonly authority: string;
  readonly at: number;
  readonly credentials: 'none' | 'right' | 'wrong';
  outcome: string;
}

interface ProxySetup {
  readonly state: OrgState;
  readonly tunnels: RecordedTunnel[];
  readonly credentials: ProxyCredentials | undefined;
  /** Takes over a connection as if it had been made to the TLS server itself. */
  readonly connectTls: (socket: Duplex) => void;
}

/** A CONNECT proxy on loopback: it finds the org's host names, and nothing else. */
export function makeProxy(setup: ProxySetup): Server {
  const server = createServer((_request, response) => {
    response.writeHead(502, { 'Content-Type': 'text/plain' });
    response.end('This proxy only answers CONNECT.\n');
  });
  server.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => undefined);
    if (head.length > 0) socket.unshift(head);
    connect(setup, request, socket);
  });
  return server;
}

function connect(setup: ProxySetup, request: IncomingMessage, socket: Duplex): void {
  const { state, tunnels } = setup;
  const authority = request.url ?? '';
  const host = authority.replace(/:\d+$/, '').toLowerCase();
  const credentials = judge(setup.credentials, request.headers['proxy-authorization']);
  const tunnel: RecordedTunnel = { authority, at: state.now(), credentials, outcome: 'open' };
  tunnels.push(tunnel);
  const struck = state.faults.strike(['tunnel'], { host });
  if (struck !== undefined) {
    tunnel.outcome = struck.fault.name;
    struck.fault.tunnel({ socket, authority, ms: struck.ms });
  } else if (setup.credentials !== undefined && credentials !== 'right') {
    tunnel.outcome = '407';
    deny(socket, '407 Proxy Authentication Required', 'Proxy-Authenticate: Basic realm="org"\r\n');
  } else if (!isServed(host) || !authority.endsWith(':443')) {
    tunnel.outcome = '502';
    deny(socket, '502 Bad Gateway', '');
  } else {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    setup.connectTls(socket);
  }
}

function deny(socket: Duplex, status: string, header: string): void {
  socket.end(`HTTP/1.1 ${status}\r\n${header}Content-Length: 0\r\nConnection: close\r\n\r\n`);
}

function judge(
  wanted: ProxyCredentials | undefined,
  sent: string | undefined,
): RecordedTunnel['credentials'] {
  if (sent === undefined) return 'none';
  const { user = '', password = '' } = wanted ?? {};
  const right = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  return wanted !== undefined && sent === right ? 'right' : 'wrong';
}
