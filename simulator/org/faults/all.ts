import { INJECTIONS } from './injections.ts';
import { PROMISES } from './promises.ts';
import { REFUSALS } from './refusals.ts';
import { STATUSES } from './statuses.ts';
import { TUNNELS } from './tunnels.ts';
import type { Fault } from './types.ts';
import { WIRES } from './wires.ts';

export type { Fault } from './types.ts';

/** Every fault that can be switched on by name. */
export const FAULTS: readonly Fault[] = [
  ...REFUSALS,
  ...STATUSES,
  ...PROMISES,
  ...INJECTIONS,
  ...WIRES,
  ...TUNNELS,
];
