import type { CertificateFault, Fault, Tunnel } from './types.ts';

/** What goes wrong before a request can be made: name resolution, the proxy, the TLS handshake. */
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
    'The proxy cannot resolve the host (without a proxy: a name below .invalid does the same).',
    respondAndClose('502 Bad Gateway', 'getaddrinfo ENOTFOUND'),
  ],
  [
    'refused',
    'connection',
    'The proxy finds the host, but nothing listens there.',
    respondAndClose('502 Bad Gateway', 'connect ECONNREFUSED'),
  ],
  [
    'proxy-407',
    'proxy',
    'The proxy wants credentials.',
    respondAndClose(
      '407 Proxy Authentication Required',
      'who?',
      'Proxy-Authenticate: Basic realm="acme"\r\n',
    ),
  ],
  [
    'proxy-403',
    'proxy',
    'The proxy forbids the host.',
    respondAndClose('403 Forbidden', 'not on the list'),
  ],
  ['proxy-502', 'proxy', 'The proxy answers 502.', respondAndClose('502 Bad Gateway', 'no route')],
  [
    'proxy-503',
    'proxy',
    'The proxy answers 503.',
    respondAndClose('503 Service Unavailable', 'busy'),
  ],
  ['proxy-closes', 'proxy', 'The proxy closes without an answer.', ({ socket }) => socket.end()],
  [
    'proxy-closes-later',
    'proxy',
    'The proxy opens the way and closes it at once.',
    ({ socket }) => socket.end(CONNECTION_ESTABLISHED),
  ],
  [
    'proxy-garbage',
    'proxy',
    'The proxy answers something that is not HTTP.',
    ({ socket }) => socket.end('220 mail.example ESMTP\r\n\r\n'),
  ],
  ['proxy-stalls', 'proxy', 'The proxy takes the CONNECT and never answers.', () => undefined],
  [
    'tls-garbage',
    'tls',
    'Behind the proxy something speaks plain HTTP instead of TLS.',
    ({ socket }) => {
      socket.write(CONNECTION_ESTABLISHED);
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    },
  ],
  [
    'tls-closes',
    'tls',
    'The connection closes in the middle of the TLS handshake.',
    ({ socket }) => {
      socket.write(CONNECTION_ESTABLISHED);
      socket.once('data', () => socket.end());
    },
  ],
  [
    'tls-stalls',
    'tls',
    'The TLS handshake is never answered.',
    ({ socket }) => {
      socket.write(CONNECTION_ESTABLISHED);
      socket.resume();
    },
  ],
];

const CERTIFICATES: readonly (readonly [CertificateFault, summary: string])[] = [
  ['unknown-ca', 'The certificate comes from an authority that nobody knows.'],
  ['self-signed', 'The certificate is signed by itself.'],
  ['inspected', 'The certificate comes with the authority of a company that inspects TLS.'],
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
