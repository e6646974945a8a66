import { verify, X509Certificate } from 'node:crypto';

/**
 * A decoded JWT. This file uses only node:crypto, so that verification does not depend on the library
 * that signs.
 */
export interface SignedAssertion {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signingInput: string;
  readonly signature: Buffer;
}

const BASE64URL = /^[A-Za-z0-9_-]+$/;

export function decodeAssertion(text: string): SignedAssertion | undefined {
  const parts = text.split('.');
  const [header = '', claims = '', signature = ''] = parts;
  if (parts.length !== 3 || !parts.every((part) => BASE64URL.test(part))) return undefined;
  const decoded = { header: decodeObject(header), claims: decodeObject(claims) };
  if (decoded.header === undefined || decoded.claims === undefined) return undefined;
  return {
    header: decoded.header,
    claims: decoded.claims,
    signingInput: `${header}.${claims}`,
    signature: Buffer.from(signature, 'base64url'),
  };
}

export function isSignedFor(
  assertion: SignedAssertion,
  certificatePem: string | undefined,
): boolean {
  if (certificatePem === undefined) return false;
  const { publicKey } = new X509Certificate(certificatePem);
  // Salesforce ignores the validity dates of the certificate, so an expired one is accepted.
  return verify('sha256', Buffer.from(assertion.signingInput), publicKey, assertion.signature);
}

function decodeObject(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
