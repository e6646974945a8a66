/** Defines the cases of the examples that sign with a key service, which is simulated. */
import assert from 'node:assert/strict';
import type { KeyServiceName } from '../../../simulator/key-services/faults.ts';
import { startKeyServices } from '../../../simulator/key-services/index.ts';
import type { ExampleCase } from '../case.ts';
import { LIMITS_REQUEST, TOKEN_REQUEST } from './requests.ts';

const services = await startKeyServices();
services.unref();

/**
 * Variables that a login action sets; the stub actions set them too. All other variables come from the
 * runner.
 */
const LOGIN_VARIABLES =
  /^(AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)|VAULT_TOKEN|GOOGLE_APPLICATION_CREDENTIALS)$/;

function caseFor(
  service: KeyServiceName,
  vars: Readonly<Record<string, string>>,
  mutation: ExampleCase['mutation'],
): ExampleCase {
  const entries = Object.entries(services.environment(service));
  const login = entries.filter(([name]) => LOGIN_VARIABLES.test(name));
  const ofRunner = entries.filter(
    ([name]) => !LOGIN_VARIABLES.test(name) && !(name in vars) && !name.startsWith('VAULT_'),
  );
  return {
    file: `examples/signing-key-${service}.yml`,
    event: 'workflow_dispatch',
    prepare: ({ org }) => org.uploadCertificate(services.certificatePem),
    vars: () => ({
      SF_SIGNING_KEY: services.address(service),
      SF_CERTIFICATE: services.certificatePem,
      ...vars,
    }),
    env: () => ({
      ...Object.fromEntries(ofRunner),
      EXAMPLES_LOGIN: JSON.stringify(Object.fromEntries(login)),
    }),
    jobs: { limits: 'success' },
    requests: [TOKEN_REQUEST, LIMITS_REQUEST],
    logIncludes: ['DailyApiRequests'],
    assert({ engine }) {
      for (const secret of services.secrets())
        assert.ok(!engine.printed.includes(secret), 'a credential of the key service was printed');
    },
    mutation,
  };
}

const NO_CERTIFICATE = [
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a GitHub Actions expression
  'certificate: ${{ vars.SF_CERTIFICATE }}',
  "certificate: ''",
] as const;

export const CASES: readonly ExampleCase[] = [
  caseFor(
    'aws',
    { SF_SIGNER_ROLE: 'arn:aws:iam::111122223333:role/sf-signer', AWS_REGION: 'eu-central-1' },
    NO_CERTIFICATE,
  ),
  caseFor('vault', { VAULT_ADDR: services.url, VAULT_ROLE: 'salesforce' }, [
    'exportToken: true',
    'exportToken: false',
  ]),
  caseFor(
    'google',
    {
      GOOGLE_PROVIDER: 'projects/1/locations/global/workloadIdentityPools/github/providers/acme',
      GOOGLE_SERVICE_ACCOUNT: 'signer@acme.iam.gserviceaccount.com',
    },
    NO_CERTIFICATE,
  ),
  caseFor(
    'azure',
    {
      AZURE_CLIENT_ID: services.state.ids.azureClient,
      AZURE_TENANT_ID: services.state.ids.azureTenant,
    },
    ['AZURE_TENANT_ID: ', 'AZURE_TENANT: '],
  ),
];
