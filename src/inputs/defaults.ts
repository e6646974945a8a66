/**
 * The inputs and their defaults, as in action.yml (a test checks that they match). They are repeated
 * here because the runner does not apply a default to an input that is set to an empty string, such as
 * `input: ${{ inputs.something }}`.
 */
export const DEFAULTS = {
  'consumer-key': '',
  'private-key': '',
  'private-key-passphrase': '',
  'signing-key': '',
  username: '',
  'login-url': 'https://login.salesforce.com',
  audience: '',
  certificate: '',
  'expected-org-id': '',
  verify: 'false',
  'export-env': 'false',
  'mask-instance-url': 'true',
  'revoke-token': 'false',
  'max-attempts': '4',
  'timeout-seconds': '60',
  'job-summary': 'on-failure',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the default in action.yml, in GitHub's syntax
  'secret-source': '${{ github.secret_source }}',
} as const;

export type InputName = keyof typeof DEFAULTS;
