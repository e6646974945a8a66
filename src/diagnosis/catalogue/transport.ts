import type { Entry } from './entry.ts';
import { BAD_PROXY, IN_BETWEEN, NEEDS_PROXY, UNAVAILABLE, WRONG_HOST } from './shared.ts';

/** No answer, or not a whole one. */
export const TRANSPORT_ENTRIES = [
  {
    title: 'ENOTFOUND: the host name is not known',
    codes: ['ENOTFOUND', 'EAI_*', 'ENODATA'],
    causes: [NEEDS_PROXY, BAD_PROXY, WRONG_HOST],
  },
  {
    title: 'ECONNREFUSED: the connection was refused',
    codes: ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'],
    causes: [
      BAD_PROXY,
      NEEDS_PROXY,
      { ...WRONG_HOST, what: 'A firewall refuses the connection, or `login-url` is misspelled.' },
    ],
  },
  {
    title: 'ETIMEDOUT: no answer in time',
    codes: ['*TIMEDOUT', '*timeout'],
    status: [408, 408],
    causes: [
      NEEDS_PROXY,
      BAD_PROXY,
      {
        ...UNAVAILABLE,
        what: 'Salesforce or the network is slow.',
        fix: 'Check your instance on the status page. If it happens often, raise `timeout-seconds`.',
      },
    ],
  },
  {
    title: 'SELF_SIGNED_CERT_IN_CHAIN: the server’s certificate is not trusted',
    codes: [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'UNABLE_TO_*',
      'CERT_UNTRUSTED',
      'CERT_SIGNATURE_FAILURE',
      'INVALID_CA',
    ],
    causes: [
      {
        hint: 'proxy set',
        what: 'A TLS-inspecting proxy or firewall signs connections with its own certificate authority.',
        fix: 'Set NODE_EXTRA_CA_CERTS to a file with that authority’s certificate (PEM). Never turn TLS checks off.',
        where: 'runner',
      },
    ],
  },
  {
    title: 'ECONNRESET: the connection was cut',
    codes: ['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ABORT_ERR', '*PREMATURE_CLOSE'],
    causes: [UNAVAILABLE, IN_BETWEEN],
  },
  {
    title: 'The proxy setting cannot be read',
    codes: ['proxy-unreadable'],
    causes: [
      {
        what: 'The value of {proxy-variable} is not the address of a proxy. Nothing was sent: the step never bypasses a proxy.',
        fix: 'Set it to http://host:port or http://name:password@host:port, with special characters as %XX. To use no proxy, leave it empty.',
        where: 'runner',
      },
    ],
  },
  {
    title: 'The proxy uses plain HTTP, not TLS',
    codes: ['proxy-plain'],
    causes: [
      {
        hint: 'proxy set',
        what: '{proxy-variable} begins with https://, but the proxy uses plain HTTP.',
        fix: 'Begin {proxy-variable} with http://. The connection to Salesforce stays encrypted.',
        where: 'runner',
      },
    ],
  },
  {
    title: 'The certificate of the proxy itself is not trusted',
    codes: ['proxy-certificate'],
    causes: [
      {
        hint: 'proxy set',
        what: '{proxy-variable} begins with https://, and the runner does not trust the certificate of the proxy.',
        fix: 'Set NODE_EXTRA_CA_CERTS to a file with the certificate of its authority (PEM), and use the host name in that certificate.',
        where: 'runner',
      },
    ],
  },
  {
    title: '407 Proxy Authentication Required',
    codes: ['proxy-refused 407'],
    status: [407, 407],
    causes: [
      {
        when: 'proxy set',
        what: 'The proxy requires a valid user name and password.',
        fix: 'Set {proxy-variable} to http://name:password@host:port, from a secret, with special characters as %XX.',
        where: 'runner',
      },
    ],
  },
  {
    title: 'The proxy did not open a connection',
    codes: ['proxy-*'],
    causes: [
      {
        hint: 'proxy set',
        what: 'The proxy refused {host}, could not reach it, closed the connection, or is not a proxy.',
        fix: 'Allow {host}, port 443, in the proxy, and check {proxy-variable}. The proxy’s log has the reason.',
        where: 'runner',
      },
    ],
  },
  {
    title: 'ERR_TLS_CERT_ALTNAME_INVALID: the server’s certificate is for another host',
    codes: ['ERR_TLS_CERT_ALTNAME*', 'HOSTNAME_MISMATCH'],
    causes: [
      {
        ...WRONG_HOST,
        what: '`login-url` is misspelled or has an extra dot. For a sandbox it looks like https://acme--uat.sandbox.my.salesforce.com.',
      },
      IN_BETWEEN,
    ],
  },
  {
    title: 'CERT_HAS_EXPIRED: the server’s certificate is out of date',
    codes: ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'],
    causes: [
      {
        when: 'proxy set',
        what: 'The certificate of a TLS-inspecting proxy or firewall has expired. This is not the certificate of your app.',
        fix: 'Renew the proxy’s certificate.',
        where: 'runner',
      },
      {
        when: 'clock is wrong',
        what: 'The runner’s clock is wrong.',
        fix: 'Synchronize the runner’s clock with NTP.',
      },
    ],
  },
  {
    title: 'The TLS handshake failed',
    codes: ['EPROTO', 'ERR_SSL*', 'ERR_TLS*', 'CERT_*'],
    causes: [IN_BETWEEN],
  },
  {
    title: 'The answer is not HTTP (HPE_…)',
    codes: ['HPE_*', 'ERR_HTTP*'],
    causes: [IN_BETWEEN],
  },
] as const satisfies readonly Entry[];
