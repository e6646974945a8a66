import { CONNECTION_FAULTS } from './connection.ts';
import { INJECTION_FAULTS } from './injections.ts';
import { MALFORMED_SUCCESS_FAULTS } from './malformed-success.ts';
import { OAUTH_ERROR_FAULTS } from './oauth-errors.ts';
import { STATUS_FAULTS } from './statuses.ts';
import { TUNNEL_FAULTS } from './tunnels.ts';
import type { Fault } from './types.ts';

export type { Fault } from './types.ts';

/** All faults that can be activated by name. */
export const FAULTS: readonly Fault[] = [
  ...OAUTH_ERROR_FAULTS,
  ...STATUS_FAULTS,
  ...MALFORMED_SUCCESS_FAULTS,
  ...INJECTION_FAULTS,
  ...CONNECTION_FAULTS,
  ...TUNNEL_FAULTS,
];
