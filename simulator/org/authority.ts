import { constants, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { CertificateFault } from './faults/types.ts';
import { SERVED_NAMES } from './tenants.ts';
import { makeCertificate } from './x509.ts';

/** A certificate authority for one run, and the server certificates which it signs. */
export interface Authority {
  readonly caPem: string;
  readonly leaf: Leaf;
  contextFor(fault: CertificateFault | undefined): SecureContext;
}

interface Leaf {
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

export function makeAuthority(): Authority {
  const { issuer, caPem } = makeIssuer('Embedded org test authority');
  const leaf = makeLeaf({ issuer });
  const good = contextOf(leaf);
  const faulty: Readonly<Record<CertificateFault, () => Leaf>> = {
    'unknown-ca': () => makeLeaf({ issuer: makeIssuer('Some other authority').issuer }),
    'self-signed': () => makeLeaf({}),
    inspected: () => inspected(makeIssuer('Acme TLS inspection')),
    'wrong-name': () => makeLeaf({ issuer, dnsNames: ['somewhere.example'] }),
    expired: () => makeLeaf({ issuer, days: [-2, -1] }),
    'not-yet-valid': () => makeLeaf({ issuer, days: [1, 2] }),
  };
  return {
    caPem,
    leaf,
    contextFor: (fault) => (fault === undefined ? good : contextOf(faulty[fault]())),
  };
}

function makeIssuer(subject: string): { issuer: Issuer; caPem: string } {
  const { privateKey, publicKey } = makeEcKey();
  const caPem = makeCertificate({ subject, publicKey, privateKey, ca: true });
  return { issuer: { subject, privateKey }, caPem };
}

interface LeafPlan {
  /** Left out, the certificate signs itself. */
  readonly issuer?: Issuer;
  readonly dnsNames?: readonly string[];
  /** Valid from and to, in days from now. */
  readonly days?: readonly [from: number, to: number];
}

function makeLeaf({
  issuer,
  dnsNames = SERVED_NAMES,
  days: [from, to] = [-1, 30],
}: LeafPlan): Leaf {
  const { privateKey, publicKey } = makeEcKey();
  const inDays = (days: number): Date => new Date(Date.now() + days * DAY_MS);
  const cert = makeCertificate({
    subject: dnsNames[0] ?? 'nobody',
    publicKey,
    dnsNames,
    notBefore: inDays(from),
    notAfter: inDays(to),
    ...(issuer === undefined ? { privateKey } : { issuer }),
  });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { cert, key, secureOptions: constants.SSL_OP_NO_TICKET };
}

/** A proxy that inspects TLS sends its own authority along. */
function inspected({ issuer, caPem }: ReturnType<typeof makeIssuer>): Leaf {
  const leaf = makeLeaf({ issuer });
  return { ...leaf, cert: leaf.cert + caPem };
}

const contextOf = (leaf: Leaf): SecureContext => createSecureContext(leaf);

// EC keys are made in no time; RSA would slow every start down.
const makeEcKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
