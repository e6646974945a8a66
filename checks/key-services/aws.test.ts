/**
 * Tests a key in AWS KMS end to end. ministack replaces AWS, and checks SigV4, the clock and IAM.
 */
import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { prepareCertificate } from '../../support/x509.ts';
import { type AwsKeys, callKms, callQuery } from './aws.ts';
import {
  assertFailed,
  assertNoSecrets,
  assertSignedIn,
  type KeyServiceFixture,
  startFixture,
} from './fixture.ts';
import { type Program, startMinistack } from './programs.ts';
import { assertWorkflow } from './workflow.ts';

const ADMINISTRATOR: AwsKeys = {
  accessKeyId: 'AKIAADMINISTRATOR123',
  secretAccessKey: 'secret-of-the-administrator',
};
const ALGORITHM = 'RSASSA_PKCS1_V1_5_SHA_256';
const ALIAS = 'alias/salesforce';

let ministack: Program;
let fixture: KeyServiceFixture;
let keyArn: string;
let otherArn: string;
let signer: AwsKeys;
let certificate: string;

const kms = (action: string, body: Readonly<Record<string, unknown>>) =>
  callKms(ministack.url, ADMINISTRATOR, action, body);
const iam = (parameters: Readonly<Record<string, string>>) =>
  callQuery(ministack.url, 'iam', ADMINISTRATOR, parameters);

/** Returns the variables that aws-actions/configure-aws-credentials sets. */
const variables = (keys: AwsKeys = signer, region = 'eu-central-1') => ({
  AWS_ACCESS_KEY_ID: keys.accessKeyId,
  AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
  ...(keys.sessionToken ? { AWS_SESSION_TOKEN: keys.sessionToken } : {}),
  AWS_REGION: region,
  AWS_ENDPOINT_URL_KMS: ministack.url,
});

/** Runs the example with the credentials of the role. */
function assertExample(signingKey: string, failure?: RegExp): Promise<void> {
  const { AWS_ENDPOINT_URL_KMS, AWS_REGION, ...login } = variables();
  return assertWorkflow({
    service: 'aws',
    certificate,
    vars: {
      SF_SIGNING_KEY: signingKey,
      SF_SIGNER_ROLE: 'arn:aws:iam::000000000000:role/salesforce-signer',
      AWS_REGION,
    },
    login,
    env: { AWS_ENDPOINT_URL_KMS, AWS_REGION },
    ...(failure ? { failure } : {}),
  });
}

async function createKey(spec = 'RSA_2048'): Promise<string> {
  const { KeyMetadata } = await kms('CreateKey', { KeySpec: spec, KeyUsage: 'SIGN_VERIFY' });
  return (KeyMetadata as unknown as { Arn: string }).Arn;
}

/** Assumes the role, as a job does with its OIDC token. */
async function assumeRole(roleArn: string): Promise<AwsKeys> {
  const field = await callQuery(ministack.url, 'sts', ADMINISTRATOR, {
    Action: 'AssumeRole',
    Version: '2011-06-15',
    RoleArn: roleArn,
    RoleSessionName: 'sf-1',
    DurationSeconds: '900',
  });
  return {
    accessKeyId: field('AccessKeyId'),
    secretAccessKey: field('SecretAccessKey'),
    sessionToken: field('SessionToken'),
  };
}

before(async () => {
  ministack = await startMinistack(ADMINISTRATOR.accessKeyId, ADMINISTRATOR.secretAccessKey);
  fixture = await startFixture();
});
after(async () => {
  await ministack.close();
  await fixture.close();
});

describe('a key in AWS KMS', () => {
  it('is created, and then a role that may only sign with this key', async () => {
    keyArn = await createKey();
    otherArn = await createKey();
    await kms('CreateAlias', { AliasName: ALIAS, TargetKeyId: keyArn });
    const trust = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
    };
    const role = await iam({
      Action: 'CreateRole',
      Version: '2010-05-08',
      RoleName: 'salesforce-signer',
      AssumeRolePolicyDocument: JSON.stringify(trust),
    });
    const policy = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'kms:Sign', Resource: keyArn }],
    };
    await iam({
      Action: 'PutRolePolicy',
      Version: '2010-05-08',
      RoleName: 'salesforce-signer',
      PolicyName: 'sign',
      PolicyDocument: JSON.stringify(policy),
    });
    signer = await assumeRole(role('Arn'));
    assert.match(signer.accessKeyId, /^ASIA/);
  });

  it('signs its own certificate, which is uploaded to the app', async () => {
    const { PublicKey } = await kms('GetPublicKey', { KeyId: keyArn });
    const der = Buffer.from(String(PublicKey), 'base64');
    const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
    const { bytes, complete } = prepareCertificate({ subject: 'GitHub Actions', publicKey });
    const { Signature } = await kms('Sign', {
      KeyId: keyArn,
      Message: bytes.toString('base64'),
      MessageType: 'RAW',
      SigningAlgorithm: ALGORITHM,
    });
    certificate = complete(Buffer.from(String(Signature), 'base64'));
    fixture.org.uploadCertificate(certificate);
  });

  it('is used to sign in with the credentials of the role', async () => {
    assertSignedIn(await fixture.signIn(`awskms:///${keyArn}`, certificate, variables()));
  });

  it('is used by the example in the workflow engine', () => assertExample(`awskms:///${keyArn}`));

  it('cannot be used with a wrong secret, with a role for another key, or in another region', async () => {
    const wrong = { ...signer, secretAccessKey: 'not-the-secret-of-this-session' };
    assertFailed(
      await fixture.signIn(`awskms:///${keyArn}`, certificate, variables(wrong)),
      /InvalidSignatureException|SignatureDoesNotMatch/,
    );
    assertFailed(
      await fixture.signIn(`awskms:///${otherArn}`, certificate, variables()),
      /AccessDeniedException/,
    );
    const elsewhere = keyArn.replace('eu-central-1', 'us-east-1');
    assertFailed(
      await fixture.signIn(`awskms:///${elsewhere}`, certificate, variables(ADMINISTRATOR)),
      /NotFoundException/,
    );
  });

  it('is not used to sign in if its alias points to another key', async () => {
    const withAlias = () =>
      fixture.signIn(`awskms:///${ALIAS}`, certificate, variables(ADMINISTRATOR));
    assertSignedIn(await withAlias());
    await kms('UpdateAlias', { AliasName: ALIAS, TargetKeyId: otherArn });
    const before = fixture.org.requests.length;
    assertFailed(await withAlias(), /alias/i);
    assert.equal(fixture.org.requests.length, before);
  });

  it('is rejected if it is an elliptic-curve key', async () => {
    const curve = await createKey('ECC_NIST_P256');
    assertFailed(
      await fixture.signIn(`awskms:///${curve}`, certificate, variables(ADMINISTRATOR)),
      /InvalidKeyUsageException/,
    );
  });

  it('can be disabled immediately, without changing anything in Salesforce', async () => {
    await kms('DisableKey', { KeyId: keyArn });
    assertFailed(
      await fixture.signIn(`awskms:///${keyArn}`, certificate, variables()),
      /DisabledException/,
    );
    await assertExample(`awskms:///${keyArn}`, /DisabledException/);
    await kms('EnableKey', { KeyId: keyArn });
    assertSignedIn(await fixture.signIn(`awskms:///${keyArn}`, certificate, variables()));
    await kms('ScheduleKeyDeletion', { KeyId: keyArn, PendingWindowInDays: 7 });
    assertFailed(
      await fixture.signIn(`awskms:///${keyArn}`, certificate, variables()),
      /KMSInvalidStateException/,
    );
  });

  it('leaves no private key and no credential in any file, output or log', () => {
    assertNoSecrets(fixture, [signer.secretAccessKey, signer.sessionToken ?? '-']);
  });
});
