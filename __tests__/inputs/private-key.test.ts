import assert from 'node:assert/strict';
import { createHash, sign, verify, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { publicKeyFingerprint, readPrivateKey } from '../../src/inputs/private-key.ts';
import { base64Body, certificateOf, pkcs1, pkcs8, rsaPair } from '../helpers/crypto.ts';
import { makeFolder } from '../helpers/folders.ts';
import { mangling, nodeShapes, PASSPHRASE, pasteVariants } from '../helpers/key-shapes.ts';
import { secret } from '../helpers/redaction.ts';
import { FAST_JAVA, missingTool, noOpenssl3, runTool } from '../helpers/tools.ts';

const pair = rsaPair();
const certificate = certificateOf(pair);
const fingerprint = createHash('sha256')
  .update(pair.publicKey.export({ type: 'spki', format: 'der' }))
  .digest('hex');

/** Reads the key, and asserts that it matches the certificate and was encrypted as expected. */
async function assertSameKey(
  text: string,
  encrypted: boolean,
  passphrase = encrypted ? PASSPHRASE : '',
): Promise<void> {
  const read = await readPrivateKey(secret(text), passphrase ? secret(passphrase) : undefined);
  assert.deepEqual([read.fingerprint, read.encrypted], [fingerprint, encrypted]);
  const message = Buffer.from('header.claims');
  const { publicKey } = new X509Certificate(certificate);
  assert.ok(verify('sha256', message, publicKey, sign('sha256', message, read.key)));
}

const shapes = nodeShapes(pair.privateKey);

describe('a key made by Node', () => {
  for (const { name, text, encrypted } of shapes) {
    it(`is read as ${name}`, () => assertSameKey(text, encrypted));
  }

  it('is read as PKCS#8 with the boundary lines of PKCS#1, and vice versa', async () => {
    const replaceText = (text: string, search: string, replacement: string) =>
      text.replaceAll(search, replacement);
    await assertSameKey(replaceText(pkcs8(pair.privateKey), ' PRIVATE', ' RSA PRIVATE'), false);
    await assertSameKey(replaceText(pkcs1(pair.privateKey), ' RSA PRIVATE', ' PRIVATE'), false);
  });

  it('is read as its bare base64 body, without boundary lines', async () => {
    for (const pem of [pkcs8(pair.privateKey), pkcs1(pair.privateKey)]) {
      await assertSameKey(base64Body(pem), false);
      await assertSameKey(pem.replace(/-----[^-]+-----/g, ''), false);
      await assertSameKey(Buffer.from(base64Body(pem)).toString('base64'), false);
    }
  });

  it('is read with a passphrase that it does not need', async () => {
    await assertSameKey(pkcs8(pair.privateKey), false, 'not needed');
  });

  it('is read if its DEK-Info header contains extra spaces', async () => {
    for (const { text } of shapes.filter((shape) => shape.text.includes('DEK-Info'))) {
      await assertSameKey(text.replace(/(?<=DEK-Info:.*),/, ',  '), true);
    }
  });

  it('is read if another key follows it, as in OpenSSL', async () => {
    await assertSameKey(pkcs8(pair.privateKey) + pkcs8(rsaPair().privateKey), false);
  });
});

describe('a mangled key', () => {
  for (const { name, text, encrypted } of shapes) {
    it(`is still read: ${name}`, async () => {
      const damaged = mangling(certificate).map((change) => change(text));
      await fc.assert(
        fc.asyncProperty(damaged, (pasted) => assertSameKey(pasted, encrypted)),
        { numRuns: 40 },
      );
    });
  }
});

describe('a key copied from another file format', () => {
  for (const [description, change] of Object.entries(pasteVariants)) {
    it(`is still read: ${description}`, async () => {
      for (const { text, encrypted } of shapes) await assertSameKey(change(text), encrypted);
    });
  }
});

describe('a key made by openssl', { skip: noOpenssl3() }, () => {
  const pem = pkcs8(pair.privateKey);
  const pass = `pass:${PASSPHRASE}`;
  const openssl = (...args: string[]) => runTool('openssl', args, { input: pem });
  const table: readonly (readonly [
    description: string,
    encrypted: boolean,
    args: readonly string[],
  ])[] = [
    ['PKCS#8', false, ['pkey']],
    ['PKCS#8 with the key as text', false, ['pkey', '-text']],
    ['PKCS#1', false, ['rsa', '-traditional']],
    ...['aes-128-cbc', 'aes-256-cbc', 'des3', 'camellia-256-cbc', 'aria-128-cbc'].map(
      (cipher) =>
        [
          `encrypted PKCS#8, ${cipher}`,
          true,
          ['pkcs8', '-topk8', '-v2', cipher, '-passout', pass],
        ] as const,
    ),
    ['encrypted PKCS#8, scrypt', true, ['pkcs8', '-topk8', '-scrypt', '-passout', pass]],
    [
      'encrypted PKCS#8, PKCS#5 v1 with 3DES',
      true,
      ['pkcs8', '-topk8', '-v1', 'PBE-SHA1-3DES', '-passout', pass],
    ],
    ...['-aes128', '-aes192', '-aes256', '-des3', '-camellia256', '-aria256'].map(
      (cipher) =>
        [
          `encrypted PKCS#1, ${cipher}`,
          true,
          ['rsa', '-traditional', cipher, '-passout', pass],
        ] as const,
    ),
  ];
  for (const [description, encrypted, args] of table) {
    it(`is read as ${description}`, async () => {
      const text = openssl(...args);
      await assertSameKey(text, encrypted);
      await assertSameKey(text.replace(/\r?\n/g, ''), encrypted);
      await assertSameKey(text.replace(/\r?\n/g, ' '), encrypted);
    });
  }

  it('is read from a PKCS#12 file, with its Bag Attributes and certificate', async () => {
    const folder = makeFolder('pkcs12');
    const file = join(folder, 'store.p12');
    writeFileSync(join(folder, 'both.pem'), pem + certificate);
    const source = ['-in', join(folder, 'both.pem'), '-name', 'github actions'];
    openssl('pkcs12', '-export', ...source, '-passout', pass, '-out', file);
    const unpack = ['pkcs12', '-in', file, '-passin', pass];
    const plain = openssl(...unpack, '-nodes');
    assert.match(plain, /Bag Attributes[\s\S]*BEGIN CERTIFICATE[\s\S]*Bag Attributes/);
    await assertSameKey(plain, false);
    await assertSameKey(openssl(...unpack, '-passout', pass), true);
  });

  const skip = missingTool('sh');
  it('has the fingerprint that the openssl command in the log computes from the certificate', {
    skip,
  }, () => {
    const line =
      'openssl x509 -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256';
    const printed = runTool('sh', ['-c', line], { input: certificate }).trim();
    assert.equal(printed.split('= ')[1], publicKeyFingerprint(pair.publicKey));
  });
});

const noKeytool = missingTool('keytool') || missingTool('openssl');
describe('a key made by keytool', { skip: noKeytool }, () => {
  it('is read after it has been exported from a PKCS#12 keystore', async () => {
    const file = join(makeFolder('keytool'), 'store.p12');
    const store = ['-keystore', file, '-storetype', 'PKCS12', '-storepass', 'changeit'];
    const make = ['-genkeypair', '-alias', 'a', '-keyalg', 'RSA', '-keysize', '2048'];
    runTool('keytool', [...FAST_JAVA, ...make, '-dname', 'CN=GitHub Actions', ...store]);
    const pem = runTool('openssl', ['pkcs12', '-in', file, '-nodes', '-passin', 'pass:changeit']);
    assert.equal(readFileSync(file)[0], 0x30);
    const { key, encrypted } = await readPrivateKey(secret(pem), undefined);
    assert.deepEqual([key.asymmetricKeyType, encrypted], ['rsa', false]);
    const [, ownCertificate = ''] = /(-----BEGIN CERT[\s\S]*?END CERTIFICATE-----)/.exec(pem) ?? [];
    const message = Buffer.from('header.claims');
    const { publicKey } = new X509Certificate(ownCertificate);
    assert.ok(verify('sha256', message, publicKey, sign('sha256', message, key)));
  });
});
