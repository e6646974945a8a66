import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fromBase64, keyMasks, normalizePem, pemBlocks, toPem } from '../../src/inputs/pem.ts';
import { base64, base64Body, certificateOf, pkcs8, rsaPair, wrap } from '../helpers/crypto.ts';
import { encodings, mangling, nodeShapes, pasteVariants } from '../helpers/key-shapes.ts';
import { maskText } from '../helpers/redaction.ts';
import { anyCharacter } from '../helpers/untrusted-text.ts';

const pair = rsaPair();
const pem = pkcs8(pair.privateKey);
// Creates the certificate for another key, because a certificate of this key would contain its
// public modulus.
const certificate = certificateOf(rsaPair());
const shapes = nodeShapes(pair.privateKey);
const bodyWithoutHeaders = (text: string) =>
  base64Body(text.replace(/Proc-Type.*\n/, '').replace(/DEK-Info.*\n/, ''));

const BOUNDARY_LINES = /-----(BEGIN|END) [A-Z ]+-----/g;

describe('a PEM string', () => {
  const table = [
    ['is not changed if it is clean', 'a\nb', 'a\nb'],
    ['is trimmed', '\r\n  a b \n', 'a b'],
    ['is stripped of its quotes', '"a"', 'a'],
    ['is stripped of its quotes and the whitespace inside them', "' a\\n'", 'a'],
    ['keeps an unmatched quote', '"a\'', '"a\''],
    ['keeps the quotes of its last word', 'a "b"', 'a "b"'],
    ['keeps the quotes of its first word', '"a" b', '"a" b'],
    ['is unescaped if its line breaks were escaped twice', 'a\\\\nb', 'a\nb'],
    ['gets uniform line breaks', 'a\r\nb\rc\\nd\\r\\ne\\rf', 'a\nb\nc\nd\ne\nf'],
    ['is stripped of invisible characters', '\uFEFFa\u200Bb\u00A0c', 'ab c'],
    ['is not decoded as base64 if it is short', 'c2VjcmV0', 'c2VjcmV0'],
  ] as const;
  for (const [description, value, text] of table) {
    it(description, () => assert.equal(normalizePem(value), text));
  }

  it('is decoded from one or two layers of base64, but not from three', () => {
    const layers = [1, 2, 3].map((n) => Array.from({ length: n }).reduce<string>(base64, pem));
    assert.deepEqual(
      layers.map((value) => normalizePem(value).startsWith('-----BEGIN')),
      [true, true, false],
    );
  });

  it('is not decoded if the base64 does not contain PEM', () => {
    const value = base64('nothing in particular, but long enough to be a key of some kind');
    assert.equal(normalizePem(value), value);
  });

  it('is split into its blocks in order, ignoring the text between them', () => {
    const text = `x${toPem('A B', 'AAAA')}-----BEGIN C-----\n-----END D-----${toPem('E1', 'BBBB')}`;
    assert.deepEqual(pemBlocks(text), [
      { label: 'A B', content: '\nAAAA\n' },
      { label: 'E1', content: '\nBBBB\n' },
    ]);
  });

  it('has no block between two END lines', () => {
    assert.deepEqual(pemBlocks('-----END A-----\nAAAA\n-----END A-----'), []);
  });

  it('is written with 64 characters per line and an empty line after its headers', () => {
    assert.equal(
      toPem('KEY', `${'A'.repeat(64)}BB`),
      `-----BEGIN KEY-----\n${'A'.repeat(64)}\nBB\n-----END KEY-----\n`,
    );
    assert.equal(
      toPem('KEY', 'A', ['X: 1', 'Y: 2']),
      '-----BEGIN KEY-----\nX: 1\nY: 2\n\nA\n-----END KEY-----\n',
    );
    assert.equal(toPem('KEY', ''), '-----BEGIN KEY-----\n-----END KEY-----\n');
  });
});

describe('base64 decoding', () => {
  const table = [
    ['64 characters', 'A'.repeat(64), 48],
    ['wrapped lines', wrap('A'.repeat(64), 10).join('\r\n'), 48],
    ['characters with padding', `${'A'.repeat(66)}==`, 49],
    ['base64url', '-_'.repeat(40), 60],
    ['63 characters', 'A'.repeat(63), undefined],
    ['a character outside the alphabet', `${'A'.repeat(64)}!`, undefined],
    ['padding in the middle', `${'A'.repeat(64)}=A`, undefined],
    ['three padding characters', `${'A'.repeat(64)}===`, undefined],
    ['a trailing boundary line', `${'A'.repeat(64)}-----END PRIVATE KEY-----`, undefined],
    ['an empty string', '', undefined],
  ] as const;
  for (const [description, text, bytes] of table) {
    it(`${bytes === undefined ? 'rejects' : `returns ${bytes} bytes for`} ${description}`, () => {
      assert.equal(fromBase64(text)?.length, bytes);
    });
  }
});

describe('the masks of a key', () => {
  const mangledKeys = fc
    .tuple(fc.constantFrom(...shapes), mangling(certificate))
    .map(([{ text }, change]) => ({ text, pasted: change(text) }));

  it('are never boundary lines, empty or shorter than 16 characters', () => {
    const assertComplete = (value: string) => {
      const forbidden = /^.{0,15}$|-----|PRIVATE KEY|^\s|\s$/s;
      assert.deepEqual(
        keyMasks(value).filter((mask) => forbidden.test(mask)),
        [],
      );
    };
    fc.assert(fc.property(mangledKeys, ({ pasted }) => assertComplete(pasted)));
    fc.assert(fc.property(fc.string({ unit: anyCharacter, maxLength: 200 }), assertComplete));
  });

  it('hide the key as it was pasted, as a tool would print it, and on one line', () => {
    const assertMasked = ({ text, pasted }: { text: string; pasted: string }) => {
      const masks = keyMasks(pasted);
      const body = bodyWithoutHeaders(text);
      const canonical = wrap(body, 64).join('\n');
      for (const shownForm of [pasted, canonical, canonical.replaceAll('\n', '\r\n'), body]) {
        const maskedOutput = maskText(shownForm, masks);
        for (let i = 0; i + 24 <= body.length; i++) {
          assert.ok(!maskedOutput.includes(body.slice(i, i + 24)), `characters ${i} to ${i + 24}`);
        }
      }
    };
    fc.assert(fc.property(mangledKeys, assertMasked), { numRuns: 60 });
  });

  const incomplete = [
    ['a bare base64 body', base64Body(pem)],
    ['a bare base64 body in lines of 76 characters', wrap(base64Body(pem), 76).join('\n')],
    ['a truncated key', pem.slice(0, 1000)],
    ['a truncated key without line breaks', pem.replaceAll('\n', '').slice(0, 1000)],
    ['a key without its first line', pem.replace(/.*\n/, '')],
  ] as const;
  for (const [description, value] of incomplete) {
    it(`hide ${description} in every form in which it could be printed`, () => {
      const masks = keyMasks(value);
      const body = base64Body(value);
      for (const shownForm of [value, body, wrap(body, 64).join('\n')]) {
        assert.doesNotMatch(maskText(shownForm, masks), /[A-Za-z0-9+/]{24}/);
      }
    });
  }

  it('also hide a base64url body in standard base64', () => {
    const body = base64Body(pem);
    const masks = keyMasks(Buffer.from(body, 'base64').toString('base64url'));
    for (const shownForm of [body.replace(/=+$/, ''), wrap(body, 64).join('\n')]) {
      assert.doesNotMatch(maskText(shownForm, masks), /[A-Za-z0-9+/]{16}/);
    }
  });

  it('hide a key that was pasted in groups of letters', () => {
    for (const size of [4, 8]) {
      const [firstLine = '', ...lines] = pem.trim().split('\n');
      const grouped = lines.map((line) => (line.includes('-') ? line : wrap(line, size).join(' ')));
      for (const value of [[firstLine, ...grouped].join('\n'), grouped.slice(0, -1).join('\n')]) {
        const maskedOutput = maskText(value, keyMasks(value)).replace(BOUNDARY_LINES, '');
        assert.doesNotMatch(maskedOutput, /[A-Za-z0-9+/ ]{16}/);
      }
    }
  });

  it('hide every line of a key that was pasted as base64', () => {
    for (const encode of encodings) {
      const value = wrap(encode(pem), 76).join('\n');
      assert.doesNotMatch(maskText(value, keyMasks(value)), /[A-Za-z0-9+/]{24}/);
    }
  });

  /** Asserts that the masked text contains no part of a key. */
  const assertHidden = (value: string) => {
    const maskedOutput = maskText(value, keyMasks(value)).replace(BOUNDARY_LINES, '');
    assert.doesNotMatch(maskedOutput, /[A-Za-z0-9+/\u200B\u00AD]{16}/);
  };

  for (const [description, change] of Object.entries(pasteVariants)) {
    it(`hide a key that was copied as ${description}`, () => {
      for (const { text } of shapes) {
        const masks = keyMasks(change(text));
        const body = bodyWithoutHeaders(text);
        assertHidden(change(text).replace(/DEK-Info:.*?[0-9A-F]{16,}/g, ''));
        for (const shownForm of [text, body, wrap(body, 64).join('\n')])
          assert.doesNotMatch(
            maskText(shownForm, masks).replace(/DEK-Info.*/, ''),
            /[A-Za-z0-9+/]{17}/,
          );
      }
    });
  }

  const [firstLine = '', ...otherLines] = pem.trim().split('\n');
  const secondKey = pkcs8(rsaPair().privateKey);
  const unreadable = [
    ['three layers of base64', base64(base64(base64(pem)))],
    ['a list without boundary lines', JSON.stringify(otherLines.slice(0, -1))],
    ['percent encoding', encodeURIComponent(pem)],
    ['HTML line breaks', pem.replaceAll('\n', '<br>\n')],
    ['boundary lines with four hyphens', pem.replaceAll('-----', '----')],
    ['boundary lines with dashes', pem.replaceAll('-----', '—–')],
    ['a truncated boundary line', [firstLine.slice(0, -9), ...otherLines].join('\n')],
    ['a truncated second key', pem + secondKey.slice(0, 900)],
    ['a truncated second key before the first', secondKey.slice(0, 900) + pem],
    ['the base64 body of a second key', `${pem}\n${wrap(base64Body(secondKey), 64).join('\n')}`],
    ['a second key in base64', `${pem}\n${base64(secondKey)}`],
    ['a JSON Web Key', JSON.stringify(pair.privateKey.export({ format: 'jwk' }))],
    ['base64 in quotes', `"${base64(pem)}"`],
    ['base64 in quotes, wrapped', `"${wrap(base64(pem), 76).join('\n')}"`],
    ['base64 in a line of a .env file', `SF_KEY="${base64(pem)}"`],
    ['base64 in lines with backslashes', wrap(base64(pem), 76).join('\\\n')],
  ] as const;
  for (const [description, value] of unreadable) {
    it(`hide a key that may be unreadable: ${description}`, () => assertHidden(value));
  }

  it('hide every word of 16 or more characters if no key is recognized', () => {
    const masks = keyMasks('force://PlatformCLI::secret@acme short');
    assert.deepEqual(masks, ['force://PlatformCLI::secret@acme']);
  });

  it('do not hide a URL that was pasted instead of a key', () => {
    assert.deepEqual(keyMasks('https://login.salesforce.com'), []);
  });

  it('do not hide names and hosts around the key', () => {
    const text = `subject=CN=login.salesforce.com\nissuer=deploy-pipeline@acme.com\nfriendlyName: the-pipeline-of-our-team\n${pem}`;
    const masks = keyMasks(text);
    for (const value of [
      'the-pipeline-of-our-team',
      'login.salesforce.com',
      'deploy-pipeline@acme.com',
      'PRIVATE KEY',
    ]) {
      assert.ok(maskText(text, masks).includes(value), value);
    }
  });

  it('are empty for an empty value', () => assert.deepEqual(keyMasks(''), []));
});
