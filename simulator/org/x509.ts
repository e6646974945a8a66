import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';

/** Makes X.509 certificates with nothing but node:crypto, so that the org needs no `openssl`. */
export interface CertificateRequest {
  /** The common name. */
  readonly subject: string;
  readonly publicKey: KeyObject;
  /** Who signs. Left out, the certificate signs itself with `privateKey`. */
  readonly issuer?: { readonly subject: string; readonly privateKey: KeyObject };
  readonly privateKey?: KeyObject;
  readonly dnsNames?: readonly string[];
  readonly ca?: boolean;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

const DAY_MS = 86_400_000;

const OID = {
  commonName: '2.5.4.3',
  rsaWithSha256: '1.2.840.113549.1.1.11',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
} as const;

const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

function tlv(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const hex = body.length.toString(16);
  const length = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => tlv(TAG.sequence, ...parts);
const octets = (content: Buffer): Buffer => tlv(TAG.octetString, content);
/** `unused` is the number of bits at the end that carry no meaning. */
const bits = (content: Buffer, unused = 0): Buffer =>
  tlv(TAG.bitString, Buffer.from([unused]), content);

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return tlv(TAG.oid, Buffer.from(bytes));
}

function time(date: Date): Buffer {
  const digits = `${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;
  // RFC 5280: two-digit years until 2049, four digits from then on.
  return date.getUTCFullYear() < 2050
    ? tlv(TAG.utcTime, Buffer.from(digits.slice(2)))
    : tlv(TAG.generalizedTime, Buffer.from(digits));
}

const name = (commonName: string): Buffer =>
  sequence(
    tlv(
      TAG.set,
      sequence(oid(OID.commonName), tlv(TAG.utf8String, Buffer.from(commonName, 'utf8'))),
    ),
  );

function extension(id: string, value: Buffer, critical = false): Buffer {
  const flag = critical ? [tlv(TAG.boolean, Buffer.from([0xff]))] : [];
  return sequence(oid(id), ...flag, octets(value));
}

const spki = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });
const keyIdentifier = (key: KeyObject): Buffer => createHash('sha1').update(spki(key)).digest();

function extensions(request: CertificateRequest, signer: KeyObject): Buffer {
  const { ca = false, dnsNames = [] } = request;
  const keyId = keyIdentifier(request.publicKey);
  const issuerId = keyIdentifier(createPublicKey(signer));
  // keyCertSign + cRLSign for an authority; digitalSignature + keyEncipherment for a server.
  const usage = ca ? bits(Buffer.from([0x06]), 1) : bits(Buffer.from([0xa0]), 5);
  const list = [
    extension(
      OID.basicConstraints,
      ca ? sequence(tlv(TAG.boolean, Buffer.of(0xff))) : sequence(),
      true,
    ),
    extension(OID.keyUsage, usage, true),
    extension(OID.subjectKeyIdentifier, octets(keyId)),
    extension(OID.authorityKeyIdentifier, sequence(tlv(0x80, issuerId))),
  ];
  if (dnsNames.length > 0) {
    const names = dnsNames.map((dnsName) => tlv(0x82, Buffer.from(dnsName, 'ascii')));
    list.push(
      extension(OID.extKeyUsage, sequence(oid(OID.serverAuth))),
      extension(OID.subjectAltName, sequence(...names)),
    );
  }
  return tlv(0xa3, sequence(...list));
}

function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  // Positive and without a leading zero byte, whatever the dice say.
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return tlv(TAG.integer, bytes);
}

const signatureAlgorithm = (key: KeyObject): Buffer =>
  key.asymmetricKeyType === 'ec'
    ? sequence(oid(OID.ecdsaWithSha256))
    : sequence(oid(OID.rsaWithSha256), tlv(TAG.null));

/** The certificate as PEM. */
export function makeCertificate(request: CertificateRequest): string {
  const signer = request.issuer?.privateKey ?? request.privateKey;
  if (signer === undefined) throw new TypeError('A self-signed certificate needs its private key.');
  const { notBefore = new Date(Date.now() - DAY_MS) } = request;
  const { notAfter = new Date(notBefore.getTime() + 365 * DAY_MS) } = request;
  const algorithm = signatureAlgorithm(signer);
  const toBeSigned = sequence(
    tlv(0xa0, tlv(TAG.integer, Buffer.from([2]))),
    serialNumber(),
    algorithm,
    name(request.issuer?.subject ?? request.subject),
    sequence(time(notBefore), time(notAfter)),
    name(request.subject),
    spki(request.publicKey),
    extensions(request, signer),
  );
  const der = sequence(toBeSigned, algorithm, bits(sign('sha256', toBeSigned, signer)));
  return toPem(der);
}

function toPem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
