import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readEnvironmentFacts } from '../../src/diagnosis/environment-facts.ts';
import { makeCertificate } from '../../support/x509.ts';
import { certificateOf, rsaPair } from '../helpers/crypto.ts';
import { makeFolder } from '../helpers/folders.ts';

const folder = makeFolder('ca');
const pair = rsaPair();
const certificate = certificateOf(pair);
const authority = makeCertificate({ subject: 'Acme CA', ...pair, ca: true });

function file(content: string | Buffer): string {
  const path = join(folder, `${Math.random()}`.slice(2));
  writeFileSync(path, content);
  return path;
}

describe('a variable with a certificate file for programs other than Node', () => {
  const caVariable = (env: Record<string, string>) => readEnvironmentFacts(env).caVariable;

  it('is reported by its name', () => {
    assert.equal(caVariable({ SSL_CERT_FILE: '/ca.pem' }), 'SSL_CERT_FILE');
    assert.equal(caVariable({ SSL_CERT_FILE: '', GIT_SSL_CAINFO: '/ca.pem' }), 'GIT_SSL_CAINFO');
  });

  it('is not reported if it is not set, or if Node also reads the file', () => {
    assert.equal(caVariable({}), undefined);
    const NODE_OPTIONS = '--use-openssl-ca';
    assert.equal(caVariable({ SSL_CERT_FILE: '/ca.pem', NODE_OPTIONS }), undefined);
  });
});

describe('the reported entries of no_proxy', () => {
  const entries = (env: Record<string, string>) => readEnvironmentFacts(env).noProxyEntries;

  it('are those that resemble Salesforce hosts', () => {
    assert.deepEqual(
      entries({ no_proxy: 'localhost,https://acme.my.salesforce.com:443 *.force.com, 10.0.0.0/8' }),
      ['https://acme.my.salesforce.com:443', '*.force.com'],
    );
    assert.deepEqual(entries({ no_proxy: 'localhost;.salesforce.com' }), [
      'localhost;.salesforce.com',
    ]);
    assert.deepEqual(entries({ NO_PROXY: 'login.salesforce.*' }), ['login.salesforce.*']);
  });

  it('include neither long entries nor entries that may contain a password', () =>
    assert.deepEqual(
      entries({ no_proxy: `https://me:secret@a.salesforce.com ${'a'.repeat(100)}.salesforce.com` }),
      [],
    ));
});

describe('the facts about NODE_EXTRA_CA_CERTS', () => {
  const extraCaCerts = (path: string) =>
    readEnvironmentFacts({ NODE_EXTRA_CA_CERTS: path }).extraCaCerts;

  it('contain only the path if the file contains the certificate of an authority', () => {
    const path = file(`# Authorities\n${certificate}${authority}`);
    assert.deepEqual(extraCaCerts(path), { path });
  });

  it('state that the file has no authority if none of its certificates may sign others', () => {
    const damaged = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
    const path = file(`${certificate}${damaged}`);
    assert.deepEqual(extraCaCerts(path), { path, hasNoAuthority: true });
  });

  it('are omitted if the variable is empty', () => assert.equal(extraCaCerts(''), undefined));

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
    it(`state the flaw of ${description}`, () => {
      const name = path();
      assert.deepEqual(extraCaCerts(name), { path: name, flaw });
    });
  }

  it('state a flaw of a device, which is not opened because it might be endless', () =>
    assert.ok(extraCaCerts(devNull)?.flaw));

  it('do not quote a certificate that the variable contains instead of a path', () =>
    assert.deepEqual(extraCaCerts(certificate), {
      path: 'a text',
      flaw: 'is not the path of a file',
    }));
});

describe('the facts about the environment', () => {
  it('state that login-url is empty only if the workflow sets the input to an empty value', () => {
    assert.equal(readEnvironmentFacts({ 'INPUT_LOGIN-URL': ' ' }).loginUrlEmpty, true);
    assert.equal(readEnvironmentFacts({ 'INPUT_LOGIN-URL': 'x' }).loginUrlEmpty, false);
    assert.equal(readEnvironmentFacts({}).loginUrlEmpty, false);
  });

  it('list each variable that has a value and the name of a required input in another spelling', () => {
    const { misspelledInputs } = readEnvironmentFacts({
      'INPUT_PRIVATE-KEY': '',
      INPUT_PRIVATE_KEY: 'x',
      'consumer-key': 'x',
      SF_USERNAME: 'ci@acme.com',
      USERNAME: 'runneradmin',
      PRIVATE_KEY: ' ',
      PRIVATE_KEY_FILE: 'x',
    });
    assert.deepEqual(misspelledInputs, ['INPUT_PRIVATE_KEY', 'consumer-key', 'SF_USERNAME']);
  });

  it('list the proxy variables that the step does not use', () => {
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
    it(`${expected ? 'state' : 'do not state'} that the proxy has credentials if https_proxy is ${value || 'empty'}`, () =>
      assert.equal(readEnvironmentFacts({ https_proxy: value }).proxyHasCredentials, expected));
  }
});
