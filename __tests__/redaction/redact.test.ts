import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { redactSecrets, sanitize } from '../../src/redaction/redact.ts';
import { anyText, assertSanitized } from '../helpers/foreign-text.ts';

const LONG_TEXT = 'x y '.repeat(200);

describe('a text from outside', () => {
  const table: readonly (readonly [description: string, text: string, shown: string])[] = [
    ['plain words stay', 'expired authorization code', 'expired authorization code'],
    ['single colons stay', 'invalid_grant: a:b', 'invalid_grant: a:b'],
    ['a workflow command is broken up', '::error::x', ': :error: :x'],
    ['three colons are broken up too', ':::set-output:::', ': : :set-output: : :'],
    ['a command behind escaped line breaks', 'a%0A::debug::b', 'a%0A: :debug: :b'],
    ['a joined colour cannot hide a command', ':\u001B[m:error::', ': :error: :'],
    ['47 signs that could be a token stay', 'a'.repeat(47), 'a'.repeat(47)],
    ['48 signs that could be a token go', `a ${'Ab!.%-_+/=~9'.repeat(4)} b`, 'a […] b'],
    [
      '300 characters stay',
      LONG_TEXT.slice(0, 299).concat('z'),
      LONG_TEXT.slice(0, 299).concat('z'),
    ],
    ['301 characters are cut', LONG_TEXT.slice(0, 300).concat('z'), `${LONG_TEXT.slice(0, 300)}…`],
    ['nothing stays nothing', '', ''],
  ];
  for (const [description, text, expected] of table) {
    it(`is made safe: ${description}`, () => assert.equal(sanitize(text), expected));
  }

  it('is cut where the caller wants it', () => assert.equal(sanitize('a b c d', 3), 'a b…'));

  it('is safe, whatever it was', () => {
    fc.assert(fc.property(anyText, (text) => assertSanitized(sanitize(text))));
  });

  it('does not change when it is made safe again', () => {
    const shortText = anyText.filter((text) => text.length < 100);
    fc.assert(
      fc.property(shortText, (text) => assert.equal(sanitize(sanitize(text)), sanitize(text))),
    );
  });
});

describe('a secret in a text from outside', () => {
  const SECRET = 'AQEAQJ.kd_83jxZZ90PPmm21';
  const table = [
    ['whole', SECRET],
    ['a stretch of 12 letters and digits', 'QEAQJkd83jxZ'],
    ['cut by blanks', 'AQEA QJ.k d_83 jxZZ 90PP mm21'],
    ['cut by line breaks and zero-width characters', 'AQEAQJ.kd\n_83jx\u200BZZ90'],
    ['cut by tags', 'AQEA<b class="x">QJ.kd</b>_83jx<br/>ZZ90'],
    ['cut by entities', 'AQEA&nbsp;QJ&#46;kd&lowbar;83jx&#x20;ZZ90'],
    ['written in entities', 'AQEAQ&#74;kd&#x38;3jxZZ90'],
    ['escaped for a URL', '%41QEAQJ%2Ekd%5F83jxZZ90'],
    ['escaped for JavaScript', '\\u0041QEAQJ\\x2Ekd_83jxZZ90'],
    ['escaped twice for a URL', '%2541QEAQJ%252Ekd%255F83jxZZ90'],
    ['escaped twice for a page', '&amp;#65;QEAQJ&amp;#46;kd_83jxZZ90'],
    ['escaped for JSON', String.raw`\u0041QEAQJ\u002Ekd_83jxZZ90`],
    ['escaped with leading zeros', '&#x0000000041;QE&#00065;QJ.kd_83jxZZ90'],
    ['with an escaped percent sign', '&#37;41QEAQJ&#x25;2Ekd_83jxZZ90'],
    ['escaped with braces', String.raw`\u{41}QEAQJ\u{0000002E}kd_83jxZZ90`],
    ['escaped in octal', String.raw`\101QEAQJ\056kd_83jxZZ90`],
    ['joined by escaped line breaks', String.raw`AQEA\nQJ.kd\r\n_83jx\tZZ90`],
    ['in letters beyond the first 65,536', '&#x1D400;QEAQJ.kd_83jxZZ90'],
    ['cut by a code of no letter', 'AQEAQJ&#x2FFFFF;kd_83jxZZ90'],
    ['in wide letters', '\uFF21\uFF31EAQJ.kd_83jxZZ90'],
    ['cut by a sign that stands for several letters', 'AQEAQJ½.kd_83jxZZ90'],
    ['in lower case', SECRET.toLowerCase()],
    ['quoted', '"AQE" + "AQJ.kd" + "_83jx" + "ZZ90"'],
  ] as const;
  for (const [description, text] of table) {
    it(`is taken out, and nothing else: ${description}`, () => {
      const clean = redactSecrets(`before ${text} after`, ['another one', SECRET]);
      assert.match(clean, /^before "?\[…\]"? after$/);
    });
  }

  // Each in one reading alone: what looks like a tag, an entity or a code may be one, or letters.
  const wrapped = [
    ['cut by a tag and an entity', 'AQEA<b>QJ&#46;kd83jx', '[…]'],
    ['cut by a tag, and like an entity', 'AQEA<b>QJ&kd83jx;', '[…];'],
    ['cut by an entity, and in angle brackets', '<AQEAQJ&#46;kd83jx>', '<[…]>'],
    ['like an entity, in angle brackets', '<AQEA&QJkd83jx;>', '<[…];>'],
    ['in angle brackets', `<${SECRET}>`, '<[…]>'],
    ['in pieces in angle brackets', '<AQEAQJ.kd> <_83jxZZ90>', '<[…]>'],
    ['like an entity', '&AQEAQJkd83jxZZ90;', '&[…];'],
    ['behind a percent sign', '%AQEAQJkd83jx', '%[…]'],
  ] as const;
  for (const [description, text, expected] of wrapped) {
    it(`is taken out where it looks like markup: ${description}`, () =>
      assert.equal(redactSecrets(text, [SECRET]), expected));
  }

  it('is taken out wherever it comes again', () => {
    assert.equal(redactSecrets(`a ${SECRET}, b ${SECRET}`, [SECRET]), 'a […], b […]');
    assert.equal(redactSecrets(SECRET, [SECRET]), '[…]');
  });

  it('is taken out of each place, however it is written there', () => {
    const text = `a <AQEA&QJkd83jx;>, b ${SECRET}, c AQEA<b>QJ&#46;kd83jx`;
    assert.equal(redactSecrets(text, [SECRET]), 'a <[…];>, b […], c […]');
  });

  it('is no word that it has by chance: 11 letters stay', () => {
    assert.equal(redactSecrets('AQEAQJ.kd_83j and', [SECRET]), 'AQEAQJ.kd_83j and');
  });

  it('may be short or absent', () => {
    assert.equal(redactSecrets('a word', ['word', '']), 'a word');
    assert.equal(redactSecrets('', [SECRET]), '');
    assert.equal(redactSecrets('a &amp; b', []), 'a &amp; b');
  });

  it('of a long key costs little in a long text', () => {
    const clean = redactSecrets('<'.repeat(300_000), [SECRET.repeat(1000)]);
    assert.equal(clean.length, 300_000);
  });
});
