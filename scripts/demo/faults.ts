/** Faults that the demo can simulate: those of the org and those of a key service. */
import { KEY_SERVICE_FAULTS } from '../../simulator/key-services/faults.ts';
import { FAULTS } from '../../simulator/org/faults/index.ts';

export const ALL_FAULTS = [...FAULTS, ...KEY_SERVICE_FAULTS];

/** The failures that new users are most likely to see, keyed by the name of the fault. */
export const COMMON_FAULTS: Readonly<Record<string, string>> = {
  'not-approved': 'The app does not pre-authorize the user.',
  'not-admin-approved': 'The user is not selected in the policy of the app.',
  'invalid-assertion': 'The certificate in the app belongs to another key.',
  'invalid-client-credentials': 'Salesforce does not accept the signature or the consumer key.',
  'client-id-invalid': 'No app of this org has the consumer key.',
  'app-not-found': 'The External Client App is not in this org.',
  'audience-invalid': 'The org does not accept the audience.',
  'inactive-user': 'The user is deactivated or frozen.',
  'ip-restricted': 'The address of the runner is not in the Login IP Ranges.',
  'login-rate-exceeded': 'Too many sign-ins within an hour.',
  expired: 'The assertion arrives too late.',
  'skewed-clock': 'The clock of the runner is ten minutes behind.',
  'api-disabled': 'The user lacks the permission API Enabled.',
  'wrong-org': 'The token is for another org than the workflow expects.',
  '503-once': 'Salesforce is unavailable for a moment, and a retry succeeds.',
  dns: 'The login URL names a host that does not exist.',
  'proxy-407': 'The proxy requires a password.',
  'tls-inspected': 'A proxy replaces the certificate of Salesforce.',
  'vault-rotated': 'The key in HashiCorp Vault was rotated.',
  'aws-access-denied': 'The role may not sign with the key in AWS KMS.',
};

/**
 * Returns one line for each fault: for all of them, or for the common ones, followed by the command
 * that lists all.
 */
export function faultList(all: boolean): string {
  const rows = all
    ? ALL_FAULTS.map(({ name, summary }) => [name, summary] as const)
    : Object.entries(COMMON_FAULTS);
  const lines = rows.map(([name, summary]) => `${name.padEnd(28)} ${summary}`);
  return (
    all ? lines : [...lines, '', `npm run demo -- --faults all lists all ${ALL_FAULTS.length}.`]
  ).join('\n');
}
