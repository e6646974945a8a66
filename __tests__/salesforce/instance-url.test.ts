import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readInstanceUrl } from '../../src/salesforce/instance-url.ts';

const FORM = { code: 'instance-url-format' };
const SITE = 'https://acme.my.site.com/';

// What a token request does with it is tested in token-refused.test.ts.
describe('an address to which a token may be sent', () => {
  const table: readonly (readonly [what: string, value: unknown, read: object])[] = [
    ['a text, not a list of one', ['https://acme.my.salesforce.com'], FORM],
    ['2000 characters', SITE.padEnd(2000, 'x'), { url: SITE.padEnd(2000, 'x') }],
    ['no longer', SITE.padEnd(2001, 'x'), FORM],
    ['this machine', 'http://127.0.0.1:8080//', { url: 'http://127.0.0.1:8080' }],
    [
      'no other host where nobody says which signed in',
      'https://crm.acme.com',
      { code: 'instance-url-foreign', host: 'crm.acme.com' },
    ],
  ];
  for (const [description, value, expected] of table) {
    it(`is ${description}`, () => assert.deepEqual(readInstanceUrl(value), expected));
  }
});
