/** Sends the same requests to the simulated services and the real programs, and compares the responses. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type KeyServices, startKeyServices } from '../../simulator/key-services/index.ts';
import { signAwsRequest } from '../../src/signing/sigv4.ts';
import { callKms } from './aws.ts';
import { type Program, startMinistack, startOpenBao } from './programs.ts';

const rootToken: string = randomUUID();
const ADMINISTRATOR = { accessKeyId: 'AKIAADMINISTRATOR123', secretAccessKey: 'not-a-secret-key' };
const ALGORITHM = 'RSASSA_PKCS1_V1_5_SHA_256';
let services: KeyServices;
let bao: Program;
let ministack: Program;

before(async () => {
  services = await startKeyServices();
  bao = await startOpenBao(rootToken);
  ministack = await startMinistack(ADMINISTRATOR.accessKeyId, ADMINISTRATOR.secretAccessKey);
});
after(() => Promise.all([services.close(), bao.close(), ministack.close()]));

describe('the simulated Vault gives the same responses as OpenBao', () => {
  const sign = { input: 'aGVsbG8=', signature_algorithm: 'pkcs1v15' };

  const ask = async (url: string, token: string, path: string, body: unknown, headers = {}) => {
    const response = await fetch(`${url}/v1/${path}`, {
      method: 'POST',
      headers: { 'X-Vault-Token': token, ...headers },
      body: JSON.stringify(body),
    });
    const { errors, data } = (await response.json()) as {
      errors?: string[];
      data?: { key_version?: number; signature?: string };
    };
    const signature = data?.signature?.replace(/[^:]+$/, '');
    return { status: response.status, errors, version: data?.key_version, signature };
  };

  before(async () => {
    const admin = (path: string, body: unknown) => ask(bao.url, rootToken, path, body);
    await fetch(`${bao.url}/v1/sys/mounts/transit`, {
      method: 'POST',
      headers: { 'X-Vault-Token': rootToken },
      body: '{"type":"transit"}',
    });
    await admin('transit/keys/salesforce', { type: 'rsa-2048' });
  });

  for (const [name, path, body, headers, token] of [
    ['a signature', 'transit/sign/salesforce/sha2-256', sign],
    [
      'a signature by a given version',
      'transit/sign/salesforce/sha2-256',
      { ...sign, key_version: 1 },
    ],
    [
      'a version that does not exist',
      'transit/sign/salesforce/sha2-256',
      { ...sign, key_version: 9 },
    ],
    ['an unknown key', 'transit/sign/other/sha2-256', sign],
    ['an unknown mount', 'elsewhere/sign/salesforce/sha2-256', sign],
    [
      'an unknown namespace',
      'transit/sign/salesforce/sha2-256',
      sign,
      { 'X-Vault-Namespace': 'x' },
    ],
    ['an unknown token', 'transit/sign/salesforce/sha2-256', sign, {}, 'wrong'],
  ] as const) {
    it(`for ${name}`, async () => {
      const { vaultToken } = services.state.credentials;
      assert.deepEqual(
        await ask(services.url, token ?? vaultToken, path, body, headers),
        await ask(bao.url, token ?? rootToken, path, body, headers),
      );
    });
  }

  it('for the public key, and for a key that does not exist', async () => {
    const read = async (url: string, token: string, key: string) => {
      const headers = { 'X-Vault-Token': token };
      const response = await fetch(`${url}/v1/transit/keys/${key}`, { headers });
      const { data, errors } = (await response.json()) as {
        data?: Readonly<Record<string, unknown>>;
        errors?: unknown;
      };
      const keys = Object.entries((data?.['keys'] ?? {}) as Record<string, { public_key: string }>);
      return {
        status: response.status,
        errors,
        type: data?.['type'],
        signs: data?.['supports_signing'],
        latest: data?.['latest_version'],
        keys: keys.map(([version, { public_key: pem }]) => [
          version,
          /^-----BEGIN [A-Z ]+-----/.exec(pem)?.[0],
        ]),
      };
    };
    for (const key of ['salesforce', 'other']) {
      assert.deepEqual(
        await read(services.url, services.state.credentials.vaultToken, key),
        await read(bao.url, rootToken, key),
      );
    }
  });

  it('if the vault is sealed', async () => {
    await fetch(`${bao.url}/v1/sys/seal`, {
      method: 'PUT',
      headers: { 'X-Vault-Token': rootToken },
    });
    services.state.sealed = true;
    const path = 'transit/sign/salesforce/sha2-256';
    assert.deepEqual(
      await ask(services.url, 'x', path, sign),
      await ask(bao.url, rootToken, path, sign),
    );
  });
});

describe('the simulated AWS KMS gives the same responses as ministack', () => {
  let keyArn: string;

  before(async () => {
    const { KeyMetadata } = await callKms(ministack.url, ADMINISTRATOR, 'CreateKey', {
      KeySpec: 'RSA_2048',
      KeyUsage: 'SIGN_VERIFY',
    });
    keyArn = (KeyMetadata as unknown as { Arn: string }).Arn;
  });

  const ask = async (
    url: string,
    keys: typeof ADMINISTRATOR,
    keyId: string,
    operation: 'Sign' | 'GetPublicKey',
  ) => {
    const body = JSON.stringify(
      operation === 'GetPublicKey'
        ? { KeyId: keyId }
        : {
            KeyId: keyId,
            Message: 'aGVsbG8=',
            MessageType: 'RAW',
            SigningAlgorithm: ALGORITHM,
          },
    );
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `TrentService.${operation}`,
    };
    const region = 'eu-central-1';
    const time = Date.now();
    const request = { origin: url, region, service: 'kms', headers, body, time };
    const response = await fetch(`${url}/`, {
      method: 'POST',
      headers: signAwsRequest(request, keys),
      body,
    });
    const answer = (await response.json()) as Record<string, unknown>;
    const { __type: type, Signature, SigningAlgorithm, KeyUsage, KeySpec, PublicKey } = answer;
    const [length, keyLength] = [Signature, PublicKey].map((value) => String(value).length);
    const names = { KeyUsage, KeySpec, isArn: /:key\//.test(String(answer['KeyId'])) };
    return { status: response.status, type, SigningAlgorithm, length, keyLength, ...names };
  };

  const both = async (
    real: string,
    simulated: string,
    keys?: typeof ADMINISTRATOR,
    operation: 'Sign' | 'GetPublicKey' = 'Sign',
  ) => {
    const { awsAccessKeyId, awsSecretAccessKey, awsSessionToken } = services.state.credentials;
    const own = {
      accessKeyId: awsAccessKeyId,
      secretAccessKey: awsSecretAccessKey,
      sessionToken: awsSessionToken,
    };
    assert.deepEqual(
      await ask(services.url, keys ?? own, simulated, operation),
      await ask(ministack.url, keys ?? ADMINISTRATOR, real, operation),
    );
  };

  it('for a signature', () => both(keyArn, services.state.ids.awsArn));
  it('for the public key', () =>
    both(keyArn, services.state.ids.awsArn, undefined, 'GetPublicKey'));
  it('for an unknown key', () => both('alias/none', 'alias/none'));
  it('for unknown credentials', () =>
    both(keyArn, services.state.ids.awsArn, {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'not-the-secret',
    }));

  for (const [status, action, input] of [
    ['disabled', 'DisableKey', {}],
    ['pending-deletion', 'ScheduleKeyDeletion', { PendingWindowInDays: 7 }],
  ] as const) {
    it(`for a key that is ${status}`, async () => {
      await callKms(ministack.url, ADMINISTRATOR, action, { KeyId: keyArn, ...input });
      services.state.key.status = status;
      await both(keyArn, services.state.ids.awsArn);
    });
  }
});
