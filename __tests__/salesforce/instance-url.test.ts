import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readInstanceUrl } from '../../src/salesforce/instance-url.ts';

const FORM = { code: 'instance-url-format' };
const FOREIGN = { code: 'instance-url-foreign', host: 'crm.example' };
const LOGIN_URL = 'https://crm.acme.com/sso';
const SITE = 'https://acme.my.site.com/';

// token-rejected.test.ts tests the instance URLs of token responses.
describe('an instance URL', () => {
  const table: readonly (readonly [description: string, value: unknown, expected: object])[] = [
    ['is rejected if it is a list', ['https://acme.my.salesforce.com'], FORM],
    ['can have 2000 characters', SITE.padEnd(2000, 'x'), { url: SITE.padEnd(2000, 'x') }],
    ['is rejected with 2001 characters', SITE.padEnd(2001, 'x'), FORM],
    ['is accepted on the login host', 'https://crm.acme.com/', { url: 'https://crm.acme.com' }],
    ['is rejected on another host', 'https://crm.example', FOREIGN],
  ];
  it('is rejected on another host if the login URL is unknown', () => {
    assert.deepEqual(readInstanceUrl('https://crm.example', ''), FOREIGN);
  });
  for (const [description, value, expected] of table) {
    it(description, () => assert.deepEqual(readInstanceUrl(value, LOGIN_URL), expected));
  }
});
