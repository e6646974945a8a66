import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  findLeaks,
  keyBody,
  privateKeyForms,
  proxyPasswordForms,
  tokenForms,
} from './find-leaks.ts';
import { encryptedKey, PASSPHRASE } from './step-harness.ts';

describe('findLeaks', () => {
  const key = privateKeyForms(encryptedKey, PASSPHRASE);
  const body = keyBody(encryptedKey);
  const token = tokenForms(`00D000000000001!${'aB3.'.repeat(24)}`);
  const proxy = proxyPasswordForms('http://user:p%25ss:word@127.0.0.1:1');
  for (const [name, secret, text] of [
    ['a line of the key', key, encryptedKey.split('\n')[3] ?? ''],
    ['the key without line breaks', key, body],
    ['a fragment of the key', key, body.slice(701, 731)],
    ['the last characters of the key', key, body.slice(-20)],
    ['the decrypted key in hex', key, key.forms.find((form) => /^[0-9a-f]+$/.test(form)) ?? ''],
    ['the end of a token', token, 'aB3.'.repeat(24)],
    ["the proxy's password, decoded", proxy, 'p%ss:word'],
    ["the proxy's password as it is sent", proxy, Buffer.from('user:p%ss:word').toString('base64')],
  ] as const) {
    it(`finds ${name}`, () => {
      const leaks = findLeaks({ 'the log': `before ${text} after`, elsewhere: 'nothing' }, [
        secret,
      ]);
      assert.deepEqual(leaks, [`${secret.name} in the log`]);
    });
  }
});
