/**
 * The inputs, and what an empty one means. action.yml says the same (a test holds them together);
 * it stands here too because `input: ${{ inputs.something }}` hands over an empty string, and then
 * the runner does not apply the default.
 */
export const DEFAULTS = {
  'consumer-key': '',
  'private-key': '',
  'private-key-passphrase': '',
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
} as const;

export type InputName = keyof typeof DEFAULTS;
