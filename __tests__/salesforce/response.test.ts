import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isRecord } from '../../src/json.ts';
import { createSecretRegistry } from '../../src/redaction/secrets.ts';
import type { ResponseInfo } from '../../src/salesforce/errors.ts';
import { looksLikeToken, parseResponse } from '../../src/salesforce/response.ts';
import { anyText, anyUrl, assertSanitized } from '../helpers/untrusted-text.ts';

const NOW = Date.parse('2026-01-02T03:04:05Z');
const parse = (body: string, headers: Record<string, string> = {}, status = 400) =>
  parseResponse(
    { status, headers, body },
    { now: () => NOW, secrets: createSecretRegistry(() => undefined) },
  );

it('a token in a response is masked, but words and short lines beside it are not', async () => {
  const masks: string[] = [];
  const secrets = createSecretRegistry((value) => masks.push(value));
  const body = JSON.stringify({
    access_token: '00D000000000062!AQEAQJ.kd_83jx\ne\na',
    refresh_token: 'force-app/main/default',
    other_token: 'Signing in to Salesforce failed',
    id_token: 5,
    request: '5Aep861TSESvWeug_xvFHRBTTbf',
  });
  await parseResponse({ status: 400, headers: {}, body }, { now: () => NOW, secrets });
  assert.deepEqual(masks, ['00D000000000062!AQEAQJ.kd_83jx']);
});

it('at most four tokens in a response are masked, even if there are more', async () => {
  const tokens = Array.from(
    { length: 50_000 },
    (_, index) => `5Aep861TSESvWeug_xvFHRBTTbf${index}`,
  );
  const masks: string[] = [];
  const secrets = createSecretRegistry((value) => masks.push(value));
  const body = JSON.stringify({ refresh_token: tokens.join(' ') });
  await parseResponse({ status: 400, headers: {}, body }, { now: () => NOW, secrets });
  assert.deepEqual(masks, tokens.slice(0, 4));
});

describe('a response body', () => {
  const table: readonly (readonly [
    description: string,
    body: string,
    expected: Partial<ResponseInfo>,
  ])[] = [
    [
      'an OAuth error',
      '{"error":"invalid_grant","error_description":"audience is invalid"}',
      { bodyKind: 'oauth', error: 'invalid_grant', description: 'audience is invalid' },
    ],
    ['an OAuth error without a description', '{"error":"x"}', { bodyKind: 'oauth', error: 'x' }],
    [
      'an error that is not a string',
      '{"error":{"a":1},"error_description":[1]}',
      { bodyKind: 'oauth' },
    ],
    ['an empty error', '{"error":"","error_description":" "}', { bodyKind: 'oauth' }],
    [
      'REST errors',
      '[{"message":"Session expired","errorCode":"INVALID_SESSION_ID"},{"message":"b"}]',
      { bodyKind: 'rest', error: 'INVALID_SESSION_ID', description: 'Session expired' },
    ],
    ['an empty array', '[]', { bodyKind: 'rest' }],
    ['an array of null', '[null]', { bodyKind: 'rest' }],
    ['an object', '{"access_token":"x"}', { bodyKind: 'json' }],
    ['a message', '{"message":"Not now"}', { bodyKind: 'json', description: 'Not now' }],
    ['null', 'null', { bodyKind: 'json' }],
    ['a string', '"text"', { bodyKind: 'json' }],
    ['an empty body', '', { bodyKind: 'empty' }],
    ['whitespace', ' \r\n\t', { bodyKind: 'empty' }],
    ['plain text', 'Bad_OAuth_Token', { bodyKind: 'text', excerpt: 'Bad_OAuth_Token' }],
    ['truncated JSON of an error', '{"error":"x', { bodyKind: 'text', excerpt: '{"error":"x' }],
    [
      'truncated JSON of a token, which is not quoted',
      '{"access_token":"00D',
      { bodyKind: 'text' },
    ],
    [
      'truncated JSON of a token of Google, which is not quoted',
      '{"accessToken":"ya29.Short-1',
      { bodyKind: 'text' },
    ],
    [
      'truncated JSON of a token of GitHub, which is not quoted',
      '{ "value" : "eyJhbGciOiJSUzI1.Short-1.sig",',
      { bodyKind: 'text' },
    ],
    ['a token whose name is split over two lines', '"access_\r\ntoken":"00D', { bodyKind: 'text' }],
    [
      'the request itself, which is not quoted',
      'you sent: assertion=eyJhbGci',
      { bodyKind: 'text' },
    ],
    ['invalid UTF-8', 'a\uFFFDb', { bodyKind: 'text' }],
    ['only control characters', '\u0000\u0001', { bodyKind: 'text' }],
    [
      'an HTML page with a title',
      '<!DOCTYPE html><html><head><title>Down for\nmaintenance</title>…',
      { bodyKind: 'html', excerpt: 'Down for maintenance' },
    ],
    [
      'a title with attributes',
      '<title lang="en">Down</title><p>Words',
      { bodyKind: 'html', excerpt: 'Down' },
    ],
    [
      'an HTML page after empty lines',
      '\r\n\r\n<head>Words',
      { bodyKind: 'html', excerpt: 'Words' },
    ],
    [
      'an HTML page without a title',
      '<body><script>if (a < b) x()</script><style>p{}</style><p>Come back<br>later</p>',
      { bodyKind: 'html', excerpt: 'Come back later' },
    ],
    [
      'an HTML page with an empty title',
      '<html><title> </title>Words',
      { bodyKind: 'html', excerpt: 'Words' },
    ],
    ['text in UTF-16', Buffer.from('some words', 'utf16le').toString(), { bodyKind: 'text' }],
    [
      'a token response in UTF-16',
      Buffer.from('{"access_token":"00D!x"', 'utf16le').toString(),
      { bodyKind: 'text' },
    ],
    ['an empty HTML page', '<html></html>', { bodyKind: 'html' }],
    ['XML', '<?xml version="1.0"?><a>b</a>', { bodyKind: 'html', excerpt: 'b' }],
    [
      'an HTML page that is truncated inside a script',
      '<html><p>Come back later</p><script>if (a < b) x()',
      { bodyKind: 'html', excerpt: 'Come back later' },
    ],
    [
      'text that contains an HTML title',
      'Error: <title>x</title>',
      { bodyKind: 'html', excerpt: 'x' },
    ],
    [
      'text that contains an HTML body',
      '<p>Error <body id="x">Words',
      { bodyKind: 'html', excerpt: 'Error Words' },
    ],
    [
      'text that only mentions tags',
      'No <!doctype and no <titles> here',
      { bodyKind: 'text', excerpt: 'No <!doctype and no <titles> here' },
    ],
    ['a tag that never ends', '<html>a<b', { bodyKind: 'html', excerpt: 'a' }],
  ];
  for (const [description, body, expected] of table) {
    it(`is parsed as ${expected.bodyKind}, regardless of its Content-Type: ${description}`, async () => {
      assert.deepEqual((await parse(body)).response, { status: 400, ...expected });
      assert.deepEqual(
        (await parse(body, { 'content-type': 'image/png' })).response,
        (await parse(body)).response,
      );
    });
  }

  it('is returned as JSON only if it is JSON', async () => {
    assert.deepEqual((await parse('{"a":[1]}')).json, { a: [1] });
    const withByteOrderMark = await parse('\uFEFF{"a":[1]}');
    assert.deepEqual(withByteOrderMark.json, { a: [1] }, 'after a byte order mark');
    assert.equal((await parse('null')).json, null);
    assert.ok(!('json' in (await parse('<html>'))));
  });

  it('may contain a byte order mark within a JSON string', async () => {
    assert.deepEqual((await parse('{"a":"\uFEFFb"}')).json, { a: '\uFEFFb' });
  });

  it('is searched and quoted only at its beginning', async () => {
    const { response } = await parse(`${'a '.repeat(600_000)}<title>x</title>`);
    assert.deepEqual([response.bodyKind, response.excerpt?.length], ['text', 301]);
  });
});

describe('an exceeded login rate', () => {
  const spellings = [
    'login rate exceeded',
    'Error: LOGIN_RATE_EXCEEDED',
    'login<span class="x">rate</span>exceeded',
    'login&nbsp;rate&#xA0;exceeded',
    'login%C2%A0rate%2Bexceeded',
    String.raw`login\u00a0rate\nexceeded`,
    String.raw`{"error":"some_error","more":"\u006cogin rate exceeded"}`,
    '[{"errorCode":"x","message":"Login rate exceeded."}]',
  ];
  for (const body of spellings) {
    it(`is detected in ${body}`, async () =>
      assert.equal((await parse(body)).response.rateExceeded, true));
  }

  for (const body of ['', '{"error":"rate exceeded"}', 'login rate not exceeded']) {
    it(`is not detected in ${body || 'an empty body'}`, async () =>
      assert.ok(!('rateExceeded' in (await parse(body)).response)));
  }
});

describe('a response header', () => {
  const table: readonly (readonly [Record<string, string>, Partial<ResponseInfo>])[] = [
    [{ date: 'Fri, 02 Jan 2026 03:04:05 GMT' }, { serverTime: NOW }],
    [{ date: 'yesterday' }, {}],
    [{ 'retry-after': '120' }, { retryAfter: 120_000 }],
    [{ 'retry-after': '0' }, { retryAfter: 0 }],
    [{ 'retry-after': 'Fri, 02 Jan 2026 03:04:15 GMT' }, { retryAfter: 10_000 }],
    [{ 'retry-after': 'Fri, 02 Jan 2026 03:04:00 GMT' }, { retryAfter: 0 }],
    // The clock of the runner may differ from that of the server, which wrote both headers.
    [
      { date: 'Fri, 02 Jan 2026 03:05:05 GMT', 'retry-after': 'Fri, 02 Jan 2026 03:05:15 GMT' },
      { serverTime: NOW + 60_000, retryAfter: 10_000 },
    ],
    [{ 'retry-after': 'in a while' }, {}],
    [{ 'retry-after': '' }, {}],
    [{ 'retry-after': '9999999999999' }, { retryAfter: 9_999_999_999_999_000 }],
    [
      { location: 'https://user:pass@evil.example:8443/path?code=x' },
      { location: 'evil.example:8443' },
    ],
    [
      { location: 'https://acme.my.salesforce.com/_ui/identity/webauthn/Add?retURL=x' },
      { location: 'acme.my.salesforce.com', passkeyPage: true },
    ],
    [
      { location: 'https://acme-corporation-emea--uatfull.sandbox.my.salesforce.com/x' },
      { location: 'acme-corporation-emea--uatfull.sandbox.my.salesforce.com' },
    ],
    [
      { location: 'https://acme-corporation-emea--uatfull.sandbox.my.salesforce.com.example/x' },
      { location: '[…]' },
    ],
    [
      { location: `https://${'a'.repeat(48)}.my.salesforce.com` },
      { location: '[…].my.salesforce.com' },
    ],
    [{ location: '/relative' }, {}],
    [{ location: 'mailto:x@y.z' }, {}],
    [{ location: '' }, {}],
  ];
  for (const [headers, expected] of table) {
    const [[name, value] = []] = Object.entries(headers);
    it(`is ${Object.keys(expected).length > 0 ? `parsed as ${JSON.stringify(expected)}` : 'ignored'}: ${name}: "${value}"`, async () => {
      assert.deepEqual((await parse('{}', headers)).response, {
        status: 400,
        bodyKind: 'json',
        ...expected,
      });
    });
  }
});

describe('isRecord', () => {
  const table: readonly (readonly [unknown, boolean])[] = [
    [{}, true],
    [{ a: 1 }, true],
    [[], false],
    [null, false],
    [undefined, false],
    ['a', false],
    [1, false],
  ];
  for (const [value, expected] of table) {
    it(`returns ${expected} for the value ${JSON.stringify(value)}`, () => {
      assert.equal(isRecord(value), expected);
    });
  }
});

describe('an arbitrary response', () => {
  const fields = fc.record(
    { error: fc.anything(), error_description: anyText, message: anyText, errorCode: anyText },
    { requiredKeys: [] },
  );
  const oauth = fc.record({ error: anyText, error_description: anyText });
  const json = fc.oneof(
    fc.json(),
    fields.map((value) => JSON.stringify(value) ?? ''),
  );
  const lists = fc.array(fields, { maxLength: 2 }).map((value) => JSON.stringify(value));
  const pages = fc.tuple(anyText, anyText).map(([a, b]) => `<html><title>${a}</title>${b}`);
  const body = fc.oneof(
    anyText,
    json,
    lists,
    pages,
    oauth.map((value) => JSON.stringify(value)),
  );
  const header = fc.oneof(anyText, anyUrl, fc.nat().map(String), fc.date().map(String));
  const headers = fc.dictionary(fc.constantFrom('date', 'retry-after', 'location'), header);

  it('is parsed without an error, and all of its strings are safe to print', async () => {
    const predicate = async (
      text: string,
      responseHeaders: Record<string, string>,
      status: number,
    ) => {
      const { response } = await parse(text, responseHeaders, status);
      for (const value of Object.values(response)) {
        if (typeof value === 'string') assertSanitized(value);
        else assert.ok(Number.isFinite(value));
      }
      assert.ok((response.retryAfter ?? 0) >= 0);
      assert.equal(response.status, status);
    };
    const status = fc.integer({ min: 100, max: 999 });
    await fc.assert(fc.asyncProperty(body, headers, status, predicate), { numRuns: 250 });
  });
});

describe('a secret in a response', () => {
  it('is masked and never quoted', async () => {
    const masks: string[] = [];
    const token = '00D000000000062!AQEAQJ.kd_83jx';
    const body = JSON.stringify({
      error: 'some_error',
      error_description: token,
      refresh_token: token,
    });
    const secrets = createSecretRegistry((value) => masks.push(value));
    const { response } = await parseResponse(
      { status: 400, headers: {}, body },
      { now: () => NOW, secrets },
    );
    assert.deepEqual(masks, [token]);
    assert.equal(response.description, '[…]');
  });

  it('is masked as a token only if it is a string of at least 16 characters', async () => {
    const masks: string[] = [];
    const body = JSON.stringify({
      access_token: 'Aa1'.repeat(5),
      refresh_token: `Aa1${'y'.repeat(13)}`,
      id_token: Array(16).fill('Aa1'),
      token_type: 'a long word for Bearer',
    });
    const secrets = createSecretRegistry((value) => masks.push(value));
    await parseResponse({ status: 200, headers: {}, body }, { now: () => NOW, secrets });
    assert.deepEqual(masks, [`Aa1${'y'.repeat(13)}`]);
  });

  it('is redacted if the response echoes it, even if markup splits it', async () => {
    const secrets = createSecretRegistry(() => undefined);
    secrets.register('eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIzTVZHOSJ9');
    const page = '<html>Sent: eyJhbGciO<b>iJSUzI1N</b>&#105;J9&period;eyJpc3MiOi, twice</html>';
    const { response } = await parseResponse(
      { status: 502, headers: { location: 'https://eyJhbGciOiJSUzI1NiJ9.acme.com/' }, body: page },
      { now: () => NOW, secrets },
    );
    assert.equal(response.excerpt, 'Sent: […], twice');
    assert.equal(response.location, '[…].acme.com');
  });

  it('is redacted if it is split by the dots of a host of Salesforce', async () => {
    const secrets = createSecretRegistry(() => undefined);
    secrets.register('AQEAQJ.kd_83jxZZ90PPmm21');
    const headers = { location: 'https://a.aqeaq.jkd83jx.zz90pp.mm21.my.salesforce.com/' };
    const { response } = await parseResponse(
      { status: 302, headers, body: '' },
      { now: () => NOW, secrets },
    );
    assert.equal(response.location, 'a.[…].my.salesforce.com');
  });
});

describe('a value that looks like a token', () => {
  for (const [value, expected] of [
    ['aB3aB3aB', true],
    ['aB3'.padEnd(16_000, 'x'), true],
    ['aB3'.padEnd(16_001, 'x'), false],
    ['aB3aB3a', false],
    ['abcdefgh', false],
    ['ABCDEFG8', false],
    ['abcdefg8', false],
    ['abcdefgH', false],
    ['12345678', false],
    ['aB3 aB3aB3aB3', false],
    ['aB3aB3aB é', false],
  ] as const)
    it(`${expected ? 'can be' : 'cannot be'} ${value.slice(0, 20)} with ${value.length} characters`, () =>
      assert.equal(looksLikeToken(value), expected));
});
