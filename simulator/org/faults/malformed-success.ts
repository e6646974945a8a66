import { html, json, plainText, type SimResponse } from '../http-message.ts';
import { ATTACKER_HOST } from '../tenants.ts';
import type { Fault, FaultContext } from './types.ts';

type TokenFields = Record<string, unknown>;

const MEBIBYTE = 1024 * 1024;

/**
 * Makes a fault's response: the normal response with changed fields; `undefined` removes a field.
 */
function withFields(change: TokenFields | ((fields: TokenFields) => TokenFields)) {
  return ({ originalResponse }: FaultContext): SimResponse => {
    const response = originalResponse();
    if (response.status !== 200) return response;
    const fields: TokenFields = JSON.parse(response.body.toString());
    const changed = typeof change === 'function' ? change(fields) : change;
    return { ...response, body: JSON.stringify({ ...fields, ...changed }) };
  };
}

/** Makes a fault's response: the normal response with a changed body. */
function withBody(change: (body: string) => string | Buffer, headers: SimResponse['headers'] = {}) {
  return ({ originalResponse }: FaultContext): SimResponse => {
    const response = originalResponse();
    const body = change(response.body.toString());
    return { ...response, headers: { ...response.headers, ...headers }, body };
  };
}

const instanceUrl = (url: unknown) => withFields({ instance_url: url });

type MalformedSuccessRow = readonly [
  name: string,
  summary: string,
  response: (context: FaultContext) => SimResponse,
];

const ROWS: readonly MalformedSuccessRow[] = [
  ['200-html', '200 with an HTML page.', () => html(200, 'Salesforce', 'Please log in.')],
  ['200-empty', '200 with an empty body.', () => json200('')],
  ['200-truncated', '200 with truncated JSON.', withBody((body) => body.slice(0, body.length / 2))],
  ['200-array', '200 with a JSON array.', withBody((body) => `[${body}]`)],
  ['200-string', '200 with a JSON string.', () => json200('"welcome"')],
  ['200-null', '200 with null.', () => json200('null')],
  ['200-deep', '200 with JSON nested ten thousand deep.', () => json200('['.repeat(10_000))],
  ['200-error', '200 with an OAuth error.', () => json(200, { error: 'invalid_grant' })],
  ['200-bom', 'The normal response after a byte order mark.', withBody((body) => `\uFEFF${body}`)],
  [
    '200-as-text',
    'The normal response as text/plain.',
    withBody((body) => body, { 'Content-Type': 'text/plain' }),
  ],
  [
    '200-prototype',
    'The normal response with a __proto__ key.',
    withBody((body) => body.replace('{', '{"__proto__":{"polluted":true},')),
  ],
  [
    'invalid-utf8',
    'The normal response with bytes that are not UTF-8.',
    withBody((body) =>
      Buffer.concat([Buffer.from(body.slice(0, -1)), Buffer.from(',"x":"\xff\xfe"}', 'latin1')]),
    ),
  ],
  [
    'huge-body',
    'The normal response followed by more than 1 MiB of spaces.',
    withBody((body) => body + ' '.repeat(MEBIBYTE + 1)),
  ],
  [
    'huge-page',
    '503 with a body of 2 MiB.',
    () => plainText(503, 'x'.repeat(2 * MEBIBYTE), 'huge'),
  ],
  ['no-access-token', 'No access_token.', withFields({ access_token: undefined })],
  ['token-empty', 'An empty access_token.', withFields({ access_token: '' })],
  ['token-number', 'An access_token that is a number.', withFields({ access_token: 42 })],
  ['token-object', 'An access_token that is an object.', withFields({ access_token: { a: 1 } })],
  [
    'token-line-break',
    'An access_token with a line break.',
    withFields(({ access_token: token }) => ({ access_token: `${String(token)}\n::warning::x` })),
  ],
  [
    'token-spaces',
    'An access_token with a space.',
    withFields(({ access_token: token }) => ({ access_token: `${String(token)} x` })),
  ],
  ['token-type-mac', 'A token_type that is not Bearer.', withFields({ token_type: 'mac' })],
  ['no-instance-url', 'No instance_url.', instanceUrl(undefined)],
  ['instance-url-number', 'An instance_url that is a number.', instanceUrl(7)],
  ['instance-url-malformed', 'An instance_url that is not a URL.', instanceUrl('not a url')],
  ['instance-url-http', 'An instance_url with http.', instanceUrl('http://acme.my.salesforce.com')],
  [
    'instance-url-untrusted',
    'An instance_url of another site.',
    instanceUrl(`https://${ATTACKER_HOST}`),
  ],
  [
    'instance-url-lookalike',
    'An instance_url whose host starts with a Salesforce host.',
    instanceUrl(`https://acme.my.salesforce.com.${ATTACKER_HOST}`),
  ],
  [
    'instance-url-user-info',
    'An instance_url with a Salesforce host as user name.',
    instanceUrl(`https://acme.my.salesforce.com@${ATTACKER_HOST}`),
  ],
  [
    'instance-url-suffix',
    'An instance_url whose host ends with salesforce.com, but not as a separate label.',
    instanceUrl('https://notsalesforce.com'),
  ],
  [
    'instance-url-line-break',
    'An instance_url with a line break.',
    instanceUrl('https://acme.my.salesforce.com\n::warning::x'),
  ],
  [
    'instance-url-slash',
    'An instance_url with a trailing slash, which is harmless.',
    withFields(({ instance_url: url }) => ({ instance_url: `${String(url)}/` })),
  ],
  ['no-id', 'No id.', withFields({ id: undefined })],
  ['malformed-id', 'An id that is not the URL of a user.', withFields({ id: 'urn:other' })],
  ['id-number', 'An id that is a number.', withFields({ id: 5 })],
  [
    'wrong-org',
    'An id of another org.',
    withFields({ id: 'https://login.salesforce.com/id/00D000000000000EAA/005000000000000AAA' }),
  ],
  ['no-scope', 'No scope.', withFields({ scope: undefined })],
];

function json200(body: string): SimResponse {
  return { status: 200, headers: { 'Content-Type': 'application/json;charset=UTF-8' }, body };
}

export const MALFORMED_SUCCESS_FAULTS: readonly Fault[] = ROWS.map(([name, summary, response]) => ({
  name,
  summary,
  layer: 'response',
  response,
}));
