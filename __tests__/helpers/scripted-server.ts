/**
 * A server that answers requests as a test specifies. Clients reach it directly or through a proxy.
 */
import { generateKeyPairSync } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { makeCertificate } from '../../support/x509.ts';
import { pkcs8 } from './crypto.ts';

/** Body of each request to a scripted server. The server recognizes the end of a request by it. */
export const REQUEST_BODY = 'a=b';

export interface ScriptedServer {
  /** URLs of the server's two hosts. */
  readonly urls: readonly [string, string];
  /** The proxy that clients must use, or undefined if they connect directly. */
  readonly proxyUrl: string | undefined;
  /** The certificate that clients must trust, or undefined if the server does not use TLS. */
  readonly certificate: string | undefined;
  /** The server's end of each connection. */
  readonly connections: readonly Socket[];
  /** TCP connections that clients have opened, to the server or to the proxy. */
  readonly tcpConnections: readonly Socket[];
  /** Returns the number of requests that the server has received. */
  requestCount(): number;
  close(): Promise<unknown>;
}

/** The first function answers the first request, the second the second, and so on. */
type Replies = readonly ((connection: Socket, server: ScriptedServer) => void)[];

const ignoreErrors = (socket: Socket) => socket.on('error', () => undefined);

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Starts a server that uses plain HTTP. */
export async function startPlainServer(replies: Replies): Promise<ScriptedServer> {
  const { connections, requestCount, accept } = scripted(replies, () => scriptedServer);
  const server = createServer(accept);
  const port = await listen(server);
  const scriptedServer: ScriptedServer = {
    urls: [`http://127.0.0.1:${port}`, `http://localhost:${port}`],
    proxyUrl: undefined,
    certificate: undefined,
    connections,
    tcpConnections: connections,
    requestCount,
    close() {
      for (const socket of connections) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
  return scriptedServer;
}

/** Starts a server that uses TLS behind a proxy. */
export async function startTunneledServer(replies: Replies): Promise<ScriptedServer> {
  const { connections, requestCount, accept } = scripted(replies, () => scriptedServer);
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const dnsNames = ['one.example', 'two.example'];
  const certificate = makeCertificate({ subject: 'one', dnsNames, publicKey, privateKey });
  const server = createTlsServer({ key: pkcs8(privateKey), cert: certificate }, accept);
  const port = await listen(server);
  const tcpConnections: Socket[] = [];
  const proxy = createHttpServer().on('connect', (_, socket: Socket) => {
    tcpConnections.push(ignoreErrors(socket));
    const inner = ignoreErrors(connect(port, '127.0.0.1'));
    inner.on('close', () => socket.destroy());
    socket.on('close', () => inner.destroy());
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    inner.pipe(socket).pipe(inner);
  });
  const scriptedServer: ScriptedServer = {
    urls: ['https://one.example', 'https://two.example'],
    proxyUrl: `http://127.0.0.1:${await listen(proxy)}`,
    certificate,
    connections,
    tcpConnections,
    requestCount,
    async close() {
      for (const socket of [...connections, ...tcpConnections]) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
  return scriptedServer;
}

function scripted(replies: Replies, server: () => ScriptedServer) {
  const connections: Socket[] = [];
  let count = 0;
  const accept = (socket: Socket | TLSSocket) => {
    connections.push(ignoreErrors(socket));
    socket.on('data', (data) => {
      if (data.toString().endsWith(REQUEST_BODY)) replies[count++]?.(socket, server());
    });
  };
  return { connections, requestCount: () => count, accept };
}

export const reply = (body: string, headers = ''): string =>
  `HTTP/1.1 200 OK\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`;
