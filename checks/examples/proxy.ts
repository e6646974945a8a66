/** The way out of a job: to the embedded org by its own proxy, to package registries straight. */
import { createServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { isServed } from '../../simulator/org/tenants.ts';

export interface WayOut {
  readonly url: string;
  /** The hosts that were asked for, in order, the org's own among them. */
  readonly asked: { readonly host: string; readonly at: number }[];
  close(): Promise<void>;
}

export async function openWayOut(orgProxyUrl: string): Promise<WayOut> {
  const asked: WayOut['asked'] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_request, response) => response.writeHead(502).end());
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('connect', (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
    const authority = incoming.url ?? '';
    const host = authority.replace(/:\d+$/, '');
    asked.push({ host, at: Date.now() });
    socket.on('error', () => undefined);
    const join = (upstream: Socket): void => {
      upstream.on('error', () => socket.destroy());
      socket.on('close', () => upstream.destroy());
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      socket.pipe(upstream).pipe(socket);
    };
    if (isServed(host)) throughOrg(orgProxyUrl, authority, join, () => socket.destroy());
    else straight(authority, join, () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

type Join = (upstream: Socket) => void;

function throughOrg(proxyUrl: string, authority: string, join: Join, fail: () => void): void {
  const { hostname, port } = new URL(proxyUrl);
  const tunnel = request({ hostname, port, method: 'CONNECT', path: authority, agent: false });
  tunnel.on('error', fail);
  tunnel.on('connect', (answer, upstream: Socket) =>
    answer.statusCode === 200 ? join(upstream) : fail(),
  );
  tunnel.end();
}

function straight(authority: string, join: Join, fail: () => void): void {
  const [host = '', port = '443'] = authority.split(':');
  // An action without a stand-in would be fetched from there.
  if (/(^|\.)github\.com$/.test(host)) {
    fail();
    return;
  }
  const upstream = connect({ host, port: Number(port) });
  upstream.once('error', fail);
  upstream.once('connect', () => {
    upstream.off('error', fail);
    join(upstream);
  });
}
