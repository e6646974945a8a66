import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyMasks, masksOf, parseCommands, renderLog } from '../../../support/runner/commands.ts';

const LINE_ENDS = { LF: '\n', CRLF: '\r\n', CR: '\r' };

describe('workflow commands', () => {
  for (const [name, end] of Object.entries(LINE_ENDS)) {
    it(`are parsed if lines end in ${name}`, () => {
      const lines = ['::add-mask::pw', 'plain', '::error title=a%2C b%3A c::one%0Atwo%25', ''];
      assert.deepEqual(parseCommands(lines.join(end)), [
        { name: 'add-mask', properties: {}, message: 'pw' },
        { name: 'error', properties: { title: 'a, b: c' }, message: 'one\ntwo%' },
      ]);
    });

    it(`are rendered in the log if lines end in ${name}`, () => {
      const lines = ['::add-mask::pw', 'the pw', '', '::warning::pw too', '::save-state name=a::b'];
      const rendered = 'the ***\n\nWarning: *** too';
      assert.equal(renderLog(lines.join(end), { debug: true }), rendered);
      assert.equal(
        renderLog(lines.join(end) + end, { debug: true }),
        rendered,
        'with a final line ending',
      );
    });
  }

  it('are parsed in the older ##[…] form, anywhere in a line and in any case', () => {
    const [command] = parseCommands('text ##[Set-Output name=a;x=1]b');
    assert.deepEqual(command, {
      name: 'set-output',
      properties: { name: 'a', x: '1' },
      message: 'b',
    });
  });

  it('exclude text that only resembles a command', () => {
    assert.deepEqual(parseCommands('a ::error::x\n::nonsense::x\n:error:x\n[error]x'), []);
  });
});

describe('masked values', () => {
  it('include each line of a multi-line value', () => {
    assert.deepEqual(masksOf(parseCommands('::add-mask::one%0A two%0A%0A')), [
      'one\n two\n\n',
      'one',
      'two',
    ]);
  });

  it('are replaced in order of length, longest first', () => {
    assert.equal(applyMasks('secret-and-more secret', ['secret', 'secret-and-more']), '*** ***');
  });

  it('stay readable in lines before the mask', () => {
    assert.equal(renderLog('a\n::debug::b\nc', { debug: false }), 'a\nc');
    assert.equal(renderLog('pw\n::add-mask::pw\npw', { debug: true }), 'pw\n***');
  });
});
