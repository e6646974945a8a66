import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import {
  KEY_SERVICE_FAULTS,
  KEY_SERVICES,
  type KeyServiceName,
} from '../../simulator/key-services/faults.ts';
import { type KeyServices, startKeyServices } from '../../simulator/key-services/index.ts';
import type { StepResult } from '../../support/runner/step.ts';
import { assertFailed, assertSucceeded } from './harness/assertions.ts';
import { findLeaks } from './harness/find-leaks.ts';
import { type StepHarness, startStepHarness } from './harness/step-harness.ts';

/**
 * Expected title of the report and expected message of the service, keyed by the name of the fault.
 * Without a title, the step must succeed.
 */
const EXPECTED: Readonly<Record<string, readonly [title?: string, answer?: RegExp]>> = {
  'aws-access-denied': ['AWS KMS: AccessDeniedException', /not authorized to perform: kms:Sign/],
  'aws-disabled': ['The key is disabled or about to be deleted', /DisabledException/],
  'aws-pending-deletion': ['The key is disabled or about to be deleted', /pending deletion/],
  'aws-expired': ['The login to the key service is not valid', /ExpiredTokenException/],
  'aws-alias-moved': ['The alias points to another key'],
  'aws-503-then-well': [],
  'vault-sealed': ['Vault is sealed', /HTTP 503, Vault is sealed/],
  'vault-policy': ['Vault: permission denied', /HTTP 403, permission denied/],
  'vault-expired': ['Vault: permission denied', /HTTP 403, permission denied/],
  'vault-rotated': ['The key was rotated'],
  'vault-ec-key': ['The key is not an RSA key'],
  'google-permission': ['Google Cloud KMS: PERMISSION_DENIED', /useToSign/],
  'google-disabled': ['The key is disabled or about to be deleted', /FAILED_PRECONDITION/],
  'google-federation': [
    'The key service does not accept the job’s OIDC token',
    /Google’s Security Token Service answered: HTTP 400, unauthorized_client/,
  ],
  'google-pss-key': ['The key signs with PSS padding'],
  'azure-federation': [
    'The key service does not accept the job’s OIDC token',
    /Microsoft Entra ID answered: HTTP 401, AADSTS700213/,
  ],
  'azure-rbac': ['Azure Key Vault: Forbidden', /ForbiddenByRbac/],
  'azure-firewall': ['Azure Key Vault: Client address is not authorized', /ForbiddenByFirewall/],
  'azure-disabled': ['The key is disabled or about to be deleted', /KeyDisabled/],
  'azure-rotated': ['The key was rotated'],
};

interface ServiceRun {
  readonly harness: StepHarness;
  readonly services: KeyServices;
  readonly step: StepResult;
}

async function signIn(
  t: TestContext,
  service: KeyServiceName,
  {
    fault = '',
    address = 'pinned',
    inputs = {},
    env = {},
  }: {
    readonly fault?: string;
    readonly address?: 'pinned' | 'unpinned';
    readonly inputs?: Readonly<Record<string, string>>;
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): Promise<ServiceRun> {
  const harness = await startStepHarness(t);
  const services = await startKeyServices();
  t.after(() => services.close());
  harness.org.uploadCertificate(services.certificatePem);
  if (fault) services.setFault(fault);
  const step = await harness.main(
    {
      'private-key': '',
      'private-key-passphrase': '',
      'signing-key': services.address(service, address),
      certificate: services.certificatePem,
      'max-attempts': '2',
      ...inputs,
    },
    { env: { ...services.environment(service), RUNNER_DEBUG: '1', ...env } },
  );
  const secrets = services.secrets().map((form) => ({ name: 'a credential', forms: [form] }));
  const texts = { log: step.log, summary: step.summary, outputs: JSON.stringify(step.outputs) };
  assert.deepEqual(findLeaks(texts, secrets), []);
  return { harness, services, step };
}

it('every fault of the simulated key services has an expectation, and every expectation belongs to a fault', () => {
  assert.deepEqual(
    Object.keys(EXPECTED),
    KEY_SERVICE_FAULTS.map(({ name }) => name),
  );
});

describe('a sign-in with a key in a key service', { concurrency: 4 }, () => {
  for (const service of KEY_SERVICES) {
    it(`gets a token with a single token request: ${service}`, async (t) => {
      const { harness, step } = await signIn(t, service);
      assertSucceeded(step);
      assert.match(step.outputs['access-token'] ?? '', /^00D/);
      assert.equal(harness.tokenRequests().length, 1);
    });
  }
});

/** Hosts that the step connects to before Salesforce, in this order. */
const VENDOR_HOSTS: Readonly<Record<KeyServiceName, readonly string[]>> = {
  aws: ['kms.eu-central-1.amazonaws.com'],
  vault: ['vault.acme.com'],
  google: [
    'run-actions-1-azure-eastus.actions.githubusercontent.com',
    'sts.googleapis.com',
    'iamcredentials.googleapis.com',
    'cloudkms.googleapis.com',
  ],
  azure: [
    'run-actions-1-azure-eastus.actions.githubusercontent.com',
    'login.microsoftonline.com',
    'acme.vault.azure.net',
  ],
};

describe("a sign-in with a key in a key service, through a company's proxy", {
  concurrency: 4,
}, () => {
  for (const service of KEY_SERVICES) {
    it(`connects only to the hosts of the service, to Salesforce and, for an OIDC token, to GitHub: ${service}`, async (t) => {
      const services = await startKeyServices();
      t.after(() => services.close());
      const harness = await startStepHarness(t, { otherHosts: services.atVendors });
      harness.org.uploadCertificate(services.certificatePem);
      const step = await harness.main(
        {
          'private-key': '',
          'private-key-passphrase': '',
          'signing-key': services.atVendors.address(service),
          certificate: services.certificatePem,
        },
        { env: services.atVendors.environment(service) },
      );
      assertSucceeded(step);
      const hosts = [...VENDOR_HOSTS[service], 'acme.my.salesforce.com'];
      assert.deepEqual(
        harness.org.tunnels.map(({ authority }) => authority),
        hosts.map((host) => `${host}:443`),
      );
      assert.ok(harness.org.tunnels.every(({ credentials }) => credentials === 'valid'));
    });
  }
});

describe('a fault of a key service', { concurrency: 4 }, () => {
  for (const { name, service, summary, address } of KEY_SERVICE_FAULTS) {
    const [title, answer] = EXPECTED[name] ?? [];
    it(`${title === undefined ? 'is retried' : `is reported as “${title}”`}: ${name}, ${summary}`, async (t) => {
      const options = { fault: name, ...(address ? { address } : {}) };
      const { harness, step } = await signIn(t, service, options);
      if (title === undefined) {
        assertSucceeded(step);
        assert.match(step.log, /Attempt 1 of at most 2 failed: AWS KMS: HTTP 503\. Next attempt/);
        return;
      }
      assertFailed(step, title);
      if (answer) assert.match(step.log, answer);
      assert.match(step.log, /The key service could not sign .* Nothing was sent to Salesforce/);
      assert.doesNotMatch(step.log, /Salesforce answered/);
      assert.equal(harness.tokenRequests().length, 0);
    });
  }

  it('is distinguished from a fault of Salesforce if the service does not respond', async (t) => {
    const { harness, step } = await signIn(t, 'vault', {
      env: { VAULT_ADDR: 'http://127.0.0.1:9' },
    });
    assertFailed(step, 'The key service did not answer');
    assert.match(step.log, /No answer from 127\.0\.0\.1:9: ECONNREFUSED/);
    assert.equal(harness.tokenRequests().length, 0);
  });
});

describe('the input signing-key', { concurrency: 4 }, () => {
  it('is rejected if it is not a key address, and the error lists the four valid forms', async (t) => {
    const { step } = await signIn(t, 'vault', { inputs: { 'signing-key': 'salesforce' } });
    assertFailed(step, 'Not the address of a key');
    for (const form of ['awskms:///arn', 'hashivault://', 'gcpkms://projects', 'azurekms://'])
      assert.ok(step.log.includes(form), form);
  });

  it('is rejected if private-key is also set, and the log does not contain the key', async (t) => {
    const { harness } = await signIn(t, 'vault');
    const step = await harness.main({ 'signing-key': 'hashivault://salesforce' });
    assertFailed(step, 'Both private-key and signing-key');
  });

  it('is rejected and masked if it contains a key', async (t) => {
    const harness = await startStepHarness(t);
    const key = harness.key.privateKeyPem;
    const step = await harness.main({
      'private-key': '',
      'private-key-passphrase': '',
      'signing-key': key,
    });
    assertFailed(step, 'A private key in another input');
  });

  it('is suggested if private-key contains a key address', async (t) => {
    const harness = await startStepHarness(t);
    const step = await harness.main({ 'private-key': 'hashivault://salesforce' });
    assertFailed(step, 'The address of a key in private-key');
  });
});
