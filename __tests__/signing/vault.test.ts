import assert from 'node:assert/strict';
import { verify } from 'node:crypto';
import { describe, it } from 'node:test';
import type { KeyServicesState } from '../../simulator/key-services/state.ts';
import { makeVersion } from '../../simulator/key-services/state.ts';
import { parseKeyAddress } from '../../src/signing/address.ts';
import { KeyServiceError, SigningError } from '../../src/signing/errors.ts';
import { openVaultKey } from '../../src/signing/vault.ts';
import { catchError } from '../helpers/errors.ts';
import {
  certificate,
  deadline,
  INPUT,
  keyServices,
  serviceContext,
} from '../helpers/key-services.ts';

const UNSET = { VAULT_ADDR: undefined, VAULT_TOKEN: undefined };
const services = await keyServices();
const { publicKey } = certificate(services.certificatePem);
const { vaultToken } = services.state.credentials;

function open(
  changes: Readonly<Record<string, string | undefined>> = {},
  address = services.address('vault'),
) {
  const context = serviceContext(services, 'vault', changes);
  const parsed = parseKeyAddress(address);
  assert.ok(parsed.service === 'vault');
  return { context, key: openVaultKey(parsed, context) };
}

describe('signing with Vault', () => {
  it('requests PKCS #1 v1.5 and the version in the address, and masks the token', async () => {
    const { context, key } = open();
    const { bytes, version } = await key.sign(INPUT, deadline());
    assert.ok(verify('sha256', INPUT, publicKey, bytes));
    assert.equal(version, 1);
    assert.equal(key.movesBy, undefined);
    const [request] = context.requests;
    assert.deepEqual(JSON.parse(request?.body ?? ''), {
      input: INPUT.toString('base64'),
      signature_algorithm: 'pkcs1v15',
      key_version: 1,
    });
    assert.equal(request?.url, `${services.url}/v1/transit/sign/salesforce/sha2-256`);
    assert.deepEqual(context.masks, [vaultToken]);
  });

  it('uses the latest version if the address contains none', async (test) => {
    services.state.key.versions.push(makeVersion());
    test.after(() => void services.state.key.versions.pop());
    const { key } = open({}, 'openbao://salesforce');
    assert.equal(key.movesBy, 'rotation');
    assert.equal((await key.sign(INPUT, deadline())).version, 2);
  });
});

describe('the variables of Vault', () => {
  const requestOf = async (changes: Readonly<Record<string, string | undefined>>) => {
    const { context, key } = open(changes);
    await key.sign(INPUT, deadline()).catch(() => undefined);
    return context.requests[0];
  };

  it('take precedence over the variables of OpenBao', async () => {
    const bao = { BAO_ADDR: 'https://bao.example:8200/', BAO_TOKEN: 'token-of-openbao' };
    const both = await requestOf(bao);
    assert.equal(both?.headers['X-Vault-Token'], vaultToken);
    assert.ok(both?.url.startsWith(services.url));
    const onlyBao = await requestOf({ ...bao, ...UNSET });
    assert.equal(onlyBao?.headers['X-Vault-Token'], 'token-of-openbao');
    assert.equal(onlyBao?.url, 'https://bao.example:8200/v1/transit/sign/salesforce/sha2-256');
  });

  it('never cause the token of one product to be sent to the host of the other', async () => {
    const bao = { BAO_ADDR: 'https://bao.example:8200', BAO_TOKEN: 'token-of-openbao' };
    const withoutVaultToken = await requestOf({ ...bao, VAULT_TOKEN: undefined });
    assert.ok(withoutVaultToken?.url.startsWith(bao.BAO_ADDR));
    const withoutAddress = { VAULT_ADDR: undefined, BAO_ADDR: bao.BAO_ADDR };
    const error = await catchError(() => open(withoutAddress));
    assert.ok(error instanceof SigningError);
    assert.deepEqual(error.details, { service: 'Vault', missing: 'VAULT_ADDR' });
  });

  it('set the namespace and the mount of the request', async () => {
    const request = await requestOf({
      BAO_NAMESPACE: 'team/crm',
      TRANSIT_SECRET_ENGINE_PATH: '/crm/transit/',
    });
    assert.equal(request?.headers['X-Vault-Namespace'], 'team/crm');
    assert.equal(request?.url, `${services.url}/v1/crm/transit/sign/salesforce/sha2-256`);
  });

  for (const [changes, missing] of [
    [{ VAULT_ADDR: undefined }, 'VAULT_ADDR'],
    [{ VAULT_TOKEN: '' }, 'VAULT_TOKEN'],
    [{ VAULT_TOKEN: 'a token\nwith a line break' }, 'VAULT_TOKEN'],
    [UNSET, 'VAULT_ADDR, VAULT_TOKEN'],
    [{ ...UNSET, BAO_ADDR: 'https://bao.example' }, 'BAO_TOKEN'],
    [{ ...UNSET, BAO_TOKEN: 's.abcdefgh1234' }, 'BAO_ADDR'],
    [{ VAULT_ADDR: undefined, BAO_ADDR: 'https://bao.example' }, 'VAULT_ADDR'],
  ] as const) {
    it(`are reported as missing (${missing}) if they are ${JSON.stringify(changes, (_, value) => value ?? '(unset)')}`, async () => {
      const error = await catchError(() => open(changes));
      assert.ok(error instanceof SigningError);
      assert.equal(error.code, 'vault-variables-missing');
      assert.deepEqual(error.details, { service: 'Vault', missing });
    });
  }

  for (const [variable, value] of [
    ['VAULT_ADDR', 'http://vault.example'],
    ['VAULT_ADDR', 'https://user:password@vault.example'],
    ['VAULT_NAMESPACE', 'a\nb'],
    ['BAO_NAMESPACE', 'a b'],
    ['TRANSIT_SECRET_ENGINE_PATH', '../sys'],
  ] as const) {
    it(`are rejected if ${variable} is ${JSON.stringify(value)}`, async () => {
      const error = await catchError(() => open({ [variable]: value }));
      assert.ok(error instanceof SigningError);
      assert.equal(error.code, 'endpoint-format');
      assert.deepEqual(error.details, { variable });
    });
  }
});

describe('an error of Vault', () => {
  const cases: readonly {
    readonly name: string;
    readonly apply?: (state: KeyServicesState) => void;
    readonly env?: Readonly<Record<string, string>>;
    readonly address?: string;
    readonly text: string | undefined;
    readonly code: string;
    readonly transient?: boolean;
  }[] = [
    {
      name: 'a policy that does not allow signing',
      apply: (state) => {
        state.permitted = false;
      },
      code: '403',
      text: 'permission denied',
    },
    {
      name: 'a sealed vault, which may be restarting',
      apply: (state) => {
        state.sealed = true;
      },
      code: '503',
      text: 'Vault is sealed',
      transient: true,
    },
    {
      name: 'a key for encryption',
      apply: (state) => {
        state.key.maySign = false;
      },
      code: '400',
      text: 'key type aes256-gcm96 does not support signing',
    },
    {
      name: 'an unknown token',
      env: { VAULT_TOKEN: 'hvs.other' },
      code: '403',
      text: 'permission denied',
    },
    {
      name: 'an unknown key',
      address: 'hashivault://other',
      code: '400',
      text: 'signing key not found',
    },
    {
      name: 'an unknown mount',
      env: { TRANSIT_SECRET_ENGINE_PATH: 'elsewhere' },
      code: '404',
      text: 'no handler for route "elsewhere/sign/salesforce/sha2-256". route entry not found.',
    },
    {
      name: 'an unknown namespace',
      env: { VAULT_NAMESPACE: 'nowhere' },
      code: '404',
      text: 'namespace not found',
    },
    {
      name: 'a version that does not exist, although the status is 500',
      address: 'hashivault://salesforce/9',
      code: '500',
      text: 'requested version for signing is higher than the latest key version',
    },
    {
      name: 'an outage',
      apply: (state) => {
        state.outages = 1;
      },
      code: '503',
      text: undefined,
      transient: true,
    },
  ];
  for (const { name, apply, env, address, text, code, transient = false } of cases) {
    it(`is reported with its original message: ${name}`, async (test) => {
      const { state } = services;
      const before = { ...state, key: { ...state.key } };
      test.after(() => void Object.assign(state, before));
      apply?.(state);
      const { key } = open(env, address);
      const error = await catchError(() => key.sign(INPUT, deadline()));
      assert.ok(error instanceof KeyServiceError);
      assert.equal(error.code, code);
      assert.equal(error.response.description, text);
      assert.equal(error.transient, transient);
    });
  }
});

describe('a response of Vault whose signature is missing or malformed', () => {
  it('is reported as no-signature', async () => {
    for (const data of [undefined, {}, { signature: 'vault:v1' }]) {
      const { context } = open();
      const http = async () => ({ status: 200, headers: {}, body: JSON.stringify({ data }) });
      const key = openVaultKey({ service: 'vault', key: 'k' }, { ...context, http });
      const error = await catchError(() => key.sign(INPUT, deadline()));
      assert.ok(error instanceof KeyServiceError);
      assert.equal(error.code, 'no-signature');
    }
  });
});
