import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, sign, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { makeAppKey } from '../../simulator/org/keys.ts';
import { makeCertificate, prepareCertificate } from '../../support/x509.ts';
import { makeFolder } from '../helpers/folders.ts';
import { noOpenssl3 } from '../helpers/tools.ts';

const ec = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

function chain() {
  const authority = ec();
  const server = ec();
  const issuer = { subject: 'Authority', privateKey: authority.privateKey };
  const ca = makeCertificate({ ...authority, subject: 'Authority', ca: true });
  const dnsNames = ['*.example.com', 'example.org'];
  const leaf = makeCertificate({
    publicKey: server.publicKey,
    subject: 'Server',
    issuer,
    dnsNames,
  });
  return { ca, leaf };
}

describe('makeCertificate', () => {
  it('creates certificates that node:crypto can verify', () => {
    const { ca, leaf } = chain();
    const authority = new X509Certificate(ca);
    const server = new X509Certificate(leaf);
    assert.ok(authority.ca);
    assert.ok(!server.ca);
    assert.ok(server.checkIssued(authority));
    assert.ok(server.verify(authority.publicKey));
    assert.equal(server.checkHost('www.example.com'), '*.example.com');
    assert.equal(server.checkHost('example.net'), undefined);
  });

  it('creates a self-signed certificate for the key of an app', () => {
    const { certificatePem, privateKey } = makeAppKey();
    const certificate = new X509Certificate(certificatePem);
    assert.ok(certificate.checkPrivateKey(privateKey));
    assert.ok(certificate.verify(certificate.publicKey));
    assert.equal(certificate.subject, 'CN=GitHub Actions');
  });

  it('encodes dates before and after the year 2050', () => {
    const notBefore = new Date('2020-02-29T12:34:56Z');
    const notAfter = new Date('2126-01-01T00:00:00Z');
    const pem = makeCertificate({ ...ec(), subject: 'Müller', notBefore, notAfter });
    const certificate = new X509Certificate(pem);
    assert.equal(Date.parse(certificate.validFrom), notBefore.getTime());
    assert.equal(Date.parse(certificate.validTo), notAfter.getTime());
  });

  it('throws if there is no key to sign with', () => {
    const { publicKey } = ec();
    assert.throws(() => makeCertificate({ subject: 'Nobody', publicKey }), TypeError);
  });

  it('creates certificates that `openssl verify -x509_strict` accepts', {
    skip: noOpenssl3(),
  }, () => {
    const folder = makeFolder('x509');
    const { ca, leaf } = chain();
    writeFileSync(join(folder, 'ca.pem'), ca);
    writeFileSync(join(folder, 'leaf.pem'), leaf);
    const purpose = ['-purpose', 'sslserver', '-verify_hostname', 'www.example.com'];
    const files = ['-CAfile', join(folder, 'ca.pem'), join(folder, 'leaf.pem')];
    const { status, stderr } = spawnSync('openssl', [
      'verify',
      '-x509_strict',
      ...purpose,
      ...files,
    ]);
    assert.equal(status, 0, String(stderr));
  });
});

describe('a certificate that is signed elsewhere', () => {
  it('is valid once it is completed with a signature of its bytes', () => {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { bytes, complete } = prepareCertificate({ subject: 'ci', publicKey: pair.publicKey });
    const certificate = new X509Certificate(complete(sign('sha256', bytes, pair.privateKey)));
    assert.ok(certificate.verify(pair.publicKey));
    assert.equal(certificate.subject, 'CN=ci');
  });
});
