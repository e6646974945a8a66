import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readInstanceUrl } from '../../src/salesforce/instance-url.ts';

const FORM = { code: 'instance-url-format' };
const SITE = 'https://acme.my.site.com/';

// The instance URL of a token response is tested in token-refused.test.ts.
describe('an instance URL', () => {
  const table: readonly (readonly [description: string, value: unknown, expected: object])[] = [
    ['is rejected if it is a list', ['https://acme.my.salesforce.com'], FORM],
    ['can have 2000 characters', SITE.padEnd(2000, 'x'), { url: SITE.padEnd(2000, 'x') }],
    ['is rejected with 2001 characters', SITE.padEnd(2001, 'x'), FORM],
    ['can be a loopback address', 'http://127.0.0.1:8080//', { url: 'http://127.0.0.1:8080' }],
    [
      'is rejected on another host if the caller passes no login URL',
      'https://crm.acme.com',
      { code: 'instance-url-foreign', host: 'crm.acme.com' },
    ],
  ];
  for (const [description, value, expected] of table) {
    it(description, () => assert.deepEqual(readInstanceUrl(value), expected));
  }
});
