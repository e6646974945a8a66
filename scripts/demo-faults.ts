import { KEY_SERVICE_FAULTS } from '../simulator/key-services/faults.ts';
import { FAULTS } from '../simulator/org/faults/index.ts';
import { styled } from './demo-text.ts';

/** Faults of the org, and faults of the key service that signs the assertion. */
export const ALL_FAULTS = [...FAULTS, ...KEY_SERVICE_FAULTS];

type CommonFault = readonly [name: string, description: string];

/** The faults that a person is most likely to meet first, by where they come from. */
export const COMMON_FAULTS: Readonly<Record<string, readonly CommonFault[]>> = {
  'Salesforce rejects the sign-in': [
    ['not-approved', "user hasn't approved this consumer"],
    ['app-not-found', 'External client app is not installed in this org'],
    ['client-id-invalid', 'client identifier invalid'],
    ['invalid-client-credentials', 'invalid client credentials'],
    ['audience-invalid', 'audience is invalid'],
    ['not-admin-approved', 'user is not admin approved to access this app'],
    ['ip-restricted', 'ip restricted'],
    ['inactive-user', 'inactive user'],
    ['app-must-be-installed', 'app must be installed into org'],
    ['login-rate-exceeded', 'login rate exceeded'],
  ],
  'The sign-in works, but a check fails': [
    ['wrong-org', 'the token belongs to another org'],
    ['api-access-control', 'API Access Control blocks the app'],
    ['session-revoked', 'the session has ended already'],
  ],
  'The network': [
    ['dns', 'the host name does not exist'],
    ['proxy-407', 'the proxy asks for a password'],
    ['tls-inspected', 'a proxy inspects the connection'],
    ['skewed-clock', 'the clock of the runner is ten minutes slow'],
    ['503-once', 'Salesforce is down for a moment'],
    ['503', 'Salesforce is in maintenance'],
  ],
  'A key service': [
    ['vault-rotated', 'the key was rotated, and the address names no version'],
    ['aws-access-denied', 'the role may not sign with the key'],
  ],
};

const line = ([name, description]: CommonFault) => `  ${name.padEnd(28)} ${description}`;

/** Lists every fault with the simulator's description of it. */
export const allFaults = (): string =>
  ALL_FAULTS.map(({ name, summary }) => line([name, summary])).join('\n');

export function commonFaults(): string {
  const groups = Object.entries(COMMON_FAULTS).map(([title, faults]) =>
    [styled('bold', title), ...faults.map(line)].join('\n'),
  );
  return [
    ...groups,
    `"npm run demo -- --faults all" lists all ${ALL_FAULTS.length} faults that the tests use.`,
  ].join('\n\n');
}
