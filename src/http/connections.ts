import { Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import type { Socket } from 'node:net';

/** The connections of one run. Each is shared by requests to the same scheme, host and port. */
export interface Connections {
  /** Node's agents, by the protocol of the URL. */
  readonly agents: Readonly<Record<string, HttpAgent>>;
  /** Watches a connection from a request until the next one. Called when a request gets it. */
  readonly watch: (socket: Socket, exchange: Exchange) => void;
}

/** What has arrived since a request was sent. */
export interface Exchange {
  hasReceivedData: boolean;
  response?: IncomingMessage;
}

export interface ConnectionOptions extends RequestOptions {
  /** Connects to the target through the proxy; undefined if it is reached directly. */
  readonly openTunnel?: (() => Promise<Socket>) | undefined;
  /** The tunnel, on which TLS with the target starts. */
  readonly socket?: Socket;
}

class TunnelAgent extends HttpsAgent {
  override createConnection(
    { openTunnel, ...options }: ConnectionOptions,
    callback: (error: Error | null, socket?: unknown) => void,
  ): ReturnType<HttpsAgent['createConnection']> {
    const startTls = (tunnelOptions: ConnectionOptions) => super.createConnection(tunnelOptions);
    if (openTunnel === undefined) return startTls(options);
    openTunnel()
      .then((socket) => startTls({ ...options, socket }))
      .then((socket) => callback(null, socket), callback);
    return undefined;
  }
}

/** @param runEnd aborted when no more requests follow: closes all connections */
export function createConnections(runEnd: AbortSignal): Connections {
  // Do not resume TLS sessions, so that each connection checks the certificate of its host.
  const options = { keepAlive: true, maxCachedSessions: 0 };
  const agents = { 'http:': new HttpAgent(options), 'https:': new TunnelAgent(options) };
  runEnd.addEventListener('abort', () => {
    for (const agent of Object.values(agents)) agent.destroy();
  });
  const listeners = new WeakMap<Socket, () => void>();
  return {
    agents,
    watch(socket, exchange) {
      const onData = () => {
        exchange.hasReceivedData = true;
        // These bytes belong to no request. Node 24.4 would drop them and keep the connection.
        if (exchange.response?.complete) socket.destroy();
      };
      // Run before Node's parser, which completes the response.
      socket.off('data', listeners.get(socket) ?? onData).prependListener('data', onData);
      listeners.set(socket, onData);
    },
  };
}
