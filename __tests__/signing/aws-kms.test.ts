import assert from 'node:assert/strict';
import { verify } from 'node:crypto';
import { describe, it } from 'node:test';
import type { KeyServicesState } from '../../simulator/key-services/state.ts';
import { makeVersion } from '../../simulator/key-services/state.ts';
import { parseKeyAddress } from '../../src/signing/address.ts';
import { openAwsKey } from '../../src/signing/aws-kms.ts';
import { KeyServiceError, SigningError } from '../../src/signing/errors.ts';
import { catchError } from '../helpers/errors.ts';
import {
  certificate,
  deadline,
  INPUT,
  keyServices,
  serviceContext,
} from '../helpers/key-services.ts';

const services = await keyServices();
const { publicKey } = certificate(services.certificatePem);

function open(
  changes: Readonly<Record<string, string | undefined>> = {},
  address = services.address('aws'),
  now?: () => number,
) {
  const context = serviceContext(services, 'aws', changes, now);
  const parsed = parseKeyAddress(address);
  assert.ok(parsed.service === 'aws-kms');
  return { context, key: openAwsKey(parsed, context) };
}

describe('signing with AWS KMS', () => {
  it('requests RSASSA-PKCS1-v1_5 with SHA-256, and masks the credentials', async () => {
    const { context, key } = open();
    const { bytes } = await key.sign(INPUT, deadline());
    assert.ok(verify('sha256', INPUT, publicKey, bytes));
    const [request] = context.requests;
    assert.deepEqual(JSON.parse(request?.body ?? ''), {
      KeyId: services.state.ids.awsArn,
      Message: INPUT.toString('base64'),
      MessageType: 'RAW',
      SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256',
    });
    const { awsSecretAccessKey, awsSessionToken } = services.state.credentials;
    assert.deepEqual(context.masks, [awsSecretAccessKey, awsSessionToken]);
    assert.equal(key.movesBy, undefined);
  });

  it('reports that an alias can be pointed to another key', () => {
    assert.equal(open({}, services.address('aws', 'unpinned')).key.movesBy, 'alias');
  });

  it('sends no session token if AWS_SESSION_TOKEN is empty', async () => {
    const { context, key } = open({ AWS_SESSION_TOKEN: '' });
    const error = await catchError(() => key.sign(INPUT, deadline()));
    assert.ok(error instanceof KeyServiceError);
    assert.equal(error.code, 'UnrecognizedClientException');
    assert.equal(context.requests[0]?.headers['x-amz-security-token'], undefined);
  });
});

describe('the host of AWS KMS', () => {
  const alias = 'awskms:///alias/salesforce';
  const hostOf = async (changes: Readonly<Record<string, string | undefined>>, address = alias) => {
    const { context, key } = open({ AWS_ENDPOINT_URL_KMS: undefined, ...changes }, address);
    await key.sign(INPUT, deadline()).catch(() => undefined);
    return context.requests[0]?.url;
  };

  it('depends on the region in the ARN, or else on AWS_REGION or AWS_DEFAULT_REGION', async () => {
    const arn = services.address('aws');
    assert.equal(
      await hostOf({ AWS_REGION: 'us-east-1' }, arn),
      'https://kms.eu-central-1.amazonaws.com/',
    );
    assert.equal(await hostOf({ AWS_REGION: 'us-east-1' }), 'https://kms.us-east-1.amazonaws.com/');
    assert.equal(
      await hostOf({ AWS_REGION: undefined, AWS_DEFAULT_REGION: 'us-west-2' }),
      'https://kms.us-west-2.amazonaws.com/',
    );
  });

  it('has the DNS suffix of the partition', async () => {
    const hosts = {
      'us-gov-west-1': 'amazonaws.com',
      'cn-north-1': 'amazonaws.com.cn',
      'eusc-de-east-1': 'amazonaws.eu',
      'us-iso-east-1': 'c2s.ic.gov',
      'us-isob-east-1': 'sc2s.sgov.gov',
      'eu-isoe-west-1': 'cloud.adc-e.uk',
      'us-isof-south-1': 'csp.hci.ic.gov',
    };
    for (const [region, suffix] of Object.entries(hosts))
      assert.equal(await hostOf({ AWS_REGION: region }), `https://kms.${region}.${suffix}/`);
  });

  it('is the FIPS endpoint if AWS_USE_FIPS_ENDPOINT is true', async () => {
    assert.equal(
      await hostOf({ AWS_USE_FIPS_ENDPOINT: 'True' }),
      'https://kms-fips.eu-central-1.amazonaws.com/',
    );
  });

  it('is taken from AWS_ENDPOINT_URL_KMS, or else from AWS_ENDPOINT_URL', async () => {
    const vpce = 'https://vpce-1.kms.eu-central-1.vpce.amazonaws.com';
    assert.equal(await hostOf({ AWS_ENDPOINT_URL: vpce }), `${vpce}/`);
    assert.equal(
      await hostOf({ AWS_ENDPOINT_URL_KMS: vpce, AWS_ENDPOINT_URL: 'https://other.example' }),
      `${vpce}/`,
    );
  });
});

describe('a missing or invalid variable for AWS KMS', () => {
  for (const [code, changes, details] of [
    [
      'credentials-missing',
      { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: '' },
      {
        service: 'AWS KMS',
        missing: 'AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY',
        action: 'aws-actions/configure-aws-credentials',
      },
    ],
    ['region-missing', { AWS_REGION: undefined }, {}],
    ['region-missing', { AWS_REGION: 'eu.evil.example/' }, {}],
    // kms.s3.amazonaws.com is the host of a bucket with the name kms.
    ['region-missing', { AWS_REGION: 's3' }, {}],
    ['region-missing', { AWS_REGION: 's3-us-west-2' }, {}],
    ['region-missing', { AWS_REGION: 'elb' }, {}],
    [
      'endpoint-format',
      { AWS_ENDPOINT_URL_KMS: 'http://kms.example.com' },
      { variable: 'AWS_ENDPOINT_URL_KMS' },
    ],
    ['endpoint-with-fips', { AWS_USE_FIPS_ENDPOINT: 'true' }, { variable: 'AWS_ENDPOINT_URL_KMS' }],
  ] as const) {
    it(`is reported as ${code} before the first request: ${JSON.stringify(changes, (_, value) => value ?? '(unset)')}`, async () => {
      const error = await catchError(() => open(changes, 'awskms:///alias/salesforce'));
      assert.ok(error instanceof SigningError);
      assert.equal(error.code, code);
      assert.deepEqual(error.details, details);
      assert.equal(error.transient, false);
    });
  }
});

describe('an error of AWS KMS', () => {
  const HOUR = 3_600_000;
  const cases: readonly {
    readonly name: string;
    readonly apply?: (state: KeyServicesState) => void;
    readonly env?: Readonly<Record<string, string>>;
    readonly address?: string;
    readonly now?: () => number;
    readonly code: string;
    readonly text: RegExp;
    readonly transient?: boolean;
  }[] = [
    {
      name: 'a role without permission',
      apply: (state) => {
        state.permitted = false;
      },
      code: 'AccessDeniedException',
      text: /not authorized to perform: kms:Sign/,
    },
    {
      name: 'a disabled key',
      apply: (state) => {
        state.key.status = 'disabled';
      },
      code: 'DisabledException',
      text: /is disabled\.$/,
    },
    {
      name: 'a key that is about to be deleted',
      apply: (state) => {
        state.key.status = 'pending-deletion';
      },
      code: 'KMSInvalidStateException',
      text: /is pending deletion\.$/,
    },
    {
      name: 'a key for encryption',
      apply: (state) => {
        state.key.maySign = false;
      },
      code: 'InvalidKeyUsageException',
      text: /not valid for signing/,
    },
    {
      name: 'an elliptic-curve key',
      apply: (state) => {
        state.key.versions.unshift(makeVersion('ec'));
      },
      code: 'InvalidKeyUsageException',
      text: /incompatible with key spec ECC_NIST_P256/,
    },
    {
      name: 'an expired login',
      apply: (state) => {
        state.loginExpired = true;
      },
      code: 'ExpiredTokenException',
      text: /is expired$/,
    },
    {
      name: 'an unknown alias',
      address: 'awskms:///alias/other',
      code: 'NotFoundException',
      text: /alias\/other is not found/,
    },
    {
      name: 'a wrong secret',
      env: { AWS_SECRET_ACCESS_KEY: 'not-the-secret-of-this-key' },
      code: 'InvalidSignatureException',
      text: /signature we calculated does not match/,
    },
    {
      name: 'a clock an hour behind',
      now: () => Date.now() - HOUR,
      code: 'InvalidSignatureException',
      text: /^Signature expired/,
    },
    {
      name: 'a clock an hour ahead',
      now: () => Date.now() + HOUR,
      code: 'InvalidSignatureException',
      text: /^Signature not yet current/,
    },
    {
      name: 'an outage',
      apply: (state) => {
        state.outages = 1;
      },
      code: '503',
      text: /^$/,
      transient: true,
    },
  ];
  for (const { name, apply, env, address, now, code, text, transient = false } of cases) {
    it(`is reported with its original message: ${name}`, async (test) => {
      const { state } = services;
      const before = { ...state, key: { ...state.key, versions: [...state.key.versions] } };
      test.after(() => void Object.assign(state, before));
      apply?.(state);
      const { key } = open(env, address, now);
      const at = (now ?? Date.now)() + 10_000;
      const error = await catchError(() => key.sign(INPUT, at));
      assert.ok(error instanceof KeyServiceError);
      assert.equal(error.code, code);
      assert.match(error.response.description ?? '', text);
      assert.equal(error.transient, transient);
      assert.equal(error.details['service'], 'AWS KMS');
    });
  }

  it('is transient if AWS documents the exception as temporary, regardless of its status', async () => {
    const { context } = open();
    const http = async () => ({
      status: 400,
      headers: {},
      body: '{"__type":"com.amazonaws.kms#ThrottlingException","Message":"Rate exceeded"}',
    });
    const parsed = parseKeyAddress(services.address('aws'));
    assert.ok(parsed.service === 'aws-kms');
    const error = await catchError(() =>
      openAwsKey(parsed, { ...context, http }).sign(INPUT, deadline()),
    );
    assert.ok(error instanceof KeyServiceError);
    assert.equal(error.code, 'ThrottlingException');
    assert.equal(error.response.description, 'Rate exceeded');
    assert.equal(error.transient, true);
  });
});
