import { html, json, plainText, type SimResponse } from '../http-message.ts';
import { ATTACKER_HOST } from '../tenants.ts';
import type { Fault, FaultContext } from './types.ts';

/** Answers with status 200 that are not what they claim to be. */
type TokenFields = Record<string, unknown>;

const MEBIBYTE = 1024 * 1024;

/** The true answer with some of its fields altered; `undefined` takes a field away. */
function withFields(change: TokenFields | ((fields: TokenFields) => TokenFields)) {
  return ({ originalResponse }: FaultContext): SimResponse => {
    const response = originalResponse();
    if (response.status !== 200) return response;
    const fields: TokenFields = JSON.parse(response.body.toString());
    const changed = typeof change === 'function' ? change(fields) : change;
    return { ...response, body: JSON.stringify({ ...fields, ...changed }) };
  };
}

/** The true answer with its body rewritten as text. */
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
  ['200-html', '200 with a page.', () => html(200, 'Salesforce', 'Please log in.')],
  ['200-empty', '200 with nothing in it.', () => json200('')],
  ['200-truncated', '200 with half the JSON.', withBody((body) => body.slice(0, body.length / 2))],
  ['200-array', '200 with a JSON array.', withBody((body) => `[${body}]`)],
  ['200-string', '200 with a JSON string.', () => json200('"welcome"')],
  ['200-null', '200 with null.', () => json200('null')],
  ['200-deep', '200 with JSON nested ten thousand deep.', () => json200('['.repeat(10_000))],
  ['200-error', '200 with an error in it.', () => json(200, { error: 'invalid_grant' })],
  ['200-bom', 'The true answer behind a byte order mark.', withBody((body) => `\uFEFF${body}`)],
  [
    '200-as-text',
    'The true answer, called text/plain.',
    withBody((body) => body, { 'Content-Type': 'text/plain' }),
  ],
  [
    '200-prototype',
    'The true answer with a __proto__ key in it.',
    withBody((body) => body.replace('{', '{"__proto__":{"polluted":true},')),
  ],
  [
    'invalid-utf8',
    'The true answer with bytes in it that are not UTF-8.',
    withBody((body) =>
      Buffer.concat([Buffer.from(body.slice(0, -1)), Buffer.from(',"x":"\xff\xfe"}', 'latin1')]),
    ),
  ],
  [
    'huge-body',
    'The true answer followed by more than one MiB of spaces.',
    withBody((body) => body + ' '.repeat(MEBIBYTE + 1)),
  ],
  [
    'huge-page',
    '503 with a page of two MiB.',
    () => plainText(503, 'x'.repeat(2 * MEBIBYTE), 'huge'),
  ],
  ['no-access-token', 'No access_token.', withFields({ access_token: undefined })],
  ['token-empty', 'An empty access_token.', withFields({ access_token: '' })],
  ['token-number', 'An access_token that is a number.', withFields({ access_token: 42 })],
  ['token-object', 'An access_token that is an object.', withFields({ access_token: { a: 1 } })],
  [
    'token-line-break',
    'An access_token with a line break in it.',
    withFields(({ access_token: token }) => ({ access_token: `${String(token)}\n::warning::x` })),
  ],
  [
    'token-spaces',
    'An access_token with a space in it.',
    withFields(({ access_token: token }) => ({ access_token: `${String(token)} x` })),
  ],
  ['token-type-mac', 'A token_type that is not Bearer.', withFields({ token_type: 'mac' })],
  ['no-instance-url', 'No instance_url.', instanceUrl(undefined)],
  ['instance-url-number', 'An instance_url that is a number.', instanceUrl(7)],
  ['instance-url-malformed', 'An instance_url that is no URL.', instanceUrl('not a url')],
  ['instance-url-http', 'An http instance_url.', instanceUrl('http://acme.my.salesforce.com')],
  ['instance-url-untrusted', 'A foreign instance_url.', instanceUrl(`https://${ATTACKER_HOST}`)],
  [
    'instance-url-lookalike',
    'An instance_url that only begins like Salesforce.',
    instanceUrl(`https://acme.my.salesforce.com.${ATTACKER_HOST}`),
  ],
  [
    'instance-url-user-info',
    'An instance_url with Salesforce as user name and a stranger as host.',
    instanceUrl(`https://acme.my.salesforce.com@${ATTACKER_HOST}`),
  ],
  [
    'instance-url-suffix',
    'An instance_url whose host ends like Salesforce without the dot.',
    instanceUrl('https://notsalesforce.com'),
  ],
  [
    'instance-url-line-break',
    'An instance_url with a line break in it.',
    instanceUrl('https://acme.my.salesforce.com\n::warning::x'),
  ],
  [
    'instance-url-slash',
    'An instance_url with a slash at its end, which is harmless.',
    withFields(({ instance_url: url }) => ({ instance_url: `${String(url)}/` })),
  ],
  ['no-id', 'No id.', withFields({ id: undefined })],
  ['malformed-id', 'An id that is no URL of a user.', withFields({ id: 'urn:nobody' })],
  ['id-number', 'An id that is a number.', withFields({ id: 5 })],
  [
    'wrong-org',
    'An id that belongs to another org.',
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
