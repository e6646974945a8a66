/**
 * Checks the messages of errors that the action itself throws, using the details with which they
 * are thrown. Errors that other tests construct may have other details, so those tests cannot
 * detect a missing value.
 */
import assert from 'node:assert/strict';
import { constants, generateKeyPairSync, sign } from 'node:crypto';
import { describe, it } from 'node:test';
import { CATALOG } from '../../src/diagnosis/catalog/complete.ts';
import { anchorOf } from '../../src/diagnosis/help-url.ts';
import { report } from '../../src/diagnosis/report.ts';
import type { HttpResponse } from '../../src/http/client.ts';
import { TransportError } from '../../src/http/errors.ts';
import { appendValues } from '../../src/runner/command-files.ts';
import { run } from '../../src/sign-in.ts';
import { requireMatchingCertificate } from '../../src/signing/verify-signature.ts';
import { certificateOf, pkcs8, rsaPair } from '../helpers/crypto.ts';
import { catchError } from '../helpers/errors.ts';
import { fakeRuntime, httpResponse } from '../helpers/fake-runtime.ts';
import { makeFolder } from '../helpers/folders.ts';
import { ORG, USER, VALID_RESPONSE } from '../helpers/token-response.ts';
import { inputError, REPORT_CONTEXT, runWith } from './builders.ts';
import { errorsFor } from './errors-from-catalog.ts';

const pair = rsaPair();
const INPUTS = {
  'consumer-key': '3MVG9abc_D.ef',
  'private-key': pkcs8(pair.privateKey),
  username: 'ci@acme.com',
  'login-url': 'https://acme.my.salesforce.com',
};
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const ed25519 = generateKeyPairSync('ed25519').privateKey;
const publicKey = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const oauthResponse = (description: string) =>
  httpResponse(400, { error: 'invalid_grant', error_description: description });
const tokenResponse = (changes: object = {}) =>
  httpResponse(200, { ...VALID_RESPONSE, ...changes });
const USER_INFO = { preferred_username: 'ci@acme.com', user_id: USER, organization_id: ORG };

type RuntimeOptions = Parameters<typeof fakeRuntime>[0];

/** Runs that fail because of an input, a missing command file, a response or the deadline. */
const FAILING_RUNS: readonly RuntimeOptions[] = [
  ...[
    { username: '' },
    { username: '', 'consumer-key': '' },
    { username: '***' },
    { username: '$SF_USERNAME' },
    { username: 'nobody' },
    { 'consumer-key': 'short' },
    { 'consumer-key': INPUTS['private-key'] },
    { 'private-key': 'x'.repeat(50_000) },
    { verify: 'yes' },
    { 'max-attempts': 'four' },
    { 'max-attempts': '11' },
    { 'job-summary': 'sometimes' },
    { 'expected-org-id': '005000000000001' },
    { 'expected-org-id': '00D000000000001AAB' },
    { 'login-url': 'not a host' },
    { 'login-url': 'http://acme.my.salesforce.com' },
    { 'login-url': 'https://ci@acme.my.salesforce.com' },
    { 'login-url': 'https://acme.my.salesforce.com?a=b' },
    { 'login-url': 'https://acme.my.salesforce.com/setup' },
    { 'login-url': 'https://acme.lightning.force.com' },
    { 'login-url': 'https://crm.acme.com' },
    { 'login-url': 'https://na15.salesforce.com' },
    { 'login-url': 'https://acme.my.saleforce.com' },
    { 'private-key': 'U2FsdGVkX18xMjM0NTY3OA==' },
    { audience: 'login.salesforce.com' },
    { audience: 'https://acme.my.site.com' },
    { 'login-url': 'https://acme.my.site.com/a', audience: 'https://acme.my.site.com/b' },
    { 'login-url': 'https://c.na15.visual.force.com/apex' },
    { 'login-url': 'https://@na15.salesforce.com' },
    { 'login-url': 'https://acme.my.site.com/resource' },
    { 'login-url': 'https://gateway.example', audience: 'https://login.salesforce.com' },
    { 'private-key': certificateOf(pair) },
    { 'private-key': publicKey },
    { 'private-key': pkcs8(ec) },
    { 'private-key': pkcs8(ed25519) },
    { 'private-key': pkcs8(rsaPair(1024).privateKey) },
    { 'private-key': 'server.key' },
    { 'private-key': 'a sentence' },
    { certificate: 'a sentence' },
    { certificate: certificateOf(rsaPair()) },
  ].map((changes) => ({ inputs: { ...INPUTS, ...changes } })),
  { env: { GITHUB_OUTPUT: '' } },
  { timedOut: true, responses: [tokenResponse()] },
  { responses: [oauthResponse('audience is invalid')] },
  { responses: [oauthResponse("user hasn't approved this consumer")] },
  { responses: [oauthResponse('inactive user')] },
  { responses: [httpResponse(407, '')] },
  { responses: [tokenResponse({ instance_url: 'https://evil.example' })] },
  { responses: [tokenResponse({ instance_url: 'http://acme.my.salesforce.com' })] },
  { inputs: { ...INPUTS, 'expected-org-id': '00D000000000001EAA' }, responses: [tokenResponse()] },
  {
    inputs: { ...INPUTS, 'expected-org-id': ORG },
    responses: [tokenResponse({ id: undefined })],
  },
  {
    inputs: { ...INPUTS, 'login-url': 'https://acme.my.site.com', 'expected-org-id': ORG },
    responses: [tokenResponse({ instance_url: 'https://acme.my.site.com' })],
  },
  {
    inputs: { ...INPUTS, verify: 'true' },
    responses: [
      tokenResponse(),
      httpResponse(200, { ...USER_INFO, preferred_username: 'b@acme.com' }),
    ],
  },
  {
    inputs: { ...INPUTS, verify: 'true' },
    responses: [tokenResponse(), httpResponse(200, { ...USER_INFO, user_id: 'malformed' })],
  },
  {
    inputs: { ...INPUTS, verify: 'true' },
    responses: [
      tokenResponse(),
      httpResponse(200, { ...USER_INFO, organization_id: '00D000000000063EAA' }),
    ],
  },
];

const AWS = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'not-the-secret-of-anybody',
  AWS_REGION: 'eu-central-1',
};
const VAULT = { VAULT_ADDR: 'https://vault.acme.com', VAULT_TOKEN: 'token-of-the-vault' };
const AZURE = { AZURE_CLIENT_ID: 'client', AZURE_TENANT_ID: 'tenant' };
const ecSignature = sign('sha256', Buffer.from('x'), ec).toString('base64');
const awsRefusal = (type: string, status = 400) => httpResponse(status, { __type: type });
const GOOGLE_ADDRESS =
  'gcpkms://projects/p/locations/l/keyRings/r/cryptoKeys/k/cryptoKeyVersions/1';

type ServiceRun = readonly [
  address: string,
  env: Readonly<Record<string, string>>,
  response?: HttpResponse | Error,
];

/**
 * Runs that fail because of `signing-key`, a variable for its service, or a request to the service.
 */
const SERVICE_RUNS: readonly ServiceRun[] = [
  ['nowhere', {}],
  ['awskms:///alias/x', {}],
  ['awskms:///alias/x', { ...AWS, AWS_REGION: '' }],
  ['awskms:///alias/x', { ...AWS, AWS_ENDPOINT_URL: 'https://x.y', AWS_USE_FIPS_ENDPOINT: 'true' }],
  ['awskms:///alias/x', AWS, awsRefusal('InvalidSignatureException')],
  ['awskms:///alias/x', AWS, awsRefusal('ThrottlingException')],
  ['awskms:///alias/x', AWS, awsRefusal('NobodyKnowsException')],
  [
    'awskms:///alias/x',
    AWS,
    new TransportError({ code: 'ENOTFOUND', request: 'key-service', host: 'kms.x.amazonaws.com' }),
  ],
  [
    'awskms:///alias/x',
    AWS,
    new TransportError({ code: 'EPROTO', request: 'key-service', host: 'kms.x.amazonaws.com' }),
  ],
  [
    'awskms:///alias/x',
    AWS,
    new TransportError({
      code: 'CERT_HAS_EXPIRED',
      request: 'key-service',
      host: 'kms.x.amazonaws.com',
    }),
  ],
  ['hashivault://x', { VAULT_ADDR: VAULT.VAULT_ADDR }],
  ['hashivault://x', { ...VAULT, VAULT_ADDR: 'http://vault.acme.com' }],
  ['hashivault://x', VAULT, httpResponse(400, { errors: ['signing key not found'] })],
  ['hashivault://x', VAULT, httpResponse(200, { data: { signature: `vault:v1:${ecSignature}` } })],
  [GOOGLE_ADDRESS, {}],
  [GOOGLE_ADDRESS, { GOOGLE_APPLICATION_CREDENTIALS: '/nonexistent/credentials.json' }],
  ['azurekms://acme.vault.azure.net/x', {}],
  ['azurekms://acme.vault.azure.net/x', AZURE],
  [
    'azurekms://acme.vault.azure.net/x',
    {
      ...AZURE,
      ACTIONS_ID_TOKEN_REQUEST_URL: 'https://runner.example/token?a=b',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'token-of-the-runner',
    },
    httpResponse(401, { error: 'invalid_client' }),
  ],
];

const messageOfServiceRun = ([address, env, response]: ServiceRun) =>
  messageOfRun({
    inputs: {
      ...INPUTS,
      'private-key': '',
      'signing-key': address,
      certificate: certificateOf(pair),
      'max-attempts': '1',
    },
    env,
    ...(response ? { responses: [response] } : {}),
  });

async function messageOfRun(options: RuntimeOptions): Promise<string> {
  const runtime = fakeRuntime({ inputs: INPUTS, ...options });
  assert.equal(await run(runtime), 1);
  const [[title, message] = []] = runtime.callsTo('error');
  return `${title}\n${message}`;
}

async function messageOfError(error: unknown): Promise<string> {
  const { title, message } = report(error, runWith(), REPORT_CONTEXT, CATALOG);
  return `${title}\n${message}`;
}

const PLACEHOLDER = /<[\w-]+>/;
const writeToFolder = () =>
  appendValues('GITHUB_OUTPUT', { a: 'b' }, { GITHUB_OUTPUT: makeFolder('output') });
const verifyPssSignature = () => {
  const input = Buffer.from('x');
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  const bytes = sign('sha256', input, { key: pair.privateKey, padding });
  const certificate = { publicKey: pair.publicKey, notAfter: new Date() };
  const key = { service: 'Google Cloud KMS', sign: async () => ({ bytes }) };
  requireMatchingCertificate(input, { bytes }, [certificate], key);
};
const messages = await Promise.all([
  ...FAILING_RUNS.map(messageOfRun),
  ...SERVICE_RUNS.map(messageOfServiceRun),
  messageOfError(await catchError(writeToFolder)),
  messageOfError(await catchError(verifyPssSignature)),
  messageOfError(inputError('key-is-rsa-pss', 'private-key', { algorithm: 'RSA-PSS' })),
]);

describe('the message of a thrown error', () => {
  for (const message of messages) {
    it(`has a value for each placeholder: ${message.split('\n')[0]}`, () =>
      assert.doesNotMatch(message, PLACEHOLDER));
  }

  it('is tested for every catalog entry whose message uses error details', () => {
    const checked = messages.map((message) => message.split('#').at(-1));
    const needDetails = CATALOG.filter((entry) =>
      errorsFor(entry).some(([, error]) =>
        PLACEHOLDER.test(report(error, runWith(), REPORT_CONTEXT, CATALOG).message),
      ),
    );
    assert.ok(needDetails.length > 0);
    const unchecked = needDetails.filter(({ title }) => !checked.includes(anchorOf(title)));
    assert.deepEqual(
      unchecked.map(({ id }) => id),
      [],
    );
  });
});

it('the report of a failed check by `verify` does not suggest setting `verify`', async () => {
  const message = await messageOfRun({
    inputs: { ...INPUTS, verify: 'true' },
    responses: [tokenResponse(), httpResponse(200, { ...USER_INFO, user_id: 'malformed' })],
  });
  assert.match(message, /the check that `verify` makes/);
  assert.doesNotMatch(message, /verify: true/);
});
