/** Tests a key in OpenBao end to end. The key is created in OpenBao and never leaves it. */
import assert from 'node:assert/strict';
import { createPublicKey, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { prepareCertificate } from '../../support/x509.ts';
import {
  assertFailed,
  assertNoSecrets,
  assertSignedIn,
  type KeyServiceFixture,
  startFixture,
} from './fixture.ts';
import { type Issuer, startIssuer } from './issuer.ts';
import { type Program, startOpenBao } from './programs.ts';
import { assertWorkflow } from './workflow.ts';

const AUDIENCE = 'https://vault.acme.com';
const rootToken: string = randomUUID();
let bao: Program;
let issuer: Issuer;
let fixture: KeyServiceFixture;
let certificate: string;
const tokens: string[] = [rootToken];

interface Answer {
  readonly errors?: readonly string[];
  readonly auth?: { readonly client_token: string };
  readonly data?: {
    readonly signature: string;
    readonly keys: Readonly<Record<string, { readonly public_key: string }>>;
  };
}

async function call(path: string, body?: unknown, token = rootToken): Promise<Answer> {
  const response = await fetch(`${bao.url}/v1/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'X-Vault-Token': token },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return text === '' ? {} : (JSON.parse(text) as Answer);
}

/** Logs in as hashicorp/vault-action does with `method: jwt`. */
async function login(environment: string): Promise<string> {
  const jwt = await issuer.tokenFor(environment);
  const { auth, errors } = await call('auth/jwt/login', { role: 'salesforce', jwt }, '');
  assert.ok(auth, errors?.join());
  tokens.push(auth.client_token);
  return auth.client_token;
}

const variables = (token: string) => ({ VAULT_ADDR: bao.url, VAULT_TOKEN: token });

/** Runs the example with a new login of the job. */
async function assertExample(signingKey: string, failure?: RegExp): Promise<void> {
  await assertWorkflow({
    service: 'vault',
    certificate,
    vars: { SF_SIGNING_KEY: signingKey, VAULT_ADDR: bao.url, VAULT_ROLE: 'salesforce' },
    login: { VAULT_TOKEN: await login('production') },
    ...(failure ? { failure } : {}),
  });
}

before(async () => {
  bao = await startOpenBao(rootToken);
  issuer = await startIssuer(AUDIENCE);
  fixture = await startFixture();
});
after(async () => {
  await bao.close();
  await issuer.close();
  await fixture.close();
});

describe('a key in OpenBao', () => {
  it('is created, and then a policy and a role for one environment of one repository', async () => {
    await call('sys/mounts/transit', { type: 'transit' });
    await call('transit/keys/salesforce', { type: 'rsa-2048' });
    const policy = 'path "transit/sign/salesforce/sha2-256" { capabilities = ["update"] }';
    await call('sys/policies/acl/salesforce-signer', { policy });
    await call('sys/auth/jwt', { type: 'jwt' });
    await call('auth/jwt/config', { oidc_discovery_url: issuer.url, bound_issuer: issuer.url });
    await call('auth/jwt/role/salesforce', {
      role_type: 'jwt',
      user_claim: 'sub',
      bound_audiences: [AUDIENCE],
      bound_claims: { repository: 'acme/crm', environment: 'production' },
      token_policies: ['salesforce-signer'],
      token_ttl: '2m',
      token_num_uses: 3,
    });
    const { errors } = await call('transit/export/signing-key/salesforce');
    assert.match(errors?.join() ?? '', /not exportable/);
  });

  it('signs its own certificate, which is uploaded to the app', async () => {
    const { data } = await call('transit/keys/salesforce');
    const publicKey = createPublicKey(data?.keys['1']?.public_key ?? '');
    const { bytes, complete } = prepareCertificate({ subject: 'GitHub Actions', publicKey });
    const signed = await call('transit/sign/salesforce/sha2-256', {
      input: bytes.toString('base64'),
      signature_algorithm: 'pkcs1v15',
      key_version: 1,
    });
    certificate = complete(Buffer.from(signed.data?.signature.split(':')[2] ?? '', 'base64'));
    fixture.org.uploadCertificate(certificate);
  });

  it('is used to sign in', async () => {
    const token = await login('production');
    assertSignedIn(
      await fixture.signIn('hashivault://salesforce/1', certificate, variables(token)),
    );
    assertSignedIn(
      await fixture.signIn('openbao://salesforce', certificate, {
        BAO_ADDR: bao.url,
        BAO_TOKEN: token,
      }),
    );
  });

  it('is used by the example in the workflow engine', () =>
    assertExample('hashivault://salesforce'));

  it('is not available to a job in another environment', async () => {
    const jwt = await issuer.tokenFor('staging');
    const { errors } = await call('auth/jwt/login', { role: 'salesforce', jwt }, '');
    assert.match(errors?.join() ?? '', /claim "environment" does not match/);
  });

  it('can be rotated: an unpinned address then fails before any request to Salesforce, and a pinned one still works', async () => {
    await call('transit/keys/salesforce/rotate', {});
    const token = await login('production');
    const before = fixture.org.requests.length;
    assertFailed(
      await fixture.signIn('hashivault://salesforce', certificate, variables(token)),
      /rotated/i,
    );
    assert.equal(fixture.org.requests.length, before);
    assertSignedIn(
      await fixture.signIn('hashivault://salesforce/1', certificate, variables(token)),
    );
  });

  it('can be rotated: the example fails in the workflow engine until its address contains the version', async () => {
    await assertExample('hashivault://salesforce', /rotated/i);
    await assertExample('hashivault://salesforce/1');
  });

  it('cannot be used with an exhausted token, or if it is not an RSA key', async () => {
    const token = await login('production');
    await call('auth/token/lookup-self', undefined, token);
    await call('auth/token/lookup-self', undefined, token);
    await call('auth/token/lookup-self', undefined, token);
    assertFailed(
      await fixture.signIn('hashivault://salesforce/1', certificate, variables(token)),
      /permission denied/,
    );
    await call('transit/keys/curve', { type: 'ecdsa-p256' });
    assertFailed(
      await fixture.signIn('hashivault://curve', certificate, variables(rootToken)),
      /not RSA|elliptic/i,
    );
  });

  it('cannot be used while the vault is sealed, and the report contains the reason', async () => {
    const token = await login('production');
    await fetch(`${bao.url}/v1/sys/seal`, {
      method: 'PUT',
      headers: { 'X-Vault-Token': rootToken },
    });
    assertFailed(
      await fixture.signIn('hashivault://salesforce/1', certificate, variables(token)),
      /Vault is sealed/,
    );
    await assertWorkflow({
      service: 'vault',
      certificate,
      vars: { SF_SIGNING_KEY: 'hashivault://salesforce/1', VAULT_ADDR: bao.url, VAULT_ROLE: 'x' },
      login: { VAULT_TOKEN: token },
      failure: /Vault is sealed/,
    });
  });

  it('leaves no private key and no token in any file, output or log', () => {
    assertNoSecrets(fixture, tokens);
  });
});
