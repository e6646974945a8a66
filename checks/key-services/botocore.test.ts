/**
 * Compares the signatures and hosts of the action's AWS requests with those of botocore, the
 * library that the AWS CLI uses.
 */
import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createSecretRegistry } from '../../src/redaction/secrets.ts';
import { openAwsKey } from '../../src/signing/aws-kms.ts';
import { signAwsRequest } from '../../src/signing/sigv4.ts';
import { PYTHON } from './programs.ts';

const REQUESTS = 2000;
const ORACLE = fileURLToPath(new URL('botocore_oracle.py', import.meta.url));

let oracle: ChildProcessWithoutNullStreams;
let answers: AsyncIterator<string>;
before(() => {
  oracle = spawn(PYTHON, [ORACLE], { env: { PATH: process.env['PATH'], HOME: '/nonexistent' } });
  oracle.stderr.pipe(process.stderr);
  answers = createInterface({ input: oracle.stdout })[Symbol.asyncIterator]();
});
after(() => oracle.stdin.end());

async function ask(question: unknown): Promise<never> {
  oracle.stdin.write(`${JSON.stringify(question)}\n`);
  return JSON.parse((await answers.next()).value ?? 'null') as never;
}

function randomRequest() {
  const regions = ['eu-central-1', 'us-gov-west-1', 'cn-north-1', 'eusc-de-east-1'] as const;
  const region = regions[randomInt(regions.length)] ?? 'eu-central-1';
  return {
    origin: `https://kms.${region}.amazonaws.com${randomInt(2) ? '' : ':8443'}`,
    region,
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'TrentService.Sign',
    },
    body: JSON.stringify({ Message: randomBytes(randomInt(600)).toString('base64'), ü: '€' }),
    // botocore's clock has a resolution of one second.
    time: 1000 * randomInt(946_684_800, 4_102_444_799),
    accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    ...(randomInt(2) ? { sessionToken: randomBytes(randomInt(12, 600)).toString('base64') } : {}),
  };
}

describe('botocore', () => {
  it(`signs ${REQUESTS} requests exactly as the action does`, async () => {
    for (let count = 0; count < REQUESTS; count++) {
      const request = randomRequest();
      const ours = signAwsRequest({ ...request, service: 'kms' }, request);
      assert.deepEqual(ours, await ask(request));
    }
  });

  it('uses the same host as the action in every region of every partition, with and without FIPS', async () => {
    const endpoints: Record<string, Record<'plain' | 'fips', string>> = await ask('endpoints');
    assert.ok(Object.keys(endpoints).length > 30);
    for (const [region, hosts] of Object.entries(endpoints))
      for (const [kind, url] of Object.entries(hosts))
        assert.equal(await hostAskedIn(region, kind === 'fips'), `${url}/`);
  });
});

async function hostAskedIn(region: string, fips: boolean): Promise<string> {
  let asked = '';
  const key = openAwsKey(
    { service: 'aws-kms', keyId: 'alias/x', isAlias: true },
    {
      env: {
        AWS_ACCESS_KEY_ID: 'x',
        AWS_SECRET_ACCESS_KEY: 'not-a-secret',
        AWS_REGION: region,
        AWS_USE_FIPS_ENDPOINT: String(fips),
      },
      secrets: createSecretRegistry(() => undefined),
      now: Date.now,
      http: async ({ url }) => {
        asked = url;
        return { status: 403, headers: {}, body: '' };
      },
    },
  );
  await key.sign(Buffer.from('x'), Date.now() + 60_000).catch(() => undefined);
  return asked;
}
