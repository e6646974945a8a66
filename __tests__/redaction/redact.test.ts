import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { redactSecrets, sanitize } from '../../src/redaction/redact.ts';
import { anyText, assertSanitized } from '../helpers/untrusted-text.ts';

const LONG_TEXT = 'x y '.repeat(200);

describe('untrusted text', () => {
  const table: readonly (readonly [description: string, text: string, expected: string])[] = [
    ['keeps plain words', 'expired authorization code', 'expired authorization code'],
    ['keeps single colons', 'invalid_grant: a:b', 'invalid_grant: a:b'],
    ['cannot contain a workflow command', '::error::x', ': :error: :x'],
    ['cannot contain three colons in a row', ':::set-output:::', ': : :set-output: : :'],
    ['cannot contain a command after escaped line breaks', 'a%0A::debug::b', 'a%0A: :debug: :b'],
    ['cannot hide a command in a color sequence', ':\u001B[m:error::', ': :error: :'],
    ['keeps 47 characters that could be a token', 'a'.repeat(47), 'a'.repeat(47)],
    [
      'has […] instead of 48 characters that could be a token',
      `a ${'Ab!.%-_+/=~9'.repeat(4)} b`,
      'a […] b',
    ],
    [
      'keeps 300 characters',
      LONG_TEXT.slice(0, 299).concat('z'),
      LONG_TEXT.slice(0, 299).concat('z'),
    ],
    [
      'is truncated after 300 characters',
      LONG_TEXT.slice(0, 300).concat('z'),
      `${LONG_TEXT.slice(0, 300)}…`,
    ],
    ['stays empty if it is empty', '', ''],
  ];
  for (const [description, text, expected] of table) {
    it(description, () => assert.equal(sanitize(text), expected));
  }

  it('is truncated at the length that the caller passes', () =>
    assert.equal(sanitize('a b c d', 3), 'a b…'));

  it('is always safe to print after it has been sanitized', () => {
    fc.assert(fc.property(anyText, (text) => assertSanitized(sanitize(text))));
  });

  it('does not change if it is sanitized again', () => {
    const shortText = anyText.filter((text) => text.length < 100);
    fc.assert(
      fc.property(shortText, (text) => assert.equal(sanitize(sanitize(text)), sanitize(text))),
    );
  });
});

describe('a secret in untrusted text', () => {
  const SECRET = 'AQEAQJ.kd_83jxZZ90PPmm21';
  const table = [
    ['whole', SECRET],
    ['a fragment of 12 letters and digits', 'QEAQJkd83jxZ'],
    ['split by spaces', 'AQEA QJ.k d_83 jxZZ 90PP mm21'],
    ['split by line breaks and zero-width characters', 'AQEAQJ.kd\n_83jx\u200BZZ90'],
    ['split by tags', 'AQEA<b class="x">QJ.kd</b>_83jx<br/>ZZ90'],
    ['split by entities', 'AQEA&nbsp;QJ&#46;kd&lowbar;83jx&#x20;ZZ90'],
    ['with letters as entities', 'AQEAQ&#74;kd&#x38;3jxZZ90'],
    ['escaped for a URL', '%41QEAQJ%2Ekd%5F83jxZZ90'],
    ['escaped for JavaScript', '\\u0041QEAQJ\\x2Ekd_83jxZZ90'],
    ['escaped twice for a URL', '%2541QEAQJ%252Ekd%255F83jxZZ90'],
    ['escaped twice for HTML', '&amp;#65;QEAQJ&amp;#46;kd_83jxZZ90'],
    ['escaped for JSON', String.raw`\u0041QEAQJ\u002Ekd_83jxZZ90`],
    ['escaped with leading zeros', '&#x0000000041;QE&#00065;QJ.kd_83jxZZ90'],
    ['with an escaped percent sign', '&#37;41QEAQJ&#x25;2Ekd_83jxZZ90'],
    ['escaped with braces', String.raw`\u{41}QEAQJ\u{0000002E}kd_83jxZZ90`],
    ['escaped in octal', String.raw`\101QEAQJ\056kd_83jxZZ90`],
    ['joined by escaped line breaks', String.raw`AQEA\nQJ.kd\r\n_83jx\tZZ90`],
    ['with a letter beyond U+FFFF', '&#x1D400;QEAQJ.kd_83jxZZ90'],
    ['split by an invalid character reference', 'AQEAQJ&#x2FFFFF;kd_83jxZZ90'],
    ['in full-width letters', '\uFF21\uFF31EAQJ.kd_83jxZZ90'],
    ['split by a character that normalizes to several letters', 'AQEAQJ½.kd_83jxZZ90'],
    ['in lower case', SECRET.toLowerCase()],
    ['in several quoted strings', '"AQE" + "AQJ.kd" + "_83jx" + "ZZ90"'],
  ] as const;
  for (const [description, text] of table) {
    it(`is redacted without removing other text: ${description}`, () => {
      const clean = redactSecrets(`before ${text} after`, ['another one', SECRET]);
      assert.match(clean, /^before "?\[…\]"? after$/);
    });
  }

  // Only one interpretation reveals each of these secrets, because text that looks like a tag or an
  // entity may be plain text.
  const wrapped = [
    ['split by a tag and an entity', 'AQEA<b>QJ&#46;kd83jx', '[…]'],
    ['split by a tag, and resembling an entity', 'AQEA<b>QJ&kd83jx;', '[…];'],
    ['split by an entity, in angle brackets', '<AQEAQJ&#46;kd83jx>', '<[…]>'],
    ['resembling an entity, in angle brackets', '<AQEA&QJkd83jx;>', '<[…];>'],
    ['in angle brackets', `<${SECRET}>`, '<[…]>'],
    ['split into two pairs of angle brackets', '<AQEAQJ.kd> <_83jxZZ90>', '<[…]>'],
    ['resembling an entity', '&AQEAQJkd83jxZZ90;', '&[…];'],
    ['after a percent sign', '%AQEAQJkd83jx', '%[…]'],
  ] as const;
  for (const [description, text, expected] of wrapped) {
    it(`is redacted if it resembles markup: ${description}`, () =>
      assert.equal(redactSecrets(text, [SECRET]), expected));
  }

  it('is redacted at every occurrence', () => {
    assert.equal(redactSecrets(`a ${SECRET}, b ${SECRET}`, [SECRET]), 'a […], b […]');
    assert.equal(redactSecrets(SECRET, [SECRET]), '[…]');
  });

  it('is redacted at every occurrence, even if the occurrences are written differently', () => {
    const text = `a <AQEA&QJkd83jx;>, b ${SECRET}, c AQEA<b>QJ&#46;kd83jx`;
    assert.equal(redactSecrets(text, [SECRET]), 'a <[…];>, b […], c […]');
  });

  it('is not redacted if only 11 letters and digits match', () => {
    assert.equal(redactSecrets('AQEAQJ.kd_83j and', [SECRET]), 'AQEAQJ.kd_83j and');
  });

  it('is ignored if it is short or empty, and text without a secret is not changed', () => {
    assert.equal(redactSecrets('a word', ['word', '']), 'a word');
    assert.equal(redactSecrets('', [SECRET]), '');
    assert.equal(redactSecrets('a &amp; b', []), 'a &amp; b');
  });

  it('is searched for in a text of 300,000 characters', () => {
    const clean = redactSecrets('<'.repeat(300_000), [SECRET.repeat(1000)]);
    assert.equal(clean.length, 300_000);
  });
});
