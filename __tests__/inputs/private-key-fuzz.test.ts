import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { InputError, type InputErrorCode } from '../../src/inputs/errors.ts';
import { readPrivateKey } from '../../src/inputs/private-key.ts';
import { certificateOf, pkcs8, rsaPair, wrap } from '../helpers/crypto.ts';
import { catchInputErrorAsync, loggableText } from '../helpers/errors.ts';
import { makeFolder } from '../helpers/folders.ts';
import { encodings, nodeShapes } from '../helpers/key-shapes.ts';
import { secret, sharedSubstring } from '../helpers/redaction.ts';
import { FAST_JAVA, missingTool, noOpenssl3, runTool } from '../helpers/tools.ts';
import { anyCharacter } from '../helpers/untrusted-text.ts';

const pair = rsaPair();
const pem = pkcs8(pair.privateKey);
const shapes = nodeShapes(pair.privateKey).map(({ text }) => text);

/** Substrings that both an error and a pasted value may contain. */
const BOUNDARY = /-----(BEGIN|END) [A-Z0-9 ]+-----|(ENCRYPTED |RSA |EC )?PRIVATE KEY/g;

/** Returns the key, or the code of the InputError, which must not contain any part of the value. */
async function readKeyOrErrorCode(
  value: string,
  passphrase?: string,
): Promise<KeyObject | InputErrorCode> {
  try {
    return (await readPrivateKey(secret(value), passphrase ? secret(passphrase) : undefined)).key;
  } catch (error) {
    assert.ok(error instanceof InputError, `unexpected: ${String(error)}`);
    const allowedText = `${value} ${passphrase}`.replace(BOUNDARY, '\0');
    assert.equal(sharedSubstring(loggableText(error), allowedText, 12), undefined);
    return error.code;
  }
}

describe('an arbitrary string', () => {
  const noKey = async (value: string, passphrase?: string) => {
    assert.equal(typeof (await readKeyOrErrorCode(value, passphrase)), 'string');
  };
  const fragments = fc.constantFrom(
    ...shapes.flatMap((text) => [text.slice(0, 70), text.slice(100, 600), text.slice(-80)]),
    ...wrap(certificateOf(pair), 300),
    '-----BEGIN PRIVATE KEY-----',
    '-----END PRIVATE KEY-----',
    '-----BEGIN ENCRYPTED PRIVATE KEY-----',
    '-----END ENCRYPTED PRIVATE KEY-----',
    '-----BEGIN RSA PRIVATE KEY-----',
    '-----END RSA PRIVATE KEY-----',
    'Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF\n\n',
    'Bag Attributes',
    '\\n',
    '\r\n',
    '"',
    '\uFEFF',
  );
  const generated = fc
    .array(fc.oneof({ weight: 4, arbitrary: fragments }, fc.string(), fc.base64String()), {
      maxLength: 8,
    })
    .map((parts) => parts.join(''));
  const encoded = fc
    .tuple(generated, fc.constantFrom(...encodings))
    .map(([text, encode]) => encode(text));
  const bytes = fc
    .uint8Array({ minLength: 48, maxLength: 400 })
    .map((bytes) => Buffer.from(bytes).toString('base64'));
  const kinds = {
    'of any characters': fc.string({ unit: anyCharacter, maxLength: 300 }),
    'of printable characters': fc.string({ maxLength: 300 }),
    'of base64 characters': fc.base64String({ maxLength: 600 }),
    'of arbitrary bytes in base64': bytes,
    'of PEM fragments': generated,
    'of PEM fragments in base64': encoded,
  };
  for (const [kind, arbitrary] of Object.entries(kinds)) {
    it(`${kind} is rejected with an InputError that contains no part of it`, async () => {
      const passphrase = fc.option(fc.string({ minLength: 12 }), { nil: undefined });
      await fc.assert(fc.asyncProperty(arbitrary, passphrase, noKey), { numRuns: 200 });
    });
  }
});

describe('a key with changed characters', () => {
  const message = Buffer.from('header.claims');
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const altered = fc
    .tuple(
      fc.constantFrom(...shapes.slice(0, 2)),
      fc.nat({ max: 1_000_000 }),
      fc.constantFrom(...alphabet),
    )
    .map(([text, position, char]) => {
      const body = text.indexOf('\n') + 1;
      const offset = body + (position % (text.lastIndexOf('\n-') - body));
      return text.slice(0, offset) + char + text.slice(offset + 1);
    });

  it('is either rejected or read so that its signatures match the public key', async () => {
    const predicate = async (text: string) => {
      const result = await readKeyOrErrorCode(text);
      if (typeof result !== 'string') {
        const signature = sign('sha256', message, result);
        assert.ok(verify('sha256', message, pair.publicKey, signature));
        assert.ok(createPublicKey(result).equals(pair.publicKey));
      } else if (result !== 'key-is-too-short' && result !== 'key-is-other-algorithm') {
        assert.equal(result, 'key-damaged');
      }
    };
    await fc.assert(fc.asyncProperty(altered, predicate), { numRuns: 150 });
  });

  it('is rejected as damaged if a line of its modulus is reversed', async () => {
    const damaged = pem.replace(/^(.{64}\n.{64}\n)(.)/m, (_, unchanged, char: string) => {
      return unchanged + (char === 'A' ? 'B' : 'A');
    });
    const lines = damaged.split('\n');
    lines[3] = [...(lines[3] ?? '')].reverse().join('');
    assert.equal(await readKeyOrErrorCode(lines.join('\n')), 'key-damaged');
  });
});

describe('output of a real tool that is not a usable key', () => {
  const folder = makeFolder('pasted');
  const inTempFolder = (name: string) => join(folder, name);
  const keyFile = inTempFolder('server.key');
  writeFileSync(keyFile, pem);

  const errorCodeFor = async (value: string) =>
    (await catchInputErrorAsync(readPrivateKey(secret(value), undefined))).code;

  const skip = noOpenssl3();
  const table: readonly (readonly [
    description: string,
    args: readonly string[],
    InputErrorCode,
  ])[] = [
    ['a certificate', ['req', '-x509', '-key', keyFile, '-subj', '/CN=x'], 'key-is-certificate'],
    [
      'a certificate request',
      ['req', '-new', '-key', keyFile, '-subj', '/CN=x'],
      'key-is-certificate-request',
    ],
    ['a public key', ['pkey', '-pubout'], 'key-is-public-key'],
    ['a public key in PKCS#1', ['rsa', '-RSAPublicKey_out'], 'key-is-public-key'],
    ['an EC key in SEC1', ['ecparam', '-name', 'prime256v1', '-genkey'], 'key-is-ec'],
    [
      'an EC key',
      ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
      'key-is-ec',
    ],
    ['an Ed25519 key', ['genpkey', '-algorithm', 'ED25519'], 'key-is-other-algorithm'],
    ['an RSA-PSS key', ['genpkey', '-algorithm', 'RSA-PSS'], 'key-is-rsa-pss'],
    ['a key of 1024 bits', ['genrsa', '1024'], 'key-is-too-short'],
  ];
  for (const [description, args, expected] of table) {
    it(`is rejected as ${expected}: ${description} made by openssl`, { skip }, async () => {
      assert.equal(await errorCodeFor(runTool('openssl', args, { input: pem })), expected);
    });
  }

  it('is rejected as key-is-pkcs12: a PKCS#12 file made by openssl', { skip }, async () => {
    const args = ['pkcs12', '-export', '-passout', 'pass:changeit'];
    const file = Buffer.from(
      runTool('openssl', args, { input: pem + certificateOf(pair) }),
      'latin1',
    );
    for (const value of [file.toString('base64'), wrap(file.toString('base64'), 64).join('\n')]) {
      assert.equal(await errorCodeFor(value), 'key-is-pkcs12');
    }
  });

  const keystores = [
    ['JKS', 'key-is-java-keystore'],
    ['PKCS12', 'key-is-pkcs12'],
  ] as const;
  for (const [type, expected] of keystores) {
    it(`is rejected as ${expected}: a ${type} keystore made by keytool`, {
      skip: missingTool('keytool'),
    }, async () => {
      const store = ['-keystore', inTempFolder(type), '-storetype', type, '-storepass', 'changeit'];
      const key = ['-genkeypair', '-alias', 'a', '-keyalg', 'EC', '-keypass', 'changeit'];
      runTool('keytool', [...FAST_JAVA, ...key, '-dname', 'CN=x', ...store]);
      const file = readFileSync(inTempFolder(type)).toString('base64');
      for (const value of [file, wrap(file, 76).join('\r\n')])
        assert.equal(await errorCodeFor(value), expected);
    });
  }

  it('is rejected as key-is-openssh or key-is-public-key: a key pair made by ssh-keygen', {
    skip: missingTool('ssh-keygen'),
  }, async () => {
    const file = inTempFolder('ssh');
    const args = ['-q', '-t', 'rsa', '-b', '2048', '-N', '', '-f', file];
    assert.equal(spawnSync('ssh-keygen', args).status, 0);
    assert.equal(await errorCodeFor(readFileSync(file, 'utf8')), 'key-is-openssh');
    assert.equal(await errorCodeFor(readFileSync(`${file}.pub`, 'utf8')), 'key-is-public-key');
  });
});
