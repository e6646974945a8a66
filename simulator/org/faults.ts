import type { Fault } from './fault-types.ts';
import { INJECTIONS } from './faults-injection.ts';
import { PROMISES } from './faults-promise.ts';
import { REFUSALS } from './faults-refusal.ts';
import { STATUSES } from './faults-status.ts';
import { TUNNELS } from './faults-tunnel.ts';
import { WIRES } from './faults-wire.ts';

export type { Fault } from './fault-types.ts';

/** Every fault that can be switched on by name. */
export const FAULTS: readonly Fault[] = [
  ...REFUSALS,
  ...STATUSES,
  ...PROMISES,
  ...INJECTIONS,
  ...WIRES,
  ...TUNNELS,
];
