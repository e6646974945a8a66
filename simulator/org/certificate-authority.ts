import { constants, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import { makeCertificate } from '../../support/x509.ts';
import type { CertificateFault } from './faults/types.ts';
import { SERVED_NAMES } from './tenants.ts';

/** The certificate authority of one org, and the server certificates that it issues. */
export interface CertificateAuthority {
  readonly caPem: string;
  readonly serverCertificate: ServerCertificate;
  /**
   * Returns a TLS context with a valid server certificate, or with one that has the given fault.
   */
  contextFor(fault: CertificateFault | undefined): SecureContext;
}

interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
  /** Disables session tickets: a resumed session would skip the check of a faulty certificate. */
  readonly secureOptions: number;
}

interface Issuer {
  readonly subject: string;
  readonly privateKey: KeyObject;
}

const DAY_MS = 86_400_000;

/** Creates an authority whose valid certificate contains the host names of the org and `otherNames`. */
export function makeCertificateAuthority(otherNames: readonly string[] = []): CertificateAuthority {
  const { issuer, caPem } = makeIssuer('Embedded org test CA');
  const dnsNames = [...SERVED_NAMES, ...otherNames];
  const serverCertificate = makeServerCertificate({ issuer, dnsNames });
  const validContext = contextWith(serverCertificate);
  const faultyCertificates: Readonly<Record<CertificateFault, () => ServerCertificate>> = {
    'unknown-ca': () => makeServerCertificate({ issuer: makeIssuer('Unknown CA').issuer }),
    'self-signed': () => makeServerCertificate({}),
    inspected: () => withIssuerCertificate(makeIssuer('Acme TLS inspection')),
    'wrong-name': () => makeServerCertificate({ issuer, dnsNames: ['other-host.example'] }),
    expired: () => makeServerCertificate({ issuer, days: [-2, -1] }),
    'not-yet-valid': () => makeServerCertificate({ issuer, days: [1, 2] }),
  };
  return {
    caPem,
    serverCertificate,
    contextFor: (fault) =>
      fault === undefined ? validContext : contextWith(faultyCertificates[fault]()),
  };
}

function makeIssuer(subject: string): { issuer: Issuer; caPem: string } {
  const { privateKey, publicKey } = makeEcKey();
  const caPem = makeCertificate({ subject, publicKey, privateKey, ca: true });
  return { issuer: { subject, privateKey }, caPem };
}

interface ServerCertificateOptions {
  /** Without an issuer, the certificate is self-signed. */
  readonly issuer?: Issuer;
  readonly dnsNames?: readonly string[];
  /** Start and end of the validity period, in days from now. */
  readonly days?: readonly [start: number, end: number];
}

function makeServerCertificate({
  issuer,
  dnsNames = SERVED_NAMES,
  days: [startDay, endDay] = [-1, 30],
}: ServerCertificateOptions): ServerCertificate {
  const { privateKey, publicKey } = makeEcKey();
  const daysFromNow = (days: number): Date => new Date(Date.now() + days * DAY_MS);
  const cert = makeCertificate({
    subject: dnsNames[0] ?? 'unnamed',
    publicKey,
    dnsNames,
    notBefore: daysFromNow(startDay),
    notAfter: daysFromNow(endDay),
    ...(issuer === undefined ? { privateKey } : { issuer }),
  });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { cert, key, secureOptions: constants.SSL_OP_NO_TICKET };
}

/**
 * Returns a server certificate followed by the CA certificate, which a TLS-inspecting proxy also
 * sends.
 */
function withIssuerCertificate({
  issuer,
  caPem,
}: ReturnType<typeof makeIssuer>): ServerCertificate {
  const certificate = makeServerCertificate({ issuer });
  return { ...certificate, cert: certificate.cert + caPem };
}

const contextWith = (certificate: ServerCertificate): SecureContext =>
  createSecureContext(certificate);

// Generates an EC key, which is much faster than generating an RSA key. An RSA key would slow down
// every start.
const makeEcKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
