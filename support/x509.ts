import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_serverAuth,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';

export interface CertificateOptions {
  /** Common name (CN) of the subject. */
  readonly subject: string;
  readonly publicKey: KeyObject;
  /** If undefined, the certificate is self-signed with `privateKey`. */
  readonly issuer?: { readonly subject: string; readonly privateKey: KeyObject };
  readonly privateKey?: KeyObject;
  readonly dnsNames?: readonly string[];
  readonly ca?: boolean;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

const DAY_MS = 86_400_000;
const COMMON_NAME = '2.5.4.3';
const RSA_WITH_SHA256 = '1.2.840.113549.1.1.11';
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const ASN1_NULL = new Uint8Array([5, 0]).buffer;

/** Creates an X.509 certificate in PEM format. */
export function makeCertificate(options: CertificateOptions): string {
  const signer = options.issuer?.privateKey ?? options.privateKey;
  if (signer === undefined) throw new TypeError('A self-signed certificate needs its private key.');
  const { bytes, complete } = prepareCertificate(options, createPublicKey(signer));
  return complete(sign('sha256', bytes, signer));
}

export interface UnsignedCertificate {
  /**
   * The part of the certificate that is signed: the TBSCertificate (RFC 5280, section 4.1.1.1), in DER.
   */
  readonly bytes: Buffer;
  /**
   * Returns the certificate as PEM.
   * @param signature the signature of `bytes` with SHA-256
   */
  readonly complete: (signature: Buffer) => string;
}

/**
 * Prepares a certificate whose issuer has its private key elsewhere, for example in a key service.
 * @param issuerKey the issuer's public key, or the certificate's own if it is self-signed
 */
export function prepareCertificate(
  options: Omit<CertificateOptions, 'privateKey'>,
  issuerKey: KeyObject = options.publicKey,
): UnsignedCertificate {
  const { notBefore = new Date(Date.now() - DAY_MS) } = options;
  const { notAfter = new Date(notBefore.getTime() + 365 * DAY_MS) } = options;
  const signatureAlgorithm = algorithmOf(issuerKey);
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: serialNumber(),
    signature: signatureAlgorithm,
    issuer: nameOf(options.issuer?.subject ?? options.subject),
    validity: new Validity({ notBefore, notAfter }),
    subject: nameOf(options.subject),
    subjectPublicKeyInfo: AsnConvert.parse(spki(options.publicKey), SubjectPublicKeyInfo),
    extensions: new Extensions(extensionsOf(options, issuerKey)),
  });
  return {
    bytes: Buffer.from(AsnConvert.serialize(tbsCertificate)),
    complete(signature) {
      const signatureValue = new Uint8Array(signature).buffer;
      const certificate = new Certificate({ tbsCertificate, signatureAlgorithm, signatureValue });
      return toPem(Buffer.from(AsnConvert.serialize(certificate)));
    },
  };
}

const spki = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });

function algorithmOf({ asymmetricKeyType }: KeyObject): AlgorithmIdentifier {
  return asymmetricKeyType === 'ec'
    ? new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 })
    : new AlgorithmIdentifier({ algorithm: RSA_WITH_SHA256, parameters: ASN1_NULL });
}

function serialNumber(): ArrayBuffer {
  const bytes = new Uint8Array(randomBytes(16));
  // Clear the highest bit so that the number is positive. Set the next bit so that DER does not omit
  // leading bytes.
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.buffer;
}

function nameOf(commonName: string): Name {
  const value = new AttributeValue({ utf8String: commonName });
  const attribute = new AttributeTypeAndValue({ type: COMMON_NAME, value });
  return new Name([new RelativeDistinguishedName([attribute])]);
}

function extensionsOf(options: CertificateOptions, issuerKey: KeyObject): Extension[] {
  const { ca = false, dnsNames = [] } = options;
  const usage = ca
    ? KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign
    : KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment;
  const issuerId = keyIdentifier(issuerKey);
  const names = dnsNames.map((dNSName) => new GeneralName({ dNSName }));
  return [
    extension(id_ce_basicConstraints, new BasicConstraints({ cA: ca }), true),
    extension(id_ce_keyUsage, new KeyUsage(usage), true),
    extension(
      id_ce_subjectKeyIdentifier,
      new SubjectKeyIdentifier(keyIdentifier(options.publicKey)),
    ),
    extension(
      id_ce_authorityKeyIdentifier,
      new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(issuerId) }),
    ),
    ...(names.length === 0
      ? []
      : [
          extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth])),
          extension(id_ce_subjectAltName, new SubjectAlternativeName(names)),
        ]),
  ];
}

function extension(extnID: string, value: unknown, critical = false): Extension {
  return new Extension({
    extnID,
    critical,
    extnValue: new OctetString(AsnConvert.serialize(value)),
  });
}

function keyIdentifier(key: KeyObject): ArrayBuffer {
  return new Uint8Array(createHash('sha1').update(spki(key)).digest()).buffer;
}

function toPem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
