import assert from 'node:assert/strict';
import { verify } from 'node:crypto';
import { describe, it } from 'node:test';
import { KEY_SERVICES } from '../../simulator/key-services/faults.ts';
import { SigningError } from '../../src/signing/errors.ts';
import { keyServiceSigner } from '../../src/signing/key-service.ts';
import { memorySigner } from '../../src/signing/signer.ts';
import { catchError } from '../helpers/crypto.ts';
import { certificate, keyServices, serviceContext } from '../helpers/key-services.ts';

const services = await keyServices();
const ours = certificate(services.certificatePem);
const PAYLOAD =
  '{"iss":"3MVG9.x","sub":"ci@acme.com","aud":"https://login.salesforce.com","exp":1}';
const TIMEOUT_MS = 10_000;
const ignore = async () => undefined;

describe('a key in a service', () => {
  for (const service of KEY_SERVICES) {
    it(`signs in ${service} what a key in memory would sign, byte for byte`, async () => {
      const { signer } = await keyServiceSigner(
        { address: services.address(service), certificates: [ours], onCertificate: ignore },
        serviceContext(services, service),
      );
      const jws = await signer(PAYLOAD, TIMEOUT_MS);
      const [version] = services.state.key.versions;
      assert.ok(version);
      assert.equal(jws, await memorySigner(version.privateKey)(PAYLOAD, TIMEOUT_MS));
      const [, input = '', signature = ''] = /^(.+)\.([\w-]+)$/.exec(jws) ?? [];
      const bytes = Buffer.from(signature, 'base64url');
      assert.ok(verify('sha256', Buffer.from(input), ours.publicKey, bytes));
    });
  }

  it('names the certificate that belongs to the key once, with the first signature', async () => {
    const other = { ...ours, notAfter: new Date(0) };
    const found: unknown[] = [];
    const { service, signer } = await keyServiceSigner(
      {
        address: services.address('vault'),
        certificates: [other, ours],
        onCertificate: async (match) => void found.push(match),
      },
      serviceContext(services, 'vault'),
    );
    assert.equal(service, 'Vault');
    assert.deepEqual(found, []);
    await signer(PAYLOAD, TIMEOUT_MS);
    await signer(PAYLOAD, TIMEOUT_MS);
    assert.deepEqual(found, [ours]);
  });

  it('gives nobody a signature that belongs to no certificate', async (test) => {
    const { padding } = services.state.key;
    test.after(() => {
      services.state.key.padding = padding;
    });
    services.state.key.padding = 'pss';
    for (const service of KEY_SERVICES) {
      const { signer } = await keyServiceSigner(
        { address: services.address(service), certificates: [ours], onCertificate: ignore },
        serviceContext(services, service),
      );
      const error = await catchError(() => signer(PAYLOAD, TIMEOUT_MS));
      assert.ok(error instanceof SigningError);
      assert.equal(error.code, 'signature-pss');
    }
  });
});
