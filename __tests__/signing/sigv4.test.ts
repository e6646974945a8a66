import assert from 'node:assert/strict';
import { it } from 'node:test';
import { AwsV4Signer } from 'aws4fetch';
import fc from 'fast-check';
import { signAwsRequest } from '../../src/signing/sigv4.ts';
import { THOROUGH } from '../helpers/thorough.ts';

const RUNS = THOROUGH ? 3000 : 300;

const letters = (min: number, max: number) =>
  fc.stringMatching(new RegExp(`^[A-Za-z0-9/+=]{${min},${max}}$`));

const REQUEST = fc.record({
  region: fc.constantFrom('eu-central-1', 'us-gov-west-1', 'cn-north-1', 'eusc-de-east-1', 'x'),
  host: fc.constantFrom(
    'kms.eu-central-1.amazonaws.com',
    'kms-fips.us-gov-west-1.amazonaws.com',
    'vpce-1.kms.eu-central-1.vpce.amazonaws.com',
    'proxy.example:8443',
  ),
  target: fc.stringMatching(/^[A-Za-z.]{1,40}$/),
  contentType: fc.constantFrom('application/x-amz-json-1.1', 'text/plain;  charset=utf-8'),
  body: fc.string({ unit: 'binary', maxLength: 600 }),
  accessKeyId: fc.stringMatching(/^A[A-Z0-9]{15,19}$/),
  secretAccessKey: letters(16, 60),
  sessionToken: fc.option(letters(16, 900), { nil: undefined }),
  time: fc.integer({ min: 946_684_800_000, max: 4_102_444_799_000 }),
});

it(`signAwsRequest signs ${RUNS} requests exactly as aws4fetch does`, async () => {
  await fc.assert(
    fc.asyncProperty(REQUEST, async (request) => {
      const { region, host, target, contentType, body, accessKeyId, secretAccessKey, time } =
        request;
      const { sessionToken } = request;
      const origin = `https://${host}`;
      const headers = { 'content-type': contentType, 'x-amz-target': target };
      const ours = signAwsRequest(
        { origin, region, service: 'kms', headers, body, time },
        { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
      );
      const theirs = await new AwsV4Signer({
        url: `${origin}/`,
        method: 'POST',
        headers,
        body,
        accessKeyId,
        secretAccessKey,
        ...(sessionToken ? { sessionToken } : {}),
        service: 'kms',
        region,
        datetime: new Date(time).toISOString().replace(/[:-]|\.\d{3}/g, ''),
        allHeaders: true,
      }).sign();
      const sent = Object.fromEntries(theirs.headers);
      delete sent['host'];
      assert.deepEqual(ours, sent);
    }),
    { numRuns: RUNS },
  );
});
