import { html, json, plain, type Reply } from '../reply.ts';
import { FOREIGN_HOST } from '../tenants.ts';
import type { Fault, FaultContext } from './types.ts';

/** Answers with status 200 that are not what they claim to be. */
type Fields = Record<string, unknown>;

const MEBIBYTE = 1024 * 1024;

/** The true answer with some of its fields altered; `undefined` takes a field away. */
function altered(change: Fields | ((fields: Fields) => Fields)) {
  return ({ trueAnswer }: FaultContext): Reply => {
    const answer = trueAnswer();
    if (answer.status !== 200) return answer;
    const fields: Fields = JSON.parse(answer.body.toString());
    const changed = typeof change === 'function' ? change(fields) : change;
    return { ...answer, body: JSON.stringify({ ...fields, ...changed }) };
  };
}

/** The true answer with its body rewritten as text. */
function rewritten(change: (body: string) => string | Buffer, headers: Reply['headers'] = {}) {
  return ({ trueAnswer }: FaultContext): Reply => {
    const answer = trueAnswer();
    const body = change(answer.body.toString());
    return { ...answer, headers: { ...answer.headers, ...headers }, body };
  };
}

const instanceUrl = (url: unknown) => altered({ instance_url: url });

type PromiseRow = readonly [
  name: string,
  summary: string,
  answer: (context: FaultContext) => Reply,
];

const ROWS: readonly PromiseRow[] = [
  ['200-html', '200 with a page.', () => html(200, 'Salesforce', 'Please log in.')],
  ['200-empty', '200 with nothing in it.', () => json200('')],
  ['200-truncated', '200 with half the JSON.', rewritten((body) => body.slice(0, body.length / 2))],
  ['200-array', '200 with a JSON array.', rewritten((body) => `[${body}]`)],
  ['200-string', '200 with a JSON string.', () => json200('"welcome"')],
  ['200-null', '200 with null.', () => json200('null')],
  ['200-deep', '200 with JSON nested ten thousand deep.', () => json200('['.repeat(10_000))],
  ['200-error', '200 with an error in it.', () => json(200, { error: 'invalid_grant' })],
  ['200-bom', 'The true answer behind a byte order mark.', rewritten((body) => `\uFEFF${body}`)],
  [
    '200-as-text',
    'The true answer, called text/plain.',
    rewritten((body) => body, { 'Content-Type': 'text/plain' }),
  ],
  [
    '200-prototype',
    'The true answer with a __proto__ key in it.',
    rewritten((body) => body.replace('{', '{"__proto__":{"polluted":true},')),
  ],
  [
    'invalid-utf8',
    'The true answer with bytes in it that are not UTF-8.',
    rewritten((body) =>
      Buffer.concat([Buffer.from(body.slice(0, -1)), Buffer.from(',"x":"\xff\xfe"}', 'latin1')]),
    ),
  ],
  [
    'huge-body',
    'The true answer followed by more than one MiB of spaces.',
    rewritten((body) => body + ' '.repeat(MEBIBYTE + 1)),
  ],
  ['huge-page', '503 with a page of two MiB.', () => plain(503, 'x'.repeat(2 * MEBIBYTE), 'huge')],
  ['no-access-token', 'No access_token.', altered({ access_token: undefined })],
  ['token-empty', 'An empty access_token.', altered({ access_token: '' })],
  ['token-number', 'An access_token that is a number.', altered({ access_token: 42 })],
  ['token-object', 'An access_token that is an object.', altered({ access_token: { a: 1 } })],
  [
    'token-line-break',
    'An access_token with a line break in it.',
    altered(({ access_token: token }) => ({ access_token: `${String(token)}\n::warning::x` })),
  ],
  [
    'token-spaces',
    'An access_token with a space in it.',
    altered(({ access_token: token }) => ({ access_token: `${String(token)} x` })),
  ],
  ['token-type-mac', 'A token_type that is not Bearer.', altered({ token_type: 'mac' })],
  ['no-instance-url', 'No instance_url.', instanceUrl(undefined)],
  ['instance-url-number', 'An instance_url that is a number.', instanceUrl(7)],
  ['instance-url-odd', 'An instance_url that is no URL.', instanceUrl('not a url')],
  ['instance-url-http', 'An http instance_url.', instanceUrl('http://acme.my.salesforce.com')],
  ['instance-url-foreign', 'A foreign instance_url.', instanceUrl(`https://${FOREIGN_HOST}`)],
  [
    'instance-url-lookalike',
    'An instance_url that only begins like Salesforce.',
    instanceUrl(`https://acme.my.salesforce.com.${FOREIGN_HOST}`),
  ],
  [
    'instance-url-user-info',
    'An instance_url with Salesforce as user name and a stranger as host.',
    instanceUrl(`https://acme.my.salesforce.com@${FOREIGN_HOST}`),
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
    altered(({ instance_url: url }) => ({ instance_url: `${String(url)}/` })),
  ],
  ['no-id', 'No id.', altered({ id: undefined })],
  ['odd-id', 'An id that is no URL of a user.', altered({ id: 'urn:nobody' })],
  ['id-number', 'An id that is a number.', altered({ id: 5 })],
  [
    'wrong-org',
    'An id that belongs to another org.',
    altered({ id: 'https://login.salesforce.com/id/00D000000000000EAA/005000000000000AAA' }),
  ],
  ['no-scope', 'No scope.', altered({ scope: undefined })],
];

function json200(body: string): Reply {
  return { status: 200, headers: { 'Content-Type': 'application/json;charset=UTF-8' }, body };
}

export const PROMISES: readonly Fault[] = ROWS.map(([name, summary, answer]) => ({
  name,
  summary,
  where: 'answer',
  answer,
}));
