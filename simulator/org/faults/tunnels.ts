import type { CertificateFault, Fault, Tunnel } from './types.ts';

type TunnelRow = readonly [
  name: string,
  layer: 'dns' | 'connection' | 'proxy' | 'tls',
  summary: string,
  tunnel: (tunnel: Tunnel) => void,
];

const CONNECTION_ESTABLISHED = 'HTTP/1.1 200 Connection Established\r\n\r\n';

const respondAndClose = (
  status: string,
  body: string,
  headers = '',
): ((tunnel: Tunnel) => void) => {
  const head = `HTTP/1.1 ${status}\r\n${headers}Content-Type: text/plain\r\n`;
  return ({ socket }) => {
    socket.end(`${head}Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
  };
};

const ROWS: readonly TunnelRow[] = [
  [
    'dns',
    'dns',
    'The proxy cannot resolve the host. Without a proxy, use a host name that ends in .invalid.',
    respondAndClose('502 Bad Gateway', 'getaddrinfo ENOTFOUND'),
  ],
  [
    'refused',
    'connection',
    'The proxy resolves the host, but the connection is refused.',
    respondAndClose('502 Bad Gateway', 'connect ECONNREFUSED'),
  ],
  [
    'proxy-407',
    'proxy',
    'The proxy requires credentials.',
    respondAndClose(
      '407 Proxy Authentication Required',
      'credentials required',
      'Proxy-Authenticate: Basic realm="acme"\r\n',
    ),
  ],
  [
    'proxy-403',
    'proxy',
    'The proxy does not allow the host.',
    respondAndClose('403 Forbidden', 'host not allowed'),
  ],
  [
    'proxy-502',
    'proxy',
    'The proxy responds with 502.',
    respondAndClose('502 Bad Gateway', 'no route'),
  ],
  [
    'proxy-503',
    'proxy',
    'The proxy responds with 503.',
    respondAndClose('503 Service Unavailable', 'busy'),
  ],
  [
    'proxy-closes',
    'proxy',
    'The proxy closes the connection without a response.',
    ({ socket }) => socket.end(),
  ],
  [
    'proxy-closes-later',
    'proxy',
    'The proxy opens the tunnel and closes it immediately.',
    ({ socket }) => socket.end(CONNECTION_ESTABLISHED),
  ],
  [
    'proxy-invalid-response',
    'proxy',
    'The proxy responds with something that is not HTTP.',
    ({ socket }) => socket.end('220 mail.example ESMTP\r\n\r\n'),
  ],
  ['proxy-stalls', 'proxy', 'The proxy never responds to CONNECT.', () => undefined],
  [
    'tls-garbage',
    'tls',
    'The server behind the proxy speaks plain HTTP instead of TLS.',
    ({ socket }) => {
      socket.write(CONNECTION_ESTABLISHED);
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    },
  ],
  [
    'tls-closes',
    'tls',
    'The connection is closed during the TLS handshake.',
    ({ socket }) => {
      socket.write(CONNECTION_ESTABLISHED);
      socket.once('data', () => socket.end());
    },
  ],
  [
    'tls-stalls',
    'tls',
    'The server never responds to the TLS handshake.',
    ({ socket }) => {
      socket.write(CONNECTION_ESTABLISHED);
      socket.resume();
    },
  ],
];

const CERTIFICATES: readonly (readonly [CertificateFault, summary: string])[] = [
  ['unknown-ca', 'The certificate is issued by an unknown CA.'],
  ['self-signed', 'The certificate is self-signed.'],
  [
    'inspected',
    'The certificate is issued by the CA of a TLS-inspecting proxy, which is sent along.',
  ],
  ['wrong-name', 'The certificate is for another host.'],
  ['expired', 'The certificate has expired.'],
  ['not-yet-valid', 'The certificate is not valid yet.'],
];

export const TUNNEL_FAULTS: readonly Fault[] = [
  ...ROWS.map(([name, layer, summary, tunnel]): Fault => ({ name, layer, summary, tunnel })),
  ...CERTIFICATES.map(
    ([certificate, summary]): Fault => ({
      name: `tls-${certificate}`,
      summary,
      layer: 'tls',
      certificate,
    }),
  ),
];
