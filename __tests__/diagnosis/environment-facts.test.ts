import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readEnvironmentFacts, requiredInput } from '../../src/diagnosis/environment-facts.ts';
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

  for (const name of ['SSL_CERT_FILE', 'CURL_CA_BUNDLE', 'REQUESTS_CA_BUNDLE', 'GIT_SSL_CAINFO'])
    it(`is reported if its name is ${name}`, () =>
      assert.equal(caVariable({ [name]: '/ca.pem' }), name));

  it('is not reported if it is empty', () =>
    assert.equal(caVariable({ SSL_CERT_FILE: '', GIT_SSL_CAINFO: '/ca.pem' }), 'GIT_SSL_CAINFO'));

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

  it('have fewer than 100 characters', () => {
    const [longest, tooLong] = [99, 100].map((length) => '.salesforce.com'.padStart(length, 'a'));
    assert.deepEqual(entries({ no_proxy: `${longest},  ${tooLong}` }), [longest]);
  });

  it('do not include entries that may contain a password', () => {
    for (const entry of ['https://me:secret@a.salesforce.com', 'a.salesforce.com@secret'])
      assert.deepEqual(entries({ no_proxy: entry }), [], entry);
  });
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
      'a trusted certificate of OpenSSL, which Node does not read',
      () => file(authority.replaceAll('CERTIFICATE', 'TRUSTED CERTIFICATE')),
      'contains no certificate in PEM form',
    ],
    [
      'a damaged certificate',
      () => file('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'),
      'contains a damaged certificate',
    ],
    [
      'a large file, which is not read',
      () => file(`${authority}${' '.repeat(4_000_000)}`),
      'is not a file of certificates',
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

  it('contain only the path if the file has a certificate with the older header of OpenSSL', () => {
    const path = file(authority.replaceAll('CERTIFICATE', 'X509 CERTIFICATE'));
    assert.deepEqual(extraCaCerts(path), { path });
  });

  for (const [description, value] of [
    ['a certificate that the variable contains', '-----BEGIN CERTIFICATE-----'],
    ['a text of more than 300 characters', '/'.padEnd(301, 'x')],
  ] as const)
    it(`do not quote ${description} instead of a path`, () =>
      assert.deepEqual(extraCaCerts(value), {
        path: 'a text',
        flaw: 'is not the path of a file',
      }));

  it('quote a path of 300 characters', () => {
    const path = '/'.padEnd(300, 'x');
    assert.equal(extraCaCerts(path)?.path, path);
  });
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
      PRIVATEKEY: 'x',
      SFDC_CONSUMERKEY: 'x',
      SF_USERNAME: 'ci@acme.com',
      USERNAME: 'runneradmin',
      PRIVATE_KEY: ' ',
      PRIVATE_KEY_FILE: 'x',
      OTHER_PRIVATE_KEY: 'x',
    });
    assert.deepEqual(misspelledInputs, [
      'INPUT_PRIVATE_KEY',
      'consumer-key',
      'PRIVATEKEY',
      'SFDC_CONSUMERKEY',
      'SF_USERNAME',
    ]);
  });

  it('list the proxy variables that the step does not use', () => {
    const { unreadProxyVariables } = readEnvironmentFacts({
      https_proxy: 'p:1',
      HTTPS_PROXY: 'p:1',
      HTTPs_PROXY: 'p:1',
      ALL_PROXY: 'p:1',
      HTTP_PROXY: '',
      NO_PROXY: 'x',
      npm_config_https_proxy: 'p:1',
      HTTP_PROXY_PORT: '1',
    });
    assert.deepEqual(unreadProxyVariables, ['HTTPs_PROXY', 'ALL_PROXY']);
  });

  for (const name of ['https_proxy', 'HTTPS_PROXY'])
    for (const [value, expected] of [
      ['http://ci:secret@proxy:1', true],
      ['http://proxy:1', false],
      ['', false],
    ] as const)
      it(`${expected ? 'state' : 'do not state'} that the proxy has credentials if ${name} is ${value || 'empty'}`, () =>
        assert.equal(readEnvironmentFacts({ [name]: value }).proxyHasCredentials, expected));
});

it('requiredInput recognizes the names of required inputs in any spelling, and no other names', () => {
  const names = ['SF_CONSUMERKEY', 'private-key', 'INPUT_SALESFORCE_PRIVATE_KEY', 'username'];
  const inputs = ['consumer-key', 'private-key', 'private-key', 'username'];
  assert.deepEqual(names.map(requiredInput), inputs);
  assert.equal(requiredInput('MY_USERNAME'), undefined);
});
