import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRedactor } from '../../setup/redactor.ts';
import { makeAppKey } from '../../simulator/org/keys.ts';

describe('the redactor', () => {
  const { privateKeyPem } = makeAppKey();
  const lines = privateKeyPem.split('\n').filter((line) => line !== '' && !line.startsWith('-'));

  it('redacts a secret that is split by an invisible character', () => {
    const redactor = createRedactor();
    redactor.add('SuperSecretPassphrase99');
    assert.equal(redactor.redact('x SuperSecret\u200BPassphrase99 y'), 'x *** y');
    assert.equal(redactor.redact('x SuperSecret\u001B[0mPassphrase99 y'), 'x *** y');
  });

  it('removes control characters but keeps line breaks', () => {
    const { redact } = createRedactor();
    assert.equal(redact('✓ a\u001B]52;c;eA==\u0007 b\r\n\u202Ec\td'), '✓ a b\nc d');
    assert.equal(redact('\u001B[31mError\u001B[39m'), 'Error');
  });

  it('redacts a key as a whole, line by line, in JSON and in base64', () => {
    const redactor = createRedactor();
    redactor.add(privateKeyPem);
    const forms = [
      privateKeyPem,
      JSON.stringify({ key: privateKeyPem }),
      lines.join(' '),
      Buffer.from(privateKeyPem).toString('base64'),
    ];
    for (const form of forms) {
      const redacted = redactor.redact(`before ${form} after`);
      assert.ok(lines.every((line) => !redacted.includes(line)));
      assert.match(redacted, /^before .* after$/s);
    }
  });

  const EXAMPLES: readonly (readonly [kind: string, text: string])[] = [
    ['a private key', privateKeyPem],
    ['an access token', `00D5g000004xYzA!${'aB3.'.repeat(20)}`],
    ['a GitHub token', `ghp_${'a1'.repeat(18)}`],
    ['a fine-grained GitHub token', `github_pat_${'a1'.repeat(30)}`],
    ['an assertion', `eyJhbGciOiJSUzI1NiJ9.${'a'.repeat(40)}.${'b'.repeat(40)}`],
    ['an auth URL of sf', `force://PlatformCLI::${'a1'.repeat(20)}@acme.my.salesforce.com`],
  ];
  for (const [kind, text] of EXAMPLES) {
    it(`redacts ${kind} that was never registered`, () => {
      const redacted = createRedactor().redact(`before ${text} after`);
      assert.match(redacted, /^before \*\*\*.* ?after$/s);
      assert.ok(!redacted.includes(text.slice(-24)) || kind === 'an auth URL of sf');
    });
  }

  it('keeps text that contains no secret', () => {
    const redactor = createRedactor();
    redactor.add('');
    redactor.add('short');
    const text = 'Acme (00D5g000004xYzAEAU), a short word, ci@acme.com';
    assert.equal(redactor.redact(text), text);
  });
});
