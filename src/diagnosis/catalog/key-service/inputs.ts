import type { CatalogEntry } from '../entry.ts';

const ADDRESS_FORMS = [
  'awskms:///arn:aws:kms:REGION:ACCOUNT:key/ID',
  'hashivault://KEY/VERSION (or openbao://)',
  'gcpkms://projects/P/locations/L/keyRings/R/cryptoKeys/K/cryptoKeyVersions/1',
  'azurekms://NAME.vault.azure.net/KEY/VERSION',
];

/** Entries for `signing-key` and the inputs that it requires or excludes. */
export const SIGNING_KEY_ENTRIES = [
  {
    id: 'signing-key-format',
    title: 'Not the address of a key',
    errorCodes: ['signing-key-format'],
    causes: [
      {
        id: 'signing-key-format',
        explanation: '`signing-key` has none of the forms that the step knows.',
        fix: 'Use one of these:',
        snippet: ADDRESS_FORMS,
        setupPath: 'workflow',
      },
    ],
  },
  {
    id: 'signing-key-endpoint',
    title: 'An endpoint in the address of a key',
    errorCodes: ['signing-key-endpoint'],
    causes: [
      {
        id: 'signing-key-endpoint',
        explanation: '`signing-key` names a host, to which the credentials of AWS would go.',
        fix: 'Write awskms:/// with three slashes. Set AWS_ENDPOINT_URL_KMS under `env:` if KMS has another host.',
        setupPath: 'workflow',
      },
    ],
  },
  {
    id: 'address-as-private-key',
    title: 'The address of a key in private-key',
    errorCodes: ['key-is-address'],
    causes: [
      {
        id: 'address-as-private-key',
        explanation: '`private-key` contains the address of a key in a key service.',
        fix: 'Move it to `signing-key`, and remove `private-key`.',
        setupPath: 'workflow',
      },
    ],
  },
  {
    id: 'two-keys',
    title: 'Both private-key and signing-key',
    errorCodes: ['two-keys', 'passphrase-without-key'],
    causes: [
      {
        id: 'two-keys',
        explanation:
          'Only one of `private-key` and `signing-key` can sign, and `private-key-passphrase` is for `private-key`.',
        fix: 'Remove `private-key` and `private-key-passphrase`, or `signing-key`.',
        setupPath: 'workflow',
      },
    ],
  },
  {
    id: 'needs-certificate',
    title: 'A signing-key without a certificate',
    errorCodes: ['needs-certificate'],
    causes: [
      {
        id: 'needs-certificate',
        explanation:
          'With `signing-key`, the step checks each signature against the certificate in the app before it sends anything.',
        fix: 'Store the certificate as a variable, and set `certificate`.',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a GitHub Actions expression
        snippet: ['certificate: ${{ vars.SF_CERTIFICATE }}'],
        setupPath: 'workflow',
      },
    ],
  },
] as const satisfies readonly CatalogEntry[];
