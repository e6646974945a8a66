import assert from 'node:assert/strict';
import { verify } from 'node:crypto';
import { it } from 'node:test';
import { createKeySigner } from '../../src/signing/signer.ts';
import { rsaPair } from '../helpers/crypto.ts';

it('a key in memory signs a payload as a compact JWS with RS256', async () => {
  const { privateKey, publicKey } = rsaPair();
  const jws = await createKeySigner(privateKey)('{"a":"ü"}', 1000);
  const [header = '', payload = '', signature = ''] = jws.split('.');
  assert.equal(Buffer.from(header, 'base64url').toString(), '{"alg":"RS256"}');
  assert.equal(Buffer.from(payload, 'base64url').toString(), '{"a":"ü"}');
  const bytes = Buffer.from(signature, 'base64url');
  assert.ok(verify('sha256', Buffer.from(`${header}.${payload}`), publicKey, bytes));
});
