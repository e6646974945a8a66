import assert from 'node:assert/strict';
import { constants, generateKeyPairSync, sign } from 'node:crypto';
import { describe, it } from 'node:test';
import { SigningError } from '../../src/signing/errors.ts';
import type { ServiceKey } from '../../src/signing/service.ts';
import { requireMatchingCertificate } from '../../src/signing/verify-signature.ts';
import { rsaPair } from '../helpers/crypto.ts';
import { catchError } from '../helpers/errors.ts';
import { INPUT } from '../helpers/key-services.ts';

const pair = rsaPair();
const other = rsaPair();
const certificateOf = (publicKey = pair.publicKey, year = 2030) => ({
  publicKey,
  notAfter: new Date(Date.UTC(year, 0)),
});
const key = (movesBy?: ServiceKey['movesBy']): ServiceKey => ({
  service: 'AWS KMS',
  ...(movesBy ? { movesBy } : {}),
  sign: () => assert.fail('This test should not request a signature.'),
});
const signature = (bytes: Buffer, version?: number) => ({
  bytes,
  ...(version === undefined ? {} : { version }),
});
const valid = signature(sign('sha256', INPUT, pair.privateKey));

describe('a signature that matches a certificate', () => {
  it('identifies that certificate among several, or the one that expires last if several match', () => {
    const certificates = [
      certificateOf(other.publicKey, 2040),
      certificateOf(pair.publicKey, 2027),
      certificateOf(pair.publicKey, 2029),
      certificateOf(pair.publicKey, 2028),
    ];
    const match = requireMatchingCertificate(INPUT, valid, certificates, key());
    assert.equal(match, certificates[2]);
  });
});

describe('certificates of keys that Salesforce does not accept', () => {
  const pairs = {
    'an elliptic-curve key': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    'an Ed25519 key': generateKeyPairSync('ed25519'),
    'an RSA-PSS key': generateKeyPairSync('rsa-pss', { modulusLength: 2048 }),
    'an RSA key of 1024 bits': rsaPair(1024),
  };
  for (const [name, { publicKey, privateKey }] of Object.entries(pairs)) {
    it(`never match, even if the signature is valid: ${name}`, () => {
      const algorithm = publicKey.asymmetricKeyType === 'ed25519' ? null : 'sha256';
      const bytes = sign(algorithm, INPUT, privateKey);
      assert.throws(
        () =>
          requireMatchingCertificate(INPUT, signature(bytes), [certificateOf(publicKey)], key()),
        SigningError,
      );
    });

    it(`do not prevent another certificate from matching: ${name}`, () => {
      const certificates = [certificateOf(publicKey, 2040), certificateOf()];
      const match = requireMatchingCertificate(INPUT, valid, certificates, key());
      assert.equal(match, certificates[1]);
    });
  }
});

describe('a signature that matches no certificate', () => {
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-521' });
  const ecSignature = signature(sign('sha256', INPUT, ec.privateKey));
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  const pss = signature(sign('sha256', INPUT, { key: pair.privateKey, padding }));
  const large = signature(sign('sha256', INPUT, rsaPair(3072).privateKey));
  const foreign = signature(sign('sha256', INPUT, other.privateKey), 2);
  for (const [name, bytes, movesBy, code] of [
    ['an elliptic-curve key', ecSignature, undefined, 'signature-not-rsa'],
    ['PSS padding', pss, 'rotation', 'signature-pss'],
    ['a key of another size', large, 'alias', 'signature-size'],
    ['a rotated key', foreign, 'rotation', 'signature-rotated'],
    ['an alias that moved', foreign, 'alias', 'signature-alias'],
    ['another key', foreign, undefined, 'signature-mismatch'],
  ] as const) {
    it(`is rejected: ${name}`, async () => {
      const error = await catchError(() =>
        requireMatchingCertificate(INPUT, bytes, [certificateOf()], key(movesBy)),
      );
      assert.ok(error instanceof SigningError);
      assert.equal(error.code, code);
      assert.equal(error.transient, false);
      assert.equal(error.details['service'], 'AWS KMS');
      assert.equal(error.details['bits'], bytes.bytes.length * 8);
      assert.equal(error.details['version'], bytes === foreign ? 2 : undefined);
    });
  }

  it('is rejected if the certificate contains an elliptic-curve key', async () => {
    const certificates = [certificateOf(ec.publicKey)];
    const error = await catchError(() =>
      requireMatchingCertificate(INPUT, valid, certificates, key()),
    );
    assert.ok(error instanceof SigningError);
    assert.equal(error.code, 'signature-size');
  });

  it('is rejected if one bit of the signature or of the signed text was changed', async () => {
    const flipped = Buffer.from(valid.bytes);
    flipped[17] = (flipped[17] ?? 0) ^ 1;
    for (const [input, bytes] of [
      [INPUT, flipped],
      [Buffer.concat([INPUT, Buffer.from('x')]), valid.bytes],
    ] as const)
      assert.ok(
        (await catchError(() =>
          requireMatchingCertificate(input, { bytes }, [certificateOf()], key()),
        )) instanceof SigningError,
      );
  });
});
