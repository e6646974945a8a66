import { Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import type { Socket } from 'node:net';

/** The connections of one run. Requests to the same scheme, host and port share a connection. */
export interface Connections {
  /** Node's agents, keyed by the protocol of the URL. */
  readonly agents: Readonly<Record<string, HttpAgent>>;
  /** Starts watching a connection when a request is assigned to it, until the next request. */
  readonly watch: (socket: Socket, exchange: Exchange) => void;
}

/** The response to a request, and whether any data has arrived since it was sent. */
export interface Exchange {
  hasReceivedData: boolean;
  response?: IncomingMessage;
}

export interface ConnectionOptions extends RequestOptions {
  /** Connects to the target through the proxy. Undefined if requests are sent directly. */
  readonly openTunnel?: (() => Promise<Socket>) | undefined;
  /** The tunnel in which TLS with the target starts. */
  readonly socket?: Socket;
}

class TunnelAgent extends HttpsAgent {
  override createConnection(
    { openTunnel, ...options }: ConnectionOptions,
    callback: (error: Error | null, socket?: unknown) => void,
  ): ReturnType<HttpsAgent['createConnection']> {
    if (!openTunnel) return super.createConnection(options);
    openTunnel()
      .then((socket) => super.createConnection({ ...options, socket } as ConnectionOptions))
      .then((socket) => callback(null, socket), callback);
    return undefined;
  }
}

/** @param runEnd closes all connections when it is aborted */
export function createConnections(runEnd: AbortSignal): Connections {
  // Do not resume TLS sessions, so that each connection checks the certificate.
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
        // No request is waiting for this data. Node 24.4 would keep the connection open.
        if (exchange.response?.complete) socket.destroy();
      };
      // This listener must run before Node's parser completes the response.
      socket.off('data', listeners.get(socket) ?? onData).prependListener('data', onData);
      listeners.set(socket, onData);
    },
  };
}
