import assert from 'node:assert/strict';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { describe, it } from 'node:test';
import type { InputErrorCode } from '../../src/inputs/errors.ts';
import { readPrivateKey } from '../../src/inputs/private-key.ts';
import {
  base64,
  base64Body,
  certificateOf,
  pkcs1,
  pkcs8,
  rsaPair,
  wrap,
} from '../helpers/crypto.ts';
import { catchInputErrorAsync, loggableText } from '../helpers/errors.ts';
import { PASSPHRASE } from '../helpers/key-shapes.ts';
import { secret, sharedSubstring } from '../helpers/redaction.ts';

const pair = rsaPair();
const pem = pkcs8(pair.privateKey);
const certificate = certificateOf(pair);
const publicPem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey;
const encrypted = (type: 'pkcs8' | 'pkcs1', cipher = 'aes-256-cbc') =>
  pair.privateKey.export({ type, format: 'pem', cipher, passphrase: PASSPHRASE }).toString();

/** Base64 of plausible length that is not part of any key. */
const FILLER = Buffer.alloc(300, 'no use to anyone ').toString('base64');
const pemBlock = (label: string, body = FILLER) =>
  [`-----BEGIN ${label}-----`, ...wrap(body, 64), `-----END ${label}-----`, ''].join('\n');
const PKCS12 = Buffer.concat([Buffer.from('308209a1020103308209', 'hex'), Buffer.alloc(300, 'x')]);
const JKS = Buffer.concat([Buffer.from('feedfeed00000002', 'hex'), Buffer.alloc(300, 'x')]);
const JCEKS = Buffer.concat([Buffer.from('cececece00000002', 'hex'), Buffer.alloc(300, 'x')]);
const OPENSSH = pemBlock(
  'OPENSSH PRIVATE KEY',
  base64(`openssh-key-v1\0\0\0\0\u0004none${'x'.repeat(300)}`),
);
const PUTTY = `PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nPublic-Lines: 6\n${FILLER}\n`;
/** An EC key on the curve SM2, for which Node has no name. */
const SM2 = Buffer.from(
  `3041020100301306072a8648ce3d020106082a811ccf5501822d042730250201010420${'11'.repeat(32)}`,
  'hex',
);
const evenModulus = createPrivateKey({
  key: {
    ...pair.privateKey.export({ format: 'jwk' }),
    n: Buffer.alloc(256, 0xee).toString('base64url'),
  },
  format: 'jwk',
});
const errorCodeFor = async (value: string, passphrase?: string) => {
  const reading = readPrivateKey(secret(value), passphrase ? secret(passphrase) : undefined);
  return (await catchInputErrorAsync(reading)).code;
};
const bodyLines = (text: string) => text.replace(/-----[^-]+-----/g, '').trim();

const REJECTED_KEYS: readonly (readonly [
  description: string,
  value: string,
  problem: InputErrorCode,
])[] = [
  ['a certificate', certificate, 'key-is-certificate'],
  ['a certificate in base64', base64(certificate), 'key-is-certificate'],
  ['the base64 body of a certificate', base64Body(certificate), 'key-is-certificate'],
  [
    'a certificate with the label X509 CERTIFICATE',
    pemBlock('X509 CERTIFICATE'),
    'key-is-certificate',
  ],
  ['a certificate request', pemBlock('CERTIFICATE REQUEST'), 'key-is-certificate-request'],
  [
    'a request with the label NEW CERTIFICATE REQUEST',
    pemBlock('NEW CERTIFICATE REQUEST'),
    'key-is-certificate-request',
  ],
  ['a public key', publicPem, 'key-is-public-key'],
  ['the base64 body of a public key', base64Body(publicPem), 'key-is-public-key'],
  ['a public key in PKCS#1', pemBlock('RSA PUBLIC KEY'), 'key-is-public-key'],
  ['an SSH public key', `ssh-rsa ${FILLER} me@home`, 'key-is-public-key'],
  ['an SSH public key on an EC curve', `ecdsa-sha2-nistp256 ${FILLER}`, 'key-is-public-key'],
  ['an EC key in PKCS#8', pkcs8(ec), 'key-is-ec'],
  ['an EC key in SEC1', ec.export({ type: 'sec1', format: 'pem' }).toString(), 'key-is-ec'],
  ['the base64 body of an EC key', base64Body(pkcs8(ec)), 'key-is-ec'],
  ['an RSA-PSS key', pkcs8(pss), 'key-is-rsa-pss'],
  ['an Ed25519 key', pkcs8(generateKeyPairSync('ed25519').privateKey), 'key-is-other-algorithm'],
  ['an X25519 key', pkcs8(generateKeyPairSync('x25519').privateKey), 'key-is-other-algorithm'],
  [
    'a key of an unknown algorithm',
    pemBlock('PRIVATE KEY', SM2.toString('base64')),
    'key-is-other-algorithm',
  ],
  ['a DSA key', pemBlock('DSA PRIVATE KEY'), 'key-is-other-algorithm'],
  ['an RSA key of 1024 bits', pkcs8(rsaPair(1024).privateKey), 'key-is-too-short'],
  ['an RSA key of 2040 bits in PKCS#1', pkcs1(rsaPair(2040).privateKey), 'key-is-too-short'],
  ['an OpenSSH key', OPENSSH, 'key-is-openssh'],
  ['a PuTTY key', PUTTY, 'key-is-putty'],
  ['a PKCS#12 file in base64', PKCS12.toString('base64'), 'key-is-pkcs12'],
  ['a Java keystore in base64', JKS.toString('base64'), 'key-is-java-keystore'],
  [
    'a Java keystore in wrapped base64',
    wrap(JKS.toString('base64'), 76).join('\n'),
    'key-is-java-keystore',
  ],
  ['a JCEKS keystore in base64', JCEKS.toString('base64'), 'key-is-java-keystore'],
  ['a binary Java keystore', JKS.toString('latin1'), 'key-is-java-keystore'],
  ['an encrypted PKCS#8 key', encrypted('pkcs8'), 'key-needs-passphrase'],
  ['an encrypted PKCS#1 key', encrypted('pkcs1'), 'key-needs-passphrase'],
  ['a file name', 'server.key', 'key-is-path'],
  ['a path', '/home/me/keys/salesforce', 'key-is-path'],
  ['a path in the home folder', '~/server', 'key-is-path'],
  ['a relative path', '../keys/server', 'key-is-path'],
  ['a Windows path', 'C:\\new\\rsa', 'key-is-path'],
  ['a Windows path with spaces around it', ' C:\\new\\rsa \n', 'key-is-path'],
  ['a file name after @, as in curl', '@./server', 'key-is-path'],
  ['a file URL', 'file:///srv/server', 'key-is-path'],
  ['a long path', `/${'srv/salesforce/keys/'.repeat(8)}server.key`, 'key-is-path'],
  ['a consumer secret', 'A1B2C3D4'.repeat(8), 'key-is-consumer-secret'],
  ['a consumer secret of 19 digits', '1234567890123456789', 'key-is-consumer-secret'],
  ['a consumer key', `3MVG9${'Kg_z.0'.repeat(13)}`, 'key-is-consumer-secret'],
  [
    'an auth URL of the CLI',
    'force://PlatformCLI::5Aep861KIwKdekr90@acme.my.salesforce.com',
    'key-is-auth-url',
  ],
  ['a fingerprint', `SHA256:${'Jt0xqY3vG8+'.repeat(4)}=`, 'key-is-fingerprint'],
  ['a fingerprint in hexadecimal', 'a0:F3:'.repeat(10).slice(0, -1), 'key-is-fingerprint'],
  ['a variable', '$SF_PRIVATE_KEY', 'key-unrecognized'],
  ['asterisks', '***', 'key-unrecognized'],
  ['an empty value', '', 'key-unrecognized'],
  ['a sentence', 'ask Anna for the key', 'key-unrecognized'],
  ['only an EC PARAMETERS block', pemBlock('EC PARAMETERS'), 'key-damaged'],
  ['base64 of other content', FILLER, 'key-is-encrypted-file'],
  [
    'a file that OpenSSL encrypted, in base64',
    base64(`Salted__${'12345678'.repeat(20)}`),
    'key-is-encrypted-file',
  ],
  [
    'an encrypted text of the form iv:hex',
    `${'0f'.repeat(16)}:${'a1'.repeat(80)}`,
    'key-is-encrypted-file',
  ],
  ['a signed JWT', 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln', 'key-is-jwt'],
  ['half the base64 of a key', base64(pem).slice(0, 900), 'key-damaged'],
  ['an RSA key whose modulus is even', pkcs8(evenModulus), 'key-damaged'],
  ['boundary lines with nothing between', pemBlock('PRIVATE KEY', ''), 'key-damaged'],
  ['boundary lines around other base64', pemBlock('PRIVATE KEY'), 'key-damaged'],
  ['boundary lines around a sentence', pemBlock('PRIVATE KEY', 'your key here'), 'key-damaged'],
  [
    'a certificate between the boundary lines of a key',
    pemBlock('PRIVATE KEY', base64Body(certificate)),
    'key-damaged',
  ],
  ['a key without its last line', pem.replace(/-----END.*/, ''), 'key-damaged'],
  ['a key without its first line', pem.replace(/-----BEGIN.*/, ''), 'key-damaged'],
  ['a key without its line breaks and end', pem.replaceAll('\n', '').slice(0, 900), 'key-damaged'],
  ['a key with another last line', pem.replace('END PRIVATE', 'END RSA PRIVATE'), 'key-damaged'],
  ['a key without its second line', pem.replace(/^[^-]{64}\n/m, ''), 'key-damaged'],
];

describe('a value that is not a usable key', () => {
  for (const [description, value, code] of REJECTED_KEYS) {
    it(`is rejected as ${code}: ${description}`, async () => {
      const error = await catchInputErrorAsync(readPrivateKey(secret(value), undefined));
      const input = code === 'key-needs-passphrase' ? 'private-key-passphrase' : 'private-key';
      assert.deepEqual([error.code, error.input], [code, input]);
      const allowedText = value.replace(/-----(BEGIN|END) [A-Z0-9 ]+-----/g, '');
      assert.equal(sharedSubstring(loggableText(error), allowedText, 12), undefined);
    });
  }

  const details = [
    ['the algorithm', pkcs8(ec), { algorithm: 'EC' }],
    [
      'another algorithm',
      pkcs8(generateKeyPairSync('ed25519').privateKey),
      { algorithm: 'ed25519' },
    ],
    [
      'an unknown algorithm',
      pemBlock('PRIVATE KEY', SM2.toString('base64')),
      { algorithm: 'unknown' },
    ],
    ['the algorithm of a damaged EC key', pemBlock('EC PRIVATE KEY'), { algorithm: 'EC' }],
    ['the algorithm of a DSA key', pemBlock('DSA PRIVATE KEY'), { algorithm: 'DSA' }],
    ['the number of bits', pkcs8(rsaPair(1024).privateKey), { bits: 1024 }],
    [
      'the part of a key that is missing',
      pkcs8(rsaPair(2048).privateKey).replace(/-----END.*/, ''),
      { damagedPart: 'its end (the END line)' },
    ],
    ['nothing for a certificate', certificate, {}],
  ] as const;
  for (const [description, value, expected] of details) {
    it(`is rejected with details that contain ${description}`, async () => {
      const error = await catchInputErrorAsync(readPrivateKey(secret(value), undefined));
      assert.deepEqual(error.details, expected);
    });
  }
});

describe('an encrypted key that cannot be decrypted', () => {
  const table = [
    ['PKCS#8', encrypted('pkcs8')],
    ['PKCS#1 with AES', encrypted('pkcs1')],
    ['PKCS#1 with 3DES', encrypted('pkcs1', 'des-ede3-cbc')],
  ] as const;
  for (const [name, text] of table) {
    it(`is distinguished from a damaged key if the passphrase is wrong: ${name}`, async () => {
      const damaged = text.replace(/([^-]{100})([^-]{7})/, '$1');
      assert.equal(await errorCodeFor(text, 'wrong'), 'key-wrong-passphrase');
      assert.equal(await errorCodeFor(damaged, 'wrong'), 'key-damaged');
    });
  }

  it('is reported as an error of the passphrase, not of the key, if the passphrase is wrong', async () => {
    const error = await catchInputErrorAsync(
      readPrivateKey(secret(encrypted('pkcs8')), secret('wrong')),
    );
    assert.equal(error.input, 'private-key-passphrase');
  });

  it('is rejected if only the trailing space of the passphrase is missing', async () => {
    const code = await errorCodeFor(encrypted('pkcs8'), PASSPHRASE.trimEnd());
    assert.equal(code, 'key-wrong-passphrase');
  });

  it('is rejected as key-old-cipher if its cipher is no longer supported', async () => {
    // This is an EncryptedPrivateKeyInfo (RFC 5958) with pbeWithMD5AndDES-CBC, an old default of
    // OpenSSL.
    const algorithm = '301b06092a864886f70d010503300e0408000000000000000002020800';
    const length = (bytes: string) => (bytes.length / 2).toString(16).padStart(4, '0');
    const data = '00'.repeat(1200);
    const inner = `${algorithm}0482${length(data)}${data}`;
    const der = Buffer.from(`3082${length(inner)}${inner}`, 'hex');
    const text = pemBlock('ENCRYPTED PRIVATE KEY', der.toString('base64'));
    assert.equal(await errorCodeFor(text, 'x'), 'key-old-cipher');
  });

  for (const bytes of ['000000', '308201', '30820000', '3000000400000000']) {
    it(`is rejected as damaged if its first bytes are ${bytes}`, async () => {
      const body = Buffer.from(bytes, 'hex').toString('base64');
      assert.equal(await errorCodeFor(pemBlock('ENCRYPTED PRIVATE KEY', body), 'x'), 'key-damaged');
    });
  }

  it('is rejected as damaged if half an AES block is missing', async () => {
    const text = encrypted('pkcs1', 'aes-128-cbc');
    const [head = '', body = ''] = text.split(/(?<=\n\n)/);
    const bytes = Buffer.from(bodyLines(body), 'base64');
    const truncated = bytes.subarray(0, bytes.length - 8).toString('base64');
    const value = `${head}${wrap(truncated, 64).join('\n')}\n-----END RSA PRIVATE KEY-----\n`;
    assert.equal(await errorCodeFor(value, 'wrong'), 'key-damaged');
  });

  it('is reported as damaged, not as missing a passphrase, if its base64 is invalid', async () => {
    const padded = [`=${FILLER}`, `${FILLER}=${FILLER}`, `${FILLER}===`, ''];
    for (const body of padded) {
      assert.equal(await errorCodeFor(pemBlock('ENCRYPTED PRIVATE KEY', body)), 'key-damaged');
    }
  });
});

describe('a truncated key', () => {
  for (const fraction of [0.1, 0.3, 0.5, 0.7, 0.9, 0.98]) {
    it(`is rejected as damaged if it is cut off after ${fraction * 100} % of its length`, async () => {
      for (const text of [pem, pkcs1(pair.privateKey)]) {
        const body = base64Body(text).slice(0, Math.floor(base64Body(text).length * fraction));
        const label = /BEGIN ([A-Z ]+)/.exec(text)?.[1] ?? '';
        const truncated = [text.slice(0, text.length * fraction), pemBlock(label, body), body];
        for (const value of truncated) assert.equal(await errorCodeFor(value), 'key-damaged');
      }
    });
  }

  it('is rejected as damaged if only the beginning of its base64 body was pasted', async () => {
    assert.equal(await errorCodeFor(bodyLines(pem).slice(0, 1000)), 'key-damaged');
  });
});

it('an RSA-PSS key is rejected, and the error names its algorithm', async () => {
  const error = await catchInputErrorAsync(readPrivateKey(secret(pkcs8(pss)), undefined));
  assert.deepEqual(error.details, { algorithm: 'RSA-PSS' });
});
