import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { InvalidResponseCode } from '../../src/salesforce/errors.ts';
import { loggableText } from '../helpers/errors.ts';
import { sharedSubstring } from '../helpers/redaction.ts';
import {
  invalidResponseFrom,
  requestTokenWith,
  TOKEN,
  tokenFrom,
  VALID_RESPONSE,
} from '../helpers/token-response.ts';
import { assertSanitized } from '../helpers/untrusted-text.ts';

const hostOf = (host: string) => ({ host });
const INVALID_RESPONSES: readonly (readonly [InvalidResponseCode, unknown, object?])[] = [
  ['not-json', ''],
  ['not-json', '<html><title>Down</title></html>'],
  ['not-json', JSON.stringify(VALID_RESPONSE).slice(0, 60)],
  ['not-an-object', [VALID_RESPONSE]],
  ['not-an-object', '"text"'],
  ['not-an-object', 'null'],
  ['no-access-token', {}],
  ['no-access-token', { ...VALID_RESPONSE, access_token: '' }],
  ['no-access-token', { ...VALID_RESPONSE, access_token: null }],
  ...[
    5,
    1_234_567_890_123_456,
    {},
    ['x'],
    ['x'.repeat(16)],
    true,
    'short',
    'Aa1'.repeat(5),
    'x'.repeat(16),
    'force-app/main/default',
    `Aa1${'x'.repeat(15_998)}`,
    'a\nb',
    'a b',
    'a\u00FC',
    '\u0000',
    `${TOKEN}\n`,
  ].map((value) => ['access-token-format', { ...VALID_RESPONSE, access_token: value }] as const),
  ...['MAC', 'DPoP', 'Bearer x', 'Bearér', 'bearer\n', {}, ['Bearer'], 5].map(
    (value) => ['access-token-format', { ...VALID_RESPONSE, token_type: value }] as const,
  ),
  ...[undefined, null, ''].map(
    (value) => ['no-instance-url', { ...VALID_RESPONSE, instance_url: value }] as const,
  ),
  ...[
    5,
    {},
    'acme.my.salesforce.com',
    'https://',
    'https://acme.my.salesforce.com@evil.example',
    'https://:x@acme.my.salesforce.com',
    'https://acme.my.salesforce.com?x=1',
    'https://acme.my.salesforce.com#x',
    `https://acme.my.salesforce.com${'/'.repeat(2000)}x`,
  ].map((value) => ['instance-url-format', { ...VALID_RESPONSE, instance_url: value }] as const),
  ...['http://acme.my.salesforce.com', 'ftp://acme.my.salesforce.com'].map(
    (value) =>
      [
        'instance-url-http',
        { ...VALID_RESPONSE, instance_url: value },
        hostOf('acme.my.salesforce.com'),
      ] as const,
  ),
  ...[
    'evil.example',
    'acme.my.salesforce.com.evil.example',
    'evilsalesforce.com',
    'salesforce.com',
    'acme.myxsite.com',
    'evilmy.site.com',
    'acme.site.com',
    'localhost',
    '127.0.0.1:8080',
    'acme.my.salesforce.com.',
    'c.content.force.com',
    'c.na15.visual.force.com',
  ].map(
    (host) =>
      [
        'instance-url-foreign',
        { ...VALID_RESPONSE, instance_url: `https://${host}/` },
        hostOf(host),
      ] as const,
  ),
];

describe('an invalid success response', () => {
  for (const [code, body, details = {}] of INVALID_RESPONSES) {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    it(`is rejected as ${code}: ${text.slice(0, 130)}`, async () => {
      const error = await invalidResponseFrom(body);
      assert.deepEqual([error.code, error.request, error.details], [code, 'token', details]);
      assert.equal(error.transient, code === 'not-json');
      assert.equal(sharedSubstring(loggableText(error), TOKEN.slice(16), 8), undefined);
    });
  }

  it('is rejected with a sanitized host if its instance URL does not belong to Salesforce', async () => {
    const host = `${'a'.repeat(60)}.${'b'.repeat(60)}.example`;
    const { details } = await invalidResponseFrom({
      ...VALID_RESPONSE,
      instance_url: `https://${host}`,
    });
    assertSanitized(String(details['host']));
  });
});

describe('the instance URL of a token response', () => {
  const table = [
    ['https://acme.my.salesforce.com/', 'https://acme.my.salesforce.com'],
    ['https://ACME.my.salesforce.com//', 'https://acme.my.salesforce.com'],
    ['https://acme.my.salesforce.com:443', 'https://acme.my.salesforce.com'],
    ['https://na1.salesforce.com', 'https://na1.salesforce.com'],
    ['https://acme.my.salesforce.mil', 'https://acme.my.salesforce.mil'],
    ['https://acme.my.site.com/partners/', 'https://acme.my.site.com/partners'],
    ['https://acme.force.com', 'https://acme.force.com'],
    ['https://acme.cloudforce.com', 'https://acme.cloudforce.com'],
    ['https://acme.my.crmforce.mil', 'https://acme.my.crmforce.mil'],
    ['https://acme.my.sfcrmproducts.cn', 'https://acme.my.sfcrmproducts.cn'],
    ['https://acme.my.salesforce.com\n', 'https://acme.my.salesforce.com'],
  ] as const;
  for (const [host, url] of table) {
    it(`is accepted: ${JSON.stringify(host)}`, async () => {
      assert.equal((await tokenFrom({ ...VALID_RESPONSE, instance_url: host })).instanceUrl, url);
    });
  }

  const ownHosts = [
    ['https://crm.acme.com/sso', 'https://crm.acme.com', true],
    ['https://crm.acme.com:8443', 'https://crm.acme.com:8443/', false],
    ['https://crm.acme.com', 'https://crm.acme.com/services', false],
    ['https://acme.my.salesforce.com', 'https://acme.my.salesforce.com:8443', false],
    ['https://acme.my.salesforce.com', 'https://acme.my.salesforce.com/partners', false],
    ['https://acme.my.salesforce.com', 'https://$(id).acme.my.salesforce.com', false],
    ['https://acme.my.salesforce.com', 'https://a_b.my.salesforce.com', false],
    ['https://acme.my.site.com/p', 'https://acme.my.site.com/$(id)', false],
    ['https://acme.my.site.com/p', 'https://acme.my.site.com/q-1', true],
    ['https://acme.my.site.com/p', 'https://acme.my.site.com/p/q-1', false],
    ['https://acme.my.site.com/p', 'https://acme.my.site.com/services', false],
    ['https://acme.my.site.com/p', 'https://acme.my.site.com/resource', false],
    ['https://acme.my.site.com/p', 'https://.salesforce.com', false],
    ['https://acme.my.site.com/p', 'https://acme..salesforce.com', false],
    ['https://acme.my.site.com/p', 'https://acme.my.site.com/Services/apexrest/steal', false],
    ['http://[::1]:8080', 'http://[::1]:8080', true],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/path', false],
    ['https://crm.acme.com:8443', 'https://crm.acme.com', false],
    ['https://crm.acme.com', 'http://crm.acme.com', false],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080', true],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8081', false],
    ['http://127.0.0.1:8080', 'ftp://127.0.0.1:8080', false],
    ['http://127.0.0.1:8080', 'http://evil.example:8080', false],
    ['http://localhost:8080', 'https://acme.my.salesforce.com', true],
  ] as const;
  for (const [loginUrl, instance, accepted] of ownHosts) {
    it(`is ${accepted ? 'accepted' : 'rejected'}: ${instance} from the login URL ${loginUrl}`, async () => {
      const { error } = await requestTokenWith(
        { ...VALID_RESPONSE, instance_url: instance },
        { loginUrl },
      );
      assert.equal(error === undefined, accepted);
    });
  }
});
