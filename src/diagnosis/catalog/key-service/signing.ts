import type { CatalogEntry } from '../entry.ts';

/**
 * Entries for problems that the step detects when it signs with a key service, such as a missing
 * variable or an invalid signature.
 */

export const SIGNING_ENTRIES = [
  {
    id: 'key-service-credentials-missing',
    title: 'No credentials for the key service',
    errorCodes: ['credentials-missing'],
    causes: [
      {
        id: 'key-service-login-missing',
        explanation: '{missing} is not set, so the step has no credentials for {service}.',
        fix: 'Run {action} before this step, in the same job. The job needs these lines:',
        snippet: ['permissions:', '  id-token: write', '  contents: read'],
        setupPath: 'job',
      },
    ],
  },
  {
    id: 'vault-variables-missing',
    title: 'No credentials for Vault or OpenBao',
    errorCodes: ['vault-variables-missing'],
    causes: [
      {
        id: 'vault-variables-missing',
        explanation: '{missing} is not set, or is not a token.',
        fix: 'Run hashicorp/vault-action before this step, with `exportToken: true` for VAULT_TOKEN. It does not set VAULT_ADDR, so set that under `env:` of the job. The job needs `id-token: write` under `permissions:`.',
        setupPath: 'job',
      },
    ],
  },
  {
    id: 'azure-variables-missing',
    title: 'No credentials for Azure Key Vault',
    errorCodes: ['azure-variables-missing'],
    causes: [
      {
        id: 'azure-variables-missing',
        explanation:
          '{missing} is not set. azure/login leaves nothing that a later step could use.',
        fix: 'Set both under `env:` of this step. The job needs `id-token: write` under `permissions:`.',
        snippet: [
          'env:',
          // biome-ignore lint/suspicious/noTemplateCurlyInString: a GitHub Actions expression
          '  AZURE_CLIENT_ID: ${{ vars.AZURE_CLIENT_ID }}',
          // biome-ignore lint/suspicious/noTemplateCurlyInString: a GitHub Actions expression
          '  AZURE_TENANT_ID: ${{ vars.AZURE_TENANT_ID }}',
        ],
        setupPath: 'workflow',
      },
    ],
  },
  {
    id: 'id-token-missing',
    title: 'The job may not request an OIDC token',
    errorCodes: ['id-token-missing'],
    causes: [
      {
        id: 'id-token-permission',
        explanation:
          'The job lacks the permission `id-token: write`, so it has no token for {service}.',
        appliesIf:
          'ACTIONS_ID_TOKEN_REQUEST_URL is not set. Pull requests from forks never get this permission.',
        fix: 'Add it. A reusable workflow needs it in the workflow that calls it, too.',
        snippet: ['permissions:', '  id-token: write', '  contents: read'],
        setupPath: 'job',
      },
    ],
  },
  {
    id: 'google-credentials-file',
    title: 'The Google credentials file cannot be used',
    errorCodes: ['credentials-file', 'credentials-executable', 'credentials-host'],
    causes: [
      {
        id: 'google-credentials-file',
        explanation: '{variable} names a file that is {problem}.',
        fix: 'Run google-github-actions/auth with `workload_identity_provider` before this step, after actions/checkout. A key of a service account is not accepted.',
        setupPath: 'workflow',
      },
    ],
  },
  {
    id: 'key-service-endpoint',
    title: 'The address of a key service is not valid',
    errorCodes: ['endpoint-format'],
    causes: [
      {
        id: 'key-service-endpoint',
        explanation: 'The step cannot use the value of {variable}.',
        fix: 'A URL must begin with https:// and have no user name and no query, and credentials go only to hosts of the service. A mount or a namespace is a name, or names with / between them.',
        setupPath: 'runner',
      },
    ],
  },
  {
    id: 'aws-fips-endpoint',
    title: 'AWS_USE_FIPS_ENDPOINT with an endpoint of your own',
    errorCodes: ['endpoint-with-fips'],
    causes: [
      {
        id: 'aws-fips-endpoint',
        explanation: 'AWS_USE_FIPS_ENDPOINT and {variable} are both set, and only one can be used.',
        fix: 'Remove one of them.',
        setupPath: 'runner',
      },
    ],
  },
  {
    id: 'aws-region-missing',
    title: 'The AWS region is missing',
    errorCodes: ['region-missing'],
    causes: [
      {
        id: 'aws-region-missing',
        explanation:
          '`signing-key` names no region, and AWS_REGION is not set or is not the name of a region.',
        fix: 'Use the ARN of the key in `signing-key`, which contains the region.',
        setupPath: 'workflow',
      },
    ],
  },
  {
    id: 'signature-rotated',
    title: 'The key was rotated',
    errorCodes: ['signature-rotated'],
    causes: [
      {
        id: 'signature-rotated',
        explanation:
          '`signing-key` names no version, so the latest one signed. The certificate belongs to an older one.',
        fix: 'In `signing-key`, add the key version that the certificate belongs to, such as hashivault://KEY/1. After you upload a certificate for the new version, change it to that version.',
        setupPath: 'workflow',
      },
    ],
  },
  {
    id: 'signature-alias',
    title: 'The alias points to another key',
    errorCodes: ['signature-alias'],
    causes: [
      {
        id: 'signature-alias',
        explanation:
          'The alias in `signing-key` was moved to another key than that of the certificate.',
        fix: 'Use the ARN of the key in `signing-key`, which cannot be moved.',
        setupPath: 'workflow',
      },
    ],
  },
  {
    id: 'signature-mismatch',
    title: 'The signature does not match the certificate',
    errorCodes: ['signature-mismatch', 'signature-size'],
    causes: [
      {
        id: 'certificate-of-another-key',
        explanation:
          'The key that `signing-key` names is not the key of any certificate in `certificate`.',
        fix: 'Create a certificate with this key, upload it to the app, and store it in `certificate`. Or correct the address.',
        setupPath: 'certificate',
      },
    ],
  },
  {
    id: 'signature-not-rsa',
    title: 'The key is not an RSA key',
    errorCodes: ['signature-not-rsa'],
    causes: [
      {
        id: 'signature-not-rsa',
        explanation:
          'The signature has {bits} bits, so the key is not RSA. {service} signs with an elliptic-curve key without complaint, and Salesforce accepts only RSA.',
        fix: 'Create an RSA key of 2048 bits or more for signing, and a certificate for it.',
        setupPath: 'certificate',
      },
    ],
  },
  {
    id: 'signature-pss',
    title: 'The key signs with PSS padding',
    errorCodes: ['signature-pss'],
    causes: [
      {
        id: 'signature-pss',
        explanation:
          'The key in {service} signs with RSASSA-PSS. Salesforce accepts only RSASSA-PKCS1-v1_5.',
        fix: 'Create a key with the algorithm RSA_SIGN_PKCS1_2048_SHA256, or a larger one of that kind, and a certificate for it.',
        setupPath: 'certificate',
      },
    ],
  },
] as const satisfies readonly CatalogEntry[];
