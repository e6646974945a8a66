import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeSecrets } from '../../setup/secrets.ts';
import { makeAppKey } from '../../simulator/org/keys.ts';

describe('the filter', () => {
  const { privateKeyPem } = makeAppKey();
  const lines = privateKeyPem.split('\n').filter((line) => line !== '' && !line.startsWith('-'));

  it('hides a secret that something without a width has cut in two', () => {
    const secrets = makeSecrets();
    secrets.add('SuperSecretPassphrase99');
    assert.equal(secrets.hide('x SuperSecret\u200BPassphrase99 y'), 'x *** y');
    assert.equal(secrets.hide('x SuperSecret\u001B[0mPassphrase99 y'), 'x *** y');
  });

  it('takes out what a terminal would obey, and keeps the lines', () => {
    const { hide } = makeSecrets();
    assert.equal(hide('✓ a\u001B]52;c;eA==\u0007 b\r\n\u202Ec\td'), '✓ a b\nc d');
    assert.equal(hide('\u001B[31mError\u001B[39m'), 'Error');
  });

  it('hides a key whole, by line, in JSON and in base64', () => {
    const secrets = makeSecrets();
    secrets.add(privateKeyPem);
    const forms = [
      privateKeyPem,
      JSON.stringify({ key: privateKeyPem }),
      lines.join(' '),
      Buffer.from(privateKeyPem).toString('base64'),
    ];
    for (const form of forms) {
      const hidden = secrets.hide(`before ${form} after`);
      assert.ok(lines.every((line) => !hidden.includes(line)));
      assert.match(hidden, /^before .* after$/s);
    }
  });

  const SHAPES: readonly (readonly [what: string, text: string])[] = [
    ['a private key of somebody else', privateKeyPem],
    ['a session', `00D5g000004xYzA!${'aB3.'.repeat(20)}`],
    ['a GitHub token', `ghp_${'a1'.repeat(18)}`],
    ['a fine-grained GitHub token', `github_pat_${'a1'.repeat(30)}`],
    ['an assertion', `eyJhbGciOiJSUzI1NiJ9.${'a'.repeat(40)}.${'b'.repeat(40)}`],
    ['an auth URL of sf', `force://PlatformCLI::${'a1'.repeat(20)}@acme.my.salesforce.com`],
  ];
  for (const [what, text] of SHAPES) {
    it(`hides ${what} that it was never told`, () => {
      const hidden = makeSecrets().hide(`before ${text} after`);
      assert.match(hidden, /^before \*\*\*.* ?after$/s);
      assert.ok(!hidden.includes(text.slice(-24)) || what === 'an auth URL of sf');
    });
  }

  it('leaves everything else as it is', () => {
    const secrets = makeSecrets();
    secrets.add('');
    secrets.add('short');
    const text = 'Acme (00D5g000004xYzAEAU), a short word, ci@acme.com';
    assert.equal(secrets.hide(text), text);
  });
});
