import assert from 'node:assert/strict';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { daysUntilExpiry, requireCertificateOf } from '../../src/inputs/certificate.ts';
import { InputError } from '../../src/inputs/errors.ts';
import { publicKeyFingerprint } from '../../src/inputs/private-key.ts';
import { makeCertificate } from '../../support/x509.ts';
import {
  base64,
  base64Body,
  certificateOf,
  DAY_MS,
  pkcs8,
  rsaPair,
  wrap,
} from '../helpers/crypto.ts';
import { catchInputError, loggableText } from '../helpers/errors.ts';
import { makeFolder } from '../helpers/folders.ts';
import { sharedSubstring } from '../helpers/redaction.ts';
import { missingTool, runTool } from '../helpers/tools.ts';
import { anyCharacter } from '../helpers/untrusted-text.ts';

const pair = rsaPair();
const otherPair = rsaPair();
const NOT_AFTER = new Date('2030-06-15T12:00:00Z');
const pem = certificateOf(pair, NOT_AFTER);
const key = { fingerprint: publicKeyFingerprint(pair.publicKey) };
const daysBefore = (days: number) => NOT_AFTER.getTime() - days * DAY_MS;
const check = (value: string, now = daysBefore(100)) => {
  const match = requireCertificateOf(key, value);
  return { notAfter: match.notAfter, daysLeft: daysUntilExpiry(match, now) };
};

it('the certificate that expires last is used if several match the key', () => {
  const [sooner, later] = [2029, 2031].map((year) => new Date(Date.UTC(year, 0)));
  const pems = [sooner, later, NOT_AFTER].map((notAfter) => certificateOf(pair, notAfter));
  assert.deepEqual(requireCertificateOf(key, pems.join('')).notAfter, later);
  assert.deepEqual(requireCertificateOf(key, pems.reverse().join('')).notAfter, later);
});

describe('a certificate that matches the key', () => {
  const shapes = [
    ['as PEM', pem],
    ['in base64', base64(pem)],
    ['in wrapped base64', wrap(base64(pem), 76).join('\r\n')],
    ['as its base64 body only', base64Body(pem)],
    ['with escaped line breaks', pem.replaceAll('\n', '\\n')],
    ['on one line', pem.replaceAll('\n', ' ')],
    ['without line breaks', pem.replaceAll('\n', '')],
    ['quoted, with a byte order mark', `\uFEFF"${pem}"`],
    ['before the certificate of its issuer', pem + certificateOf(otherPair)],
    [
      'after the text output of OpenSSL',
      `Certificate:\n    Data:\n        Version: 3 (0x2)\n${pem}`,
    ],
    ['with the label X509 CERTIFICATE', pem.replaceAll('CERTIFICATE', 'X509 CERTIFICATE')],
  ] as const;
  for (const [description, value] of shapes) {
    it(`is accepted ${description}`, () => {
      assert.deepEqual(check(value), { notAfter: NOT_AFTER, daysLeft: 100 });
    });
  }

  const calendar = [
    ['31 days before', daysBefore(31), 31],
    ['30 days before', daysBefore(30), 30],
    ['a millisecond less than 30 days before', daysBefore(30) + 1, 29],
    ['a day before', daysBefore(1), 1],
    ['an hour before', NOT_AFTER.getTime() - DAY_MS / 24, 0],
    ['at the moment', NOT_AFTER.getTime(), 0],
    ['a millisecond after', NOT_AFTER.getTime() + 1, -1],
    ['ten years after', daysBefore(-3650), -3650],
  ] as const;
  for (const [description, now, daysLeft] of calendar) {
    it(`has ${daysLeft} days left ${description} it expires`, () => {
      assert.equal(check(pem, now).daysLeft, daysLeft);
    });
  }
});

describe('a certificate made by openssl', { skip: missingTool('openssl') }, () => {
  it('is accepted, with the expiry date that openssl prints', () => {
    const keyFile = join(makeFolder('certificate'), 'server.key');
    writeFileSync(keyFile, pkcs8(pair.privateKey));
    const args = ['req', '-x509', '-key', keyFile, '-days', '365', '-subj', '/CN=GitHub Actions'];
    const certificate = runTool('openssl', args);
    const printedDate = runTool('openssl', ['x509', '-enddate', '-noout'], { input: certificate });
    const { notAfter, daysLeft } = check(certificate, Date.now());
    assert.equal(notAfter.getTime(), Date.parse(printedDate.replace('notAfter=', '')));
    assert.ok(daysLeft === 364 || daysLeft === 365);
  });
});

describe('an unsuitable certificate', () => {
  it('is rejected if it belongs to another key, and the error contains both fingerprints', () => {
    const error = catchInputError(() => check(certificateOf(otherPair)));
    assert.deepEqual([error.code, error.input], ['certificate-mismatch', 'certificate']);
    assert.deepEqual(error.details, {
      keyFingerprint: key.fingerprint,
      certificateFingerprint: publicKeyFingerprint(otherPair.publicKey),
    });
  });

  it('is rejected if its key is not an RSA key', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const elliptic = makeCertificate({ subject: 'x', privateKey, publicKey });
    assert.equal(catchInputError(() => check(elliptic)).code, 'certificate-mismatch');
  });

  const unknownKeyType = Buffer.from(
    Buffer.from(base64Body(pem), 'base64')
      .toString('hex')
      .replace('2a864886f70d010101', '2a864886f70d01017f'),
    'hex',
  );
  const invalidDate = Buffer.from(base64Body(pem), 'base64');
  invalidDate.write('99', invalidDate.lastIndexOf('300615120000Z') + 2);
  const table = [
    ['an expiry date in month 99', invalidDate.toString('base64'), 'certificate-unreadable'],
    ['the body of the private key', base64Body(pkcs8(pair.privateKey)), 'certificate-unreadable'],
    ['an unknown key algorithm', unknownKeyType.toString('base64'), 'certificate-unreadable'],
    ['half a certificate', pem.slice(0, 700), 'certificate-unreadable'],
    [
      'half the base64 body of a certificate',
      base64Body(pem).slice(0, 700),
      'certificate-unreadable',
    ],
    [
      'boundary lines with nothing between',
      pem.replace(/\n[^-]+\n/, '\n'),
      'certificate-unreadable',
    ],
    ['a path', 'server.crt', 'certificate-unreadable'],
    ['a sentence', 'see the wiki', 'certificate-unreadable'],
  ] as const;
  for (const [description, value, code] of table) {
    it(`is rejected: ${description}`, () => {
      const error = catchInputError(() => check(value));
      assert.deepEqual([error.code, error.input], [code, 'certificate']);
      assert.deepEqual(error.details, {});
      assert.equal(
        sharedSubstring(loggableText(error), value.replace(/-----[^-]+-----/g, ''), 12),
        undefined,
      );
    });
  }

  it('is rejected with an InputError if it is arbitrary text, or so damaged that its public key does not match', () => {
    const bytes = fc
      .uint8Array({ minLength: 48, maxLength: 300 })
      .map((bytes) => Buffer.from(bytes).toString('base64'));
    const damaged = fc
      .tuple(fc.nat({ max: base64Body(pem).length - 1 }), fc.base64String({ maxLength: 8 }))
      .map(
        ([offset, text]) =>
          base64Body(pem).slice(0, offset) + text + base64Body(pem).slice(offset + text.length),
      );
    const any = fc.oneof(fc.string({ unit: anyCharacter }), bytes, damaged);
    const predicate = (value: string) => {
      try {
        check(value);
        const accepted = new X509Certificate(Buffer.from(value, 'base64'));
        assert.ok(accepted.publicKey.equals(pair.publicKey));
      } catch (error) {
        assert.ok(error instanceof InputError, String(error));
      }
    };
    fc.assert(fc.property(any, predicate), { numRuns: 200 });
  });
});
