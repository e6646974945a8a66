import assert from 'node:assert/strict';
import { verify } from 'node:crypto';
import { describe, it } from 'node:test';
import { KEY_SERVICES, type KeyServiceName } from '../../simulator/key-services/faults.ts';
import { readCertificates } from '../../src/inputs/certificate.ts';
import { InputError } from '../../src/inputs/errors.ts';
import { SigningError } from '../../src/signing/errors.ts';
import { createServiceSigner } from '../../src/signing/key-service.ts';
import { createKeySigner } from '../../src/signing/signer.ts';
import { certificateOf, rsaPair } from '../helpers/crypto.ts';
import { catchError } from '../helpers/errors.ts';
import { certificate, keyServices, serviceContext } from '../helpers/key-services.ts';
import { secret } from '../helpers/redaction.ts';

const services = await keyServices();
const { publicKey } = certificate(services.certificatePem);
const PAYLOAD =
  '{"iss":"3MVG9.x","sub":"ci@acme.com","aud":"https://login.salesforce.com","exp":1}';
const TIMEOUT_MS = 10_000;

const inputsFor = (service: KeyServiceName, certificatePem = services.certificatePem) => ({
  signingKey: services.address(service),
  certificate: certificatePem,
  certificates: readCertificates(certificatePem),
  privateKey: secret(''),
  passphrase: undefined,
});
const ignore = async () => undefined;

describe('a key in a key service', () => {
  for (const service of KEY_SERVICES) {
    it(`produces the same signature in ${service} as in memory`, async () => {
      const context = serviceContext(services, service);
      const { sign } = await createServiceSigner(inputsFor(service), context, ignore);
      const jws = await sign(PAYLOAD, TIMEOUT_MS);
      const [version] = services.state.key.versions;
      assert.ok(version);
      assert.equal(jws, await createKeySigner(version.privateKey)(PAYLOAD, TIMEOUT_MS));
      const [, input = '', signature = ''] = /^(.+)\.([\w-]+)$/.exec(jws) ?? [];
      const bytes = Buffer.from(signature, 'base64url');
      assert.ok(verify('sha256', Buffer.from(input), publicKey, bytes));
    });
  }

  it('is matched with its certificate once, after the first signature', async () => {
    const both = certificateOf(rsaPair()) + services.certificatePem;
    const found: unknown[] = [];
    const { service, sign } = await createServiceSigner(
      inputsFor('vault', both),
      serviceContext(services, 'vault'),
      async (match) => void found.push(match.publicKey.equals(publicKey)),
    );
    assert.equal(service, 'Vault');
    assert.deepEqual(found, []);
    await sign(PAYLOAD, TIMEOUT_MS);
    await sign(PAYLOAD, TIMEOUT_MS);
    assert.deepEqual(found, [true]);
  });

  it('is rejected if its signature does not match a certificate', async (test) => {
    const { padding } = services.state.key;
    test.after(() => {
      services.state.key.padding = padding;
    });
    services.state.key.padding = 'pss';
    for (const service of KEY_SERVICES) {
      const context = serviceContext(services, service);
      const { sign } = await createServiceSigner(inputsFor(service), context, ignore);
      const error = await catchError(() => sign(PAYLOAD, TIMEOUT_MS));
      assert.ok(error instanceof SigningError);
      assert.equal(error.code, 'signature-pss');
    }
  });

  it('is only opened if the related inputs are valid', async () => {
    const context = serviceContext(services, 'vault');
    const inputs = { ...inputsFor('vault'), privateKey: secret('a key') };
    const error = await catchError(() => createServiceSigner(inputs, context, ignore));
    assert.ok(error instanceof InputError);
    assert.equal(error.code, 'two-keys');
    assert.deepEqual(context.requests, []);
  });
});
