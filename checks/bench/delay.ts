import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * Delay in each direction, in milliseconds. A round trip takes 200 ms, as it does between continents.
 */
const DELAY_MS = 100;

export interface DelayingProxy {
  readonly port: number;
  /** Returns the number of round trips since the last call. */
  takeRoundTrips(): number;
  close(): Promise<void>;
}

/**
 * Starts a server that forwards connections to a loopback port and delays all data, like a slow
 * network. It also counts sequential delays, because measured times depend on the load of the machine:
 * a chunk of data has one delay more than the data that its sender had received before.
 * Simultaneous delays on several connections count once.
 */
export async function startDelayingProxy(targetPort: number): Promise<DelayingProxy> {
  let delaysOfClient = 0;
  const sockets = new Set<Socket>();
  const track = (socket: Socket) => {
    sockets.add(socket);
    return socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const target = track(connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true }));
    let delaysOfTarget = 0;
    track(client);
    client.on('data', (data) => {
      const delays = delaysOfClient + 1;
      setTimeout(() => {
        delaysOfTarget = Math.max(delaysOfTarget, delays);
        target.write(data);
      }, DELAY_MS);
    });
    target.on('data', (data) => {
      const delays = delaysOfTarget + 1;
      setTimeout(() => {
        // Do not count data that arrives after the client has closed its end: nothing waits for it.
        if (client.readableEnded || client.destroyed) return;
        delaysOfClient = Math.max(delaysOfClient, delays);
        client.write(data);
      }, DELAY_MS);
    });
    client.on('end', () => setTimeout(() => target.end(), DELAY_MS));
    target.on('end', () => setTimeout(() => client.end(), DELAY_MS));
    client.on('close', () => setTimeout(() => target.destroy(), DELAY_MS));
    target.on('close', () => setTimeout(() => client.destroy(), DELAY_MS));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    takeRoundTrips() {
      const roundTrips = delaysOfClient / 2;
      delaysOfClient = 0;
      return roundTrips;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
