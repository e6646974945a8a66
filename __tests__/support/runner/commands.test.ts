import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  applyMasks,
  displayedAnnotations,
  masksOf,
  parseCommands,
  renderLog,
} from '../../../support/runner/commands.ts';

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

  it('are parsed in the older ##[…] form, anywhere in a line and regardless of letter case', () => {
    const [command] = parseCommands('text ##[Set-Output name=a;x=1]b');
    assert.deepEqual(command, {
      name: 'set-output',
      properties: { name: 'a', x: '1' },
      message: 'b',
    });
  });

  it('are parsed in the older form if they follow an unknown command in the newer form', () => {
    const [command] = parseCommands('::nonsense::x ##[error]y ##[warning]z');
    assert.deepEqual(command, { name: 'error', properties: {}, message: 'y ##[warning]z' });
    assert.deepEqual(parseCommands('##[nonsense]##[error]x'), []);
    assert.equal(parseCommands('::error ::##[warning]x')[0]?.name, 'error');
  });

  it('have their own escapes in each form', () => {
    const [oldForm] = parseCommands('##[error title=a%3Bb%5D%3A]%5D%3B%2C');
    assert.deepEqual(oldForm, {
      name: 'error',
      properties: { title: 'a;b]%3A' },
      message: '];%2C',
    });
    const [newForm] = parseCommands('\u0085 ::error title=a%3B%2C,file=,=x::%3A%250A');
    assert.deepEqual(newForm, { name: 'error', properties: { title: 'a%3B,' }, message: '%3A%0A' });
  });

  it('exclude text that only resembles a command', () => {
    assert.deepEqual(parseCommands('a ::error::x\n::nonsense::x\n:error:x\n[error]x'), []);
  });
});

describe('annotations', () => {
  it('are displayed with a masked message, but the title is not masked', () => {
    const commands = parseCommands('::add-mask::pw\n::error title=a pw::the pw\n::notice::n');
    assert.deepEqual(displayedAnnotations(commands), [
      { level: 'error', title: 'a pw', message: 'the ***' },
      { level: 'notice', title: '', message: 'n' },
    ]);
  });

  it('are truncated after 4096 characters, also in the log', () => {
    const output = `::error::${'x'.repeat(4097)}`;
    assert.equal(displayedAnnotations(parseCommands(output))[0]?.message.length, 4096);
    assert.equal(renderLog(output, { debug: false }), `Error: ${'x'.repeat(4096)}`);
  });

  it('are dropped after the first ten of each level', () => {
    const lines = Array.from({ length: 11 }, (_, index) => `::error::${index}\n::warning::x`);
    const annotations = displayedAnnotations(parseCommands(lines.join('\n')));
    assert.equal(annotations.length, 20);
    assert.ok(annotations.every(({ message }) => message !== '10'));
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

  it('include each line after a carriage return, and exclude blank values', () => {
    assert.deepEqual(masksOf(parseCommands('::add-mask::one%0D%0Atwo\n::add-mask::  ')), [
      'one\r\ntwo',
      'one',
      'two',
    ]);
  });

  it('are replaced in order of length, longest first', () => {
    assert.equal(applyMasks('secret-and-more secret', ['secret', 'secret-and-more']), '*** ***');
  });

  it('are readable in lines before the mask is registered', () => {
    assert.equal(renderLog('a\n::debug::b\nc', { debug: false }), 'a\nc');
    assert.equal(renderLog('pw\n::add-mask::pw\npw', { debug: true }), 'pw\n***');
  });
});
