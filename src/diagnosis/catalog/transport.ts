import type { CatalogEntry } from './entry.ts';
import {
  BAD_PROXY,
  INTERCEPTING_PROXY,
  NEEDS_PROXY,
  UNAVAILABLE,
  WRONG_HOST,
} from './shared-causes.ts';

/** No answer, or not a whole one. */
export const TRANSPORT_ENTRIES = [
  {
    title: 'ENOTFOUND: the host name is not known',
    networkCodes: ['ENOTFOUND', 'EAI_*', 'ENODATA'],
    causes: [NEEDS_PROXY, BAD_PROXY, WRONG_HOST],
  },
  {
    title: 'ECONNREFUSED: the connection was refused',
    networkCodes: ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'],
    causes: [
      BAD_PROXY,
      NEEDS_PROXY,
      {
        ...WRONG_HOST,
        explanation: 'A firewall refuses the connection, or `login-url` is misspelled.',
      },
    ],
  },
  {
    title: 'ETIMEDOUT: no answer in time',
    networkCodes: ['*TIMEDOUT', '*timeout'],
    status: [408, 408],
    causes: [
      NEEDS_PROXY,
      BAD_PROXY,
      {
        ...UNAVAILABLE,
        explanation: 'Salesforce or the network is slow.',
        fix: 'Check your instance on the status page. If it happens often, raise `timeout-seconds`.',
      },
    ],
  },
  {
    title: 'SELF_SIGNED_CERT_IN_CHAIN: the server’s certificate is not trusted',
    networkCodes: [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'UNABLE_TO_*',
      'CERT_UNTRUSTED',
      'CERT_SIGNATURE_FAILURE',
      'INVALID_CA',
    ],
    causes: [
      {
        mentions: 'proxy set',
        explanation:
          'A TLS-inspecting proxy or firewall signs connections with its own certificate authority.',
        fix: 'Set NODE_EXTRA_CA_CERTS to a file with that authority’s certificate (PEM). Never turn TLS checks off.',
        setupPath: 'runner',
      },
    ],
  },
  {
    title: 'ECONNRESET: the connection was cut',
    networkCodes: ['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ABORT_ERR', '*PREMATURE_CLOSE'],
    causes: [UNAVAILABLE, INTERCEPTING_PROXY],
  },
  {
    title: 'The proxy setting cannot be read',
    networkCodes: ['proxy-invalid'],
    causes: [
      {
        explanation:
          'The value of {proxy-variable} is not the address of a proxy. Nothing was sent: the step never bypasses a proxy.',
        fix: 'Set it to http://host:port or http://name:password@host:port, with special characters as %XX. To use no proxy, leave it empty.',
        setupPath: 'runner',
      },
    ],
  },
  {
    title: 'The proxy uses plain HTTP, not TLS',
    networkCodes: ['proxy-plain'],
    causes: [
      {
        mentions: 'proxy set',
        explanation: '{proxy-variable} begins with https://, but the proxy uses plain HTTP.',
        fix: 'Begin {proxy-variable} with http://. The connection to Salesforce stays encrypted.',
        setupPath: 'runner',
      },
    ],
  },
  {
    title: 'The certificate of the proxy itself is not trusted',
    networkCodes: ['proxy-certificate'],
    causes: [
      {
        mentions: 'proxy set',
        explanation:
          '{proxy-variable} begins with https://, and the runner does not trust the certificate of the proxy.',
        fix: 'Set NODE_EXTRA_CA_CERTS to a file with the certificate of its authority (PEM), and use the host name in that certificate.',
        setupPath: 'runner',
      },
    ],
  },
  {
    title: '407 Proxy Authentication Required',
    networkCodes: ['proxy-refused 407'],
    status: [407, 407],
    causes: [
      {
        promotedBy: 'proxy set',
        explanation: 'The proxy requires a valid user name and password.',
        fix: 'Set {proxy-variable} to http://name:password@host:port, from a secret, with special characters as %XX.',
        setupPath: 'runner',
      },
    ],
  },
  {
    title: 'The proxy did not open a connection',
    networkCodes: ['proxy-*'],
    causes: [
      {
        mentions: 'proxy set',
        explanation:
          'The proxy refused {host}, could not reach it, closed the connection, or is not a proxy.',
        fix: 'Allow {host}, port 443, in the proxy, and check {proxy-variable}. The proxy’s log has the reason.',
        setupPath: 'runner',
      },
    ],
  },
  {
    title: 'ERR_TLS_CERT_ALTNAME_INVALID: the server’s certificate is for another host',
    networkCodes: ['ERR_TLS_CERT_ALTNAME*', 'HOSTNAME_MISMATCH'],
    causes: [
      {
        ...WRONG_HOST,
        explanation:
          '`login-url` is misspelled or has an extra dot. For a sandbox it looks like https://acme--uat.sandbox.my.salesforce.com.',
      },
      INTERCEPTING_PROXY,
    ],
  },
  {
    title: 'CERT_HAS_EXPIRED: the server’s certificate is out of date',
    networkCodes: ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'],
    causes: [
      {
        promotedBy: 'proxy set',
        explanation:
          'The certificate of a TLS-inspecting proxy or firewall has expired. This is not the certificate of your app.',
        fix: 'Renew the proxy’s certificate.',
        setupPath: 'runner',
      },
      {
        promotedBy: 'clock is wrong',
        explanation: 'The runner’s clock is wrong.',
        fix: 'Synchronize the runner’s clock with NTP.',
      },
    ],
  },
  {
    title: 'The TLS handshake failed',
    networkCodes: ['EPROTO', 'ERR_SSL*', 'ERR_TLS*', 'CERT_*'],
    causes: [INTERCEPTING_PROXY],
  },
  {
    title: 'The answer is not HTTP (HPE_…)',
    networkCodes: ['HPE_*', 'ERR_HTTP*'],
    causes: [INTERCEPTING_PROXY],
  },
] as const satisfies readonly CatalogEntry[];
