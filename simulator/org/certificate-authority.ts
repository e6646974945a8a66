import { constants, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import { makeCertificate } from '../../support/x509.ts';
import type { CertificateFault } from './faults/types.ts';
import { SERVED_NAMES } from './tenants.ts';

/** A certificate authority for one run, and the server certificates which it signs. */
export interface CertificateAuthority {
  readonly caPem: string;
  readonly serverCertificate: ServerCertificate;
  contextFor(fault: CertificateFault | undefined): SecureContext;
}

interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
  /** No tickets: a resumed session would be trusted without a look at a faulty certificate. */
  readonly secureOptions: number;
}

interface Issuer {
  readonly subject: string;
  readonly privateKey: KeyObject;
}

const DAY_MS = 86_400_000;

export function makeCertificateAuthority(): CertificateAuthority {
  const { issuer, caPem } = makeIssuer('Embedded org test authority');
  const serverCertificate = makeServerCertificate({ issuer });
  const validContext = contextWith(serverCertificate);
  const faultyCertificates: Readonly<Record<CertificateFault, () => ServerCertificate>> = {
    'unknown-ca': () =>
      makeServerCertificate({ issuer: makeIssuer('Some other authority').issuer }),
    'self-signed': () => makeServerCertificate({}),
    inspected: () => withIssuerCertificate(makeIssuer('Acme TLS inspection')),
    'wrong-name': () => makeServerCertificate({ issuer, dnsNames: ['somewhere.example'] }),
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
  /** Left out, the certificate signs itself. */
  readonly issuer?: Issuer;
  readonly dnsNames?: readonly string[];
  /** Valid from and to, in days from now. */
  readonly days?: readonly [from: number, to: number];
}

function makeServerCertificate({
  issuer,
  dnsNames = SERVED_NAMES,
  days: [startDay, endDay] = [-1, 30],
}: ServerCertificateOptions): ServerCertificate {
  const { privateKey, publicKey } = makeEcKey();
  const daysFromNow = (days: number): Date => new Date(Date.now() + days * DAY_MS);
  const cert = makeCertificate({
    subject: dnsNames[0] ?? 'nobody',
    publicKey,
    dnsNames,
    notBefore: daysFromNow(startDay),
    notAfter: daysFromNow(endDay),
    ...(issuer === undefined ? { privateKey } : { issuer }),
  });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { cert, key, secureOptions: constants.SSL_OP_NO_TICKET };
}

/** A proxy that inspects TLS sends its own authority along. */
function withIssuerCertificate({
  issuer,
  caPem,
}: ReturnType<typeof makeIssuer>): ServerCertificate {
  const certificate = makeServerCertificate({ issuer });
  return { ...certificate, cert: certificate.cert + caPem };
}

const contextWith = (certificate: ServerCertificate): SecureContext =>
  createSecureContext(certificate);

// EC keys are made in no time; RSA would slow every start down.
const makeEcKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
