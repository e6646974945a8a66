/**
 * No replacement for Google Cloud KMS or Azure Key Vault can run locally. Instead, this test sends
 * requests to the simulated services, both with Google's and Microsoft's own clients and with the
 * code of the action, and compares the requests.
 */
import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { INPUT, serviceContext } from '../../__tests__/helpers/key-services.ts';
import { type KeyServices, startKeyServices } from '../../simulator/key-services/index.ts';
import type { ServiceRecord } from '../../simulator/key-services/server.ts';
import { parseKeyAddress } from '../../src/signing/address.ts';
import { openAzureKey } from '../../src/signing/azure-key-vault.ts';
import { openGoogleKey } from '../../src/signing/google-kms.ts';
import { signWithAzure, signWithGoogle } from './official-clients.mjs';

let services: KeyServices;
before(async () => {
  services = await startKeyServices();
});
after(() => services.close());

const digest = createHash('sha256').update(INPUT).digest();

/** Returns the requests that the services received while `work` ran. */
async function recorded(work: () => Promise<unknown>): Promise<ServiceRecord[]> {
  const first = services.records.length;
  await work();
  return services.records.slice(first);
}

const form = ({ body }: ServiceRecord) => Object.fromEntries(new URLSearchParams(body));

const isValid = (signature: Uint8Array) =>
  verify('sha256', INPUT, createPublicKey(services.certificatePem), signature);

describe('Google Cloud KMS', () => {
  const deadline = () => Date.now() + 10_000;

  async function both() {
    const variables = services.environment('google');
    const parsed = parseKeyAddress(services.address('google'));
    assert.ok(parsed.service === 'google-kms');
    const ours = await recorded(() =>
      openGoogleKey(parsed, serviceContext(services, 'google')).sign(INPUT, deadline()),
    );
    const theirs = await recorded(async () => {
      const credentialsFile = variables['GOOGLE_APPLICATION_CREDENTIALS'] ?? '';
      const options = { url: services.url, credentialsFile, name: parsed.name, digest };
      assert.ok(isValid(await signWithGoogle(options)));
    });
    return { ours, theirs };
  }

  it('receives the same requests from the action as from google-auth-library with @google-cloud/kms', async () => {
    const { ours, theirs } = await both();
    const lines = (records: ServiceRecord[]) =>
      records.map(({ method, path, status }) => `${method} ${path} ${status}`);
    assert.deepEqual(lines(ours), lines(theirs));
    const [ourExchange, ourAccount, ourSign] = ours.slice(1);
    const [theirExchange, theirAccount, theirSign] = theirs.slice(1);
    assert.ok(ourExchange && theirExchange && ourAccount && theirAccount && ourSign && theirSign);
    const { subject_token: _, ...ourForm } = form(ourExchange);
    const { subject_token: __, ...theirForm } = form(theirExchange);
    assert.deepEqual(ourForm, theirForm);
    assert.deepEqual(JSON.parse(ourSign.body), JSON.parse(theirSign.body));
    assert.equal(ourSign.headers['authorization'], theirSign.headers['authorization']);
    assert.deepEqual(JSON.parse(ourAccount.body).scope, JSON.parse(theirAccount.body).scope);
  });
});

describe('Azure Key Vault', () => {
  it('receives the same request from the action as from @azure/keyvault-keys', async () => {
    const address = services.address('azure');
    const parsed = parseKeyAddress(address);
    assert.ok(parsed.service === 'azure-key-vault');
    const ours = await recorded(() =>
      openAzureKey(parsed, serviceContext(services, 'azure')).sign(INPUT, Date.now() + 10_000),
    );
    const { key, version } = parsed;
    let scopes: readonly string[] = [];
    const theirs = await recorded(async () => {
      const keyId = `${services.url}/keys/${key}/${version}`;
      const token = services.state.credentials.azureAccessToken;
      const result = await signWithAzure({ keyId, token, digest });
      assert.ok(isValid(result.signature));
      scopes = result.scopes;
    });
    const [ourSign, theirSign] = [ours.at(-1), theirs.at(-1)];
    assert.ok(ourSign && theirSign);
    const essentials = ({ method, path, body, headers }: ServiceRecord) => ({
      method,
      path,
      body: JSON.parse(body),
      authorization: headers['authorization'],
    });
    assert.deepEqual(essentials(ourSign), essentials(theirSign));
    const [scope] = scopes;
    const exchange = ours.find(({ path }) => path.endsWith('/oauth2/v2.0/token'));
    assert.ok(exchange);
    assert.equal(form(exchange)['scope'], scope);
  });
});
