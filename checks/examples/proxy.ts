/**
 * The proxy of a job. Forwards requests for the embedded org to the org's proxy, and connects to
 * package registries directly.
 */
import { createServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { isServed } from '../../simulator/org/tenants.ts';

export interface RecordingProxy {
  readonly url: string;
  /** Requested hosts, in order, including those of the org. */
  readonly connections: { readonly host: string; readonly timestamp: number }[];
  close(): Promise<void>;
}

export async function startRecordingProxy(orgProxyUrl: string): Promise<RecordingProxy> {
  const connections: RecordingProxy['connections'] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_request, response) => response.writeHead(502).end());
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('connect', (connectRequest: IncomingMessage, socket: Socket, head: Buffer) => {
    const authority = connectRequest.url ?? '';
    const host = authority.replace(/:\d+$/, '');
    connections.push({ host, timestamp: Date.now() });
    socket.on('error', () => undefined);
    const onConnected = (upstream: Socket): void => {
      upstream.on('error', () => socket.destroy());
      socket.on('close', () => upstream.destroy());
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      socket.pipe(upstream).pipe(socket);
    };
    if (isServed(host))
      connectThroughOrg(orgProxyUrl, authority, onConnected, () => socket.destroy());
    else
      connectDirectly(authority, onConnected, () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

type OnConnected = (upstream: Socket) => void;

function connectThroughOrg(
  proxyUrl: string,
  authority: string,
  onConnected: OnConnected,
  onFailure: () => void,
): void {
  const { hostname, port } = new URL(proxyUrl);
  const tunnel = request({ hostname, port, method: 'CONNECT', path: authority, agent: false });
  tunnel.on('error', onFailure);
  tunnel.on('connect', (response, upstream: Socket) => {
    if (response.statusCode === 200) onConnected(upstream);
    else {
      upstream.destroy();
      onFailure();
    }
  });
  tunnel.end();
}

function connectDirectly(authority: string, onConnected: OnConnected, onFailure: () => void): void {
  const [host = '', port = '443'] = authority.split(':');
  // Otherwise, act would download an action that has no stub.
  if (/(^|\.)github\.com$/.test(host)) {
    onFailure();
    return;
  }
  const upstream = connect({ host, port: Number(port) });
  upstream.once('error', onFailure);
  upstream.once('connect', () => {
    upstream.off('error', onFailure);
    onConnected(upstream);
  });
}
