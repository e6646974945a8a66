import { html, json, oauthError, plainText, restError, type SimResponse } from '../http-message.ts';
import { ATTACKER_HOST } from '../tenants.ts';
import type { Fault, FaultContext } from './types.ts';

type StatusRow = readonly [
  name: string,
  summary: string,
  response: (context: FaultContext) => SimResponse,
];

const MAINTENANCE = html(
  503,
  'We are down for maintenance.',
  'Sorry for the inconvenience. We will be back shortly.',
);

const withHeaders = (response: SimResponse, headers: SimResponse['headers']): SimResponse => ({
  ...response,
  headers: { ...response.headers, ...headers },
});

const seconds = (ms: number): string => String(Math.ceil(ms / 1000));

function redirect(status: number): (context: FaultContext) => SimResponse {
  return ({ request, org }) => {
    const attackerUrl =
      request.transport === 'http' ? `${org.httpUrl}/attacker` : `https://${ATTACKER_HOST}`;
    const Location = `${attackerUrl}/services/oauth2/token`;
    return { status, headers: { Location }, body: '', outcome: `redirect to ${Location}` };
  };
}

function selfRedirect({ request, org }: FaultContext): SimResponse {
  const origin = request.transport === 'http' ? org.httpUrl : `https://${request.host}`;
  const count = Number(request.query.get('count') ?? 0) + 1;
  const Location = `${origin}${request.path}?count=${count}`;
  return { status: 307, headers: { Location }, body: '', outcome: `redirect ${count}` };
}

const ROWS: readonly StatusRow[] = [
  ['204', '204 without a body.', () => ({ status: 204, headers: {}, body: '' })],
  ['301', '301 to a malicious host.', redirect(301)],
  ['302', '302 to a malicious host.', redirect(302)],
  ['303', '303 to a malicious host.', redirect(303)],
  ['307', '307 to a malicious host, which would resend the assertion.', redirect(307)],
  ['308', '308 to a malicious host, which would resend the assertion.', redirect(308)],
  ['endless-redirect', '307 to the same URL, endlessly.', selfRedirect],
  ['400-html', '400 with an HTML page instead of JSON.', () => html(400, 'Bad Request', 'No.')],
  ['400-empty', '400 with an empty body.', () => plainText(400, '')],
  [
    '401',
    '401 with the error list of the REST API.',
    () => restError(401, 'INVALID_SESSION_ID', 'Session expired or invalid'),
  ],
  ['401-oauth', '401 invalid_client.', () => oauthError('invalid_client', 'invalid client', 401)],
  [
    '403',
    '403 with an HTML page, as a firewall sends it.',
    () => html(403, 'Forbidden', 'Policy 17.'),
  ],
  [
    '404',
    '404 with the HTML page "Data Not Available".',
    () => html(404, 'Data Not Available', 'The data you were trying to access could not be found.'),
  ],
  ['405', '405 with an HTML page.', () => html(405, 'Method Not Allowed', 'No POST here.')],
  ['408', '408 Request Timeout.', () => plainText(408, 'Request Timeout')],
  ['413', '413 Payload Too Large.', () => html(413, 'Payload Too Large', 'Too much.')],
  ['418', '418, an unexpected status.', () => plainText(418, 'short and stout')],
  ['420', '420, which Salesforce sends when a limit is reached.', () => plainText(420, 'Limit')],
  [
    '429-seconds',
    '429 with Retry-After in seconds (--ms, rounded up).',
    ({ ms }) => withHeaders(plainText(429, 'Slow down'), { 'Retry-After': seconds(ms) }),
  ],
  [
    '429-date',
    '429 with Retry-After as a date (the current time plus --ms).',
    ({ ms, org }) =>
      withHeaders(plainText(429, 'Slow down'), {
        'Retry-After': new Date(org.now() + ms).toUTCString(),
      }),
  ],
  [
    '429-tomorrow',
    '429 with a Retry-After of one day.',
    () => withHeaders(plainText(429, 'Slow down'), { 'Retry-After': '86400' }),
  ],
  [
    '429-malformed',
    '429 with an invalid Retry-After.',
    () => withHeaders(plainText(429, 'Slow down'), { 'Retry-After': '-1e9, soon' }),
  ],
  ['500', '500 with JSON.', () => json(500, { error: 'server_error', error_description: 'oops' })],
  ['500-html', '500 with an HTML page.', () => html(500, 'Server Error', 'An error occurred.')],
  ['500-empty', '500 with an empty body.', () => plainText(500, '')],
  ['501', '501 Not Implemented.', () => plainText(501, 'Not Implemented')],
  ['502', '502 with the HTML page of a gateway.', () => html(502, 'Bad Gateway', 'cloudproxy')],
  ['503', '503 with the maintenance page.', () => MAINTENANCE],
  [
    '503-retry-after',
    '503 with Retry-After in seconds (--ms, rounded up).',
    ({ ms }) => withHeaders(MAINTENANCE, { 'Retry-After': seconds(ms) }),
  ],
  ['504', '504 with the HTML page of a gateway.', () => html(504, 'Gateway Timeout', 'cloudproxy')],
  ['505', '505 HTTP Version Not Supported.', () => plainText(505, 'HTTP Version Not Supported')],
  ['599', '599, an undefined status.', () => plainText(599, 'Network Connect Timeout')],
];

export const STATUS_FAULTS: readonly Fault[] = [
  ...ROWS.map(
    ([name, summary, response]): Fault => ({ name, summary, layer: 'response', response }),
  ),
  {
    name: '503-once',
    summary: '503 once, or as many times as --times specifies, then the request succeeds.',
    layer: 'response',
    times: 1,
    response: () => MAINTENANCE,
  },
  {
    name: 'skewed-clock',
    summary: "The org's clock is ten minutes ahead, so that assertions look expired.",
    layer: 'response',
    ms: 600_000,
    clock: true,
  },
];
