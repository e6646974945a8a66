import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { it } from 'node:test';
import { startKeyServices } from '../../../simulator/key-services/index.ts';

it('a key service still answers after a client has closed its connection in the middle of a request', async (t) => {
  const services = await startKeyServices();
  t.after(() => services.close());
  const { hostname, port } = new URL(services.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write('POST /v1/transit/sign/x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{');
  // The second request is only answered after the server has read the beginning of the first.
  await fetch(services.url);
  socket.destroy();
  await once(socket, 'close');
  assert.equal((await fetch(services.url)).status, 404);
});
