import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readEnvironmentFacts } from '../../src/diagnosis/environment-facts.ts';
import { certificateOf, rsaPair } from '../helpers/crypto.ts';
import { makeFolder } from '../helpers/folders.ts';

const folder = makeFolder('ca');
const certificate = certificateOf(rsaPair());

function file(content: string | Buffer): string {
  const path = join(folder, `${Math.random()}`.slice(2));
  writeFileSync(path, content);
  return path;
}

describe('NODE_EXTRA_CA_CERTS', () => {
  const extraCaCerts = (path: string) =>
    readEnvironmentFacts({ NODE_EXTRA_CA_CERTS: path }).extraCaCerts;

  it('has no flaw if it is the path of a file with certificates', () => {
    const path = file(`# Authorities\n${certificate}`);
    assert.deepEqual(extraCaCerts(path), { path });
  });

  it('is undefined if it is not set', () => assert.equal(extraCaCerts(''), undefined));

  const flaws = [
    [
      'a Java keystore',
      () => file(Buffer.from('feedfeed00000002', 'hex')),
      'is a Java keystore, not PEM',
    ],
    [
      'a binary certificate',
      () => file(new X509Certificate(certificate).raw),
      'is a certificate in binary form (DER), not PEM',
    ],
    ['an empty file', () => file(''), 'is empty'],
    ['a text', () => file('hello'), 'contains no certificate in PEM form'],
    [
      'a damaged certificate',
      () => file('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'),
      'contains a damaged certificate',
    ],
    ['a folder', () => folder, 'is not a file of certificates'],
    ['a missing file', () => join(folder, 'missing'), 'does not exist or cannot be read'],
  ] as const;
  for (const [description, path, flaw] of flaws) {
    it(`has a flaw if it is the path of ${description}`, () => {
      const name = path();
      assert.deepEqual(extraCaCerts(name), { path: name, flaw });
    });
  }

  it('is not opened if it is the path of a device', () => assert.ok(extraCaCerts(devNull)?.flaw));

  it('is not quoted if it contains a certificate instead of a path', () =>
    assert.deepEqual(extraCaCerts(certificate), {
      path: 'a text',
      flaw: 'is not the path of a file',
    }));
});

describe('the environment', () => {
  it('records that login-url is empty only if the input is passed', () => {
    assert.equal(readEnvironmentFacts({ 'INPUT_LOGIN-URL': ' ' }).loginUrlEmpty, true);
    assert.equal(readEnvironmentFacts({ 'INPUT_LOGIN-URL': 'x' }).loginUrlEmpty, false);
    assert.equal(readEnvironmentFacts({}).loginUrlEmpty, false);
  });

  it('names the proxy variables that the step does not use', () => {
    const { unreadProxyVariables } = readEnvironmentFacts({
      https_proxy: 'p:1',
      HTTPS_PROXY: 'p:1',
      HTTPs_PROXY: 'p:1',
      ALL_PROXY: 'p:1',
      HTTP_PROXY: '',
      NO_PROXY: 'x',
    });
    assert.deepEqual(unreadProxyVariables, ['HTTPs_PROXY', 'ALL_PROXY']);
  });

  for (const [value, expected] of [
    ['http://ci:secret@proxy:1', true],
    ['http://proxy:1', false],
    ['', false],
  ] as const) {
    it(`contains ${expected ? '' : 'no '}proxy credentials with https_proxy=${value}`, () =>
      assert.equal(readEnvironmentFacts({ https_proxy: value }).proxyHasCredentials, expected));
  }
});
