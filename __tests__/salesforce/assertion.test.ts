import assert from 'node:assert/strict';
import { verify } from 'node:crypto';
import { describe, it } from 'node:test';
import { signAssertion } from '../../src/salesforce/assertion.ts';
import { createKeySigner } from '../../src/signing/signer.ts';
import { rsaPair } from '../helpers/crypto.ts';

const { privateKey, publicKey } = rsaPair();
const sign = createKeySigner(privateKey);
const CLAIMS = {
  issuer: '3MVG9.consumer_key',
  subject: 'ci+ü@acme.com',
  audience: 'https://login.salesforce.com',
};

const decode = (part = ''): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());

describe('the assertion', () => {
  it('contains only the issuer, subject, audience and expiry', async () => {
    const [header, payload] = (
      await signAssertion(CLAIMS, sign, { now: 1_700_000_000_999, timeoutMs: 1000 })
    ).split('.');
    assert.deepEqual(decode(header), { alg: 'RS256' });
    assert.deepEqual(decode(payload), {
      iss: CLAIMS.issuer,
      sub: CLAIMS.subject,
      aud: CLAIMS.audience,
      exp: 1_700_000_180,
    });
  });

  it('is signed with RSA and SHA-256', async () => {
    const [header, payload, signature = ''] = (
      await signAssertion(CLAIMS, sign, { now: 0, timeoutMs: 1000 })
    ).split('.');
    const signed = Buffer.from(`${header}.${payload}`);
    assert.ok(verify('sha256', signed, publicKey, Buffer.from(signature, 'base64url')));
  });
});
