import type { CatalogEntry } from './entry.ts';
import {
  BAD_PROXY,
  EXEMPTED_FROM_PROXY,
  INTERCEPTING_PROXY,
  MAY_NEED_PROXY,
  NEEDS_PROXY,
  UNAVAILABLE,
  UNREAD_PROXY,
  UNTRUSTED_AUTHORITY,
  WRONG_HOST,
} from './shared-causes.ts';

const ALLOW_IN_PROXY = {
  fix: 'Allow {host} (HTTPS) in the proxy, and check {proxy-variable}. The proxy’s log has the reason.',
  setupPath: 'runner',
} as const;

const LOOK_UP_HOST = {
  fix: 'Rerun the job. If it fails again, run this command on the same runner:',
  snippet: ['nslookup {host}'],
  setupPath: 'runner',
} as const;

/**
 * Entries for requests without a complete response. The first match is used, so an exact network
 * code must precede a pattern that also matches it.
 */
export const TRANSPORT_ENTRIES = [
  {
    id: 'name-server-silent',
    title: 'EAI_AGAIN: the name server did not answer',
    networkCodes: ['EAI_*'],
    causes: [
      UNREAD_PROXY,
      {
        id: 'name-server-silent',
        explanation: 'The name server of the runner did not answer, or not in time.',
        ...LOOK_UP_HOST,
      },
      MAY_NEED_PROXY,
      EXEMPTED_FROM_PROXY,
    ],
  },
  {
    id: 'host-not-found',
    title: 'ENOTFOUND: the host name is not known',
    networkCodes: ['ENOTFOUND', 'ENODATA'],
    causes: [
      NEEDS_PROXY,
      UNREAD_PROXY,
      WRONG_HOST,
      EXEMPTED_FROM_PROXY,
      {
        id: 'name-server-failed',
        explanation: 'The name servers of the runner do not know the host.',
        ...LOOK_UP_HOST,
      },
    ],
  },
  {
    id: 'connection-refused',
    title: 'ECONNREFUSED: the connection was refused',
    networkCodes: ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'],
    causes: [
      NEEDS_PROXY,
      UNREAD_PROXY,
      EXEMPTED_FROM_PROXY,
      {
        id: 'connection-refused',
        explanation: 'A firewall refuses the connection.',
        fix: 'Allow {host} (HTTPS).',
        setupPath: 'network',
      },
      WRONG_HOST,
    ],
  },
  {
    id: 'connection-timeout',
    title: 'ETIMEDOUT: no answer in time',
    networkCodes: ['*TIMEDOUT', '*timeout'],
    status: [408, 408],
    causes: [
      NEEDS_PROXY,
      UNREAD_PROXY,
      EXEMPTED_FROM_PROXY,
      BAD_PROXY,
      {
        ...UNAVAILABLE,
        id: 'network-slow',
        explanation: 'Salesforce or the network is slow or down.',
        fix: 'Check your instance (Setup → Company Information). If it fails often, raise `timeout-seconds`.',
      },
    ],
  },
  {
    id: 'certificate-untrusted',
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
      ...UNTRUSTED_AUTHORITY,
      {
        id: 'ca-variable-not-read',
        impliedBy: 'ca-variable-not-read',
        refutedBy: ['extra-ca-certs-set'],
        explanation:
          'Node does not know the authority that signs this connection, though other programs on the runner may.',
        fix: 'Set NODE_EXTRA_CA_CERTS to the same file. Never turn TLS checks off.',
        setupPath: 'runner',
      },
      {
        id: 'tls-inspection',
        refutedBy: ['extra-ca-certs-set'],
        mentions: 'proxy-set',
        explanation:
          'A TLS-inspecting proxy or firewall signs connections with its own certificate authority.',
        fix: 'Set NODE_EXTRA_CA_CERTS to a file with the authority’s certificate (PEM), because Node ignores those of the operating system. Never turn TLS checks off.',
        setupPath: 'runner',
      },
    ],
  },
  {
    id: 'server-certificate-expired',
    title: 'CERT_HAS_EXPIRED: a certificate is out of date',
    networkCodes: ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'proxy-certificate-expired'],
    causes: [
      {
        id: 'proxy-certificate-expired',
        promotedBy: 'proxy-set',
        explanation:
          'The certificate of a proxy or firewall has expired. It is not that of your app.',
        fix: 'Renew the proxy’s certificate.',
        setupPath: 'network',
      },
      {
        id: 'clock-wrong-for-tls',
        promotedBy: 'clock-skewed',
        refutedBy: ['clock-in-sync'],
        explanation: 'The runner’s clock is wrong.',
        fix: 'Synchronize the runner’s clock with NTP.',
      },
    ],
  },
  {
    id: 'connection-reset',
    title: 'ECONNRESET: the connection was cut',
    networkCodes: ['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ABORT_ERR', '*PREMATURE_CLOSE'],
    causes: [
      UNAVAILABLE,
      {
        ...INTERCEPTING_PROXY,
        id: 'connection-cut',
        explanation: 'A proxy or firewall cuts the connection.',
      },
    ],
  },
  {
    id: 'proxy-setting-invalid',
    title: 'The proxy setting cannot be read',
    networkCodes: ['proxy-invalid'],
    causes: [
      {
        id: 'proxy-setting-invalid',
        certain: true,
        explanation:
          'The value of {proxy-variable} is not the address of an HTTP proxy. Nothing was sent: the step never bypasses a proxy.',
        fix: 'Set it to http://host:port or http://name:password@host:port, with special characters as %XX. To use no proxy, leave it empty.',
        setupPath: 'runner',
      },
    ],
  },
  {
    id: 'proxy-without-tls',
    title: 'The proxy uses plain HTTP, not TLS',
    networkCodes: ['proxy-plain'],
    causes: [
      {
        id: 'proxy-without-tls',
        certain: true,
        mentions: 'proxy-set',
        explanation: '{proxy-variable} begins with https://, but the proxy uses plain HTTP.',
        fix: 'Begin {proxy-variable} with http://. The connection to Salesforce stays encrypted.',
        setupPath: 'runner',
      },
    ],
  },
  {
    id: 'proxy-certificate-untrusted',
    title: 'The certificate of the proxy itself is not trusted',
    networkCodes: ['proxy-certificate'],
    causes: [
      ...UNTRUSTED_AUTHORITY,
      {
        id: 'proxy-certificate-untrusted',
        refutedBy: ['extra-ca-certs-set'],
        mentions: 'proxy-set',
        explanation:
          '{proxy-variable} begins with https://, and the runner does not trust the certificate of the proxy.',
        fix: 'Set NODE_EXTRA_CA_CERTS to a file with the certificate of its authority (PEM), and use the host name in that certificate.',
        setupPath: 'runner',
      },
    ],
  },
  {
    id: 'proxy-authentication-required',
    title: '407 Proxy Authentication Required',
    networkCodes: ['proxy-refused 407'],
    status: [407, 407],
    causes: [
      {
        id: 'proxy-credentials-missing',
        impliedBy: 'proxy-credentials-not-set',
        refutedBy: ['proxy-without-basic'],
        explanation: 'The proxy asks for a user name and a password.',
        fix: 'Set {proxy-variable} to http://name:password@host:port, from a secret, with special characters as %XX.',
        setupPath: 'runner',
      },
      {
        id: 'proxy-credentials-wrong',
        refutedBy: ['proxy-credentials-not-set', 'proxy-without-basic'],
        explanation: 'The user name or the password for the proxy is wrong.',
        fix: 'Correct {proxy-variable}: http://name:password@host:port, from a secret, with special characters as %XX.',
        setupPath: 'runner',
      },
      {
        id: 'proxy-address-list',
        explanation:
          'The proxy asks for a password only for hosts or runners that are not on its allow list.',
        fix: 'Ask the team that runs the proxy to allow {host} (HTTPS) for this runner.',
        setupPath: 'network',
      },
      {
        id: 'proxy-scheme-unsupported',
        promotedBy: 'proxy-without-basic',
        refutedBy: ['proxy-with-basic'],
        explanation:
          'The proxy wants NTLM, Kerberos or Digest. The step can send only a name and a password (Basic).',
        fix: 'Ask for an account with Basic authentication, for an exception for {host}, or run a local proxy such as cntlm on the runner.',
        setupPath: 'runner',
      },
    ],
  },
  {
    id: 'proxy-unreachable',
    title: 'The proxy cannot be reached',
    networkCodes: ['proxy-unreachable'],
    causes: [
      {
        id: 'proxy-unreachable',
        mentions: 'proxy-set',
        explanation:
          'The runner cannot reach the proxy itself: its address in {proxy-variable} is wrong, or it is down.',
        fix: 'Correct {proxy-variable} to http://host:port, or start the proxy. Salesforce was not asked.',
        setupPath: 'runner',
      },
    ],
  },
  {
    id: 'proxy-closed',
    title: 'The proxy closed the connection',
    networkCodes: ['proxy-closed'],
    causes: [
      {
        id: 'proxy-closed',
        mentions: 'proxy-set',
        explanation:
          'The proxy closed the connection without an answer. It may not allow {host}, or is no HTTP proxy.',
        ...ALLOW_IN_PROXY,
      },
    ],
  },
  {
    id: 'proxy-connection-failed',
    title: 'The proxy did not open a connection',
    networkCodes: ['proxy-*'],
    causes: [
      {
        id: 'proxy-connection-failed',
        mentions: 'proxy-set',
        explanation:
          'The proxy answered, but refused {host}, could not reach it, or is not a proxy.',
        ...ALLOW_IN_PROXY,
      },
    ],
  },
  {
    id: 'certificate-host-mismatch',
    title: 'ERR_TLS_CERT_ALTNAME_INVALID: the server’s certificate is for another host',
    networkCodes: ['ERR_TLS_CERT_ALTNAME*', 'HOSTNAME_MISMATCH'],
    causes: [
      {
        ...WRONG_HOST,
        id: 'login-url-host-misspelled',
        explanation:
          '`login-url` is misspelled or has an extra dot. For a sandbox it looks like https://acme--uat.sandbox.my.{domain}.',
      },
      INTERCEPTING_PROXY,
    ],
  },
  {
    id: 'tls-handshake-failed',
    title: 'The TLS handshake failed',
    networkCodes: ['EPROTO', 'ERR_SSL*', 'ERR_TLS*', 'CERT_*'],
    causes: [INTERCEPTING_PROXY],
  },
  {
    id: 'not-http',
    title: 'The answer is not HTTP (HPE_INVALID_CONSTANT)',
    networkCodes: ['HPE_*', 'ERR_HTTP*'],
    causes: [INTERCEPTING_PROXY],
  },
] as const satisfies readonly CatalogEntry[];
