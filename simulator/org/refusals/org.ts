import type { Refusal } from './types.ts';

const NOTHING = (): void => undefined;

export const ORG_REFUSALS: readonly Refusal[] = [
  {
    name: 'my-domain-only',
    summary: 'The org accepts sign-ins only at its My Domain; for sign-ins at a shared host.',
    fault: 'wrong-domain',
    apply({ state }) {
      state.policy.preventGenericLogin = true;
    },
  },
  // Only Login History shows these causes.
  {
    name: 'login-rate',
    summary: 'The user signed in too often.',
    fault: 'login-rate-exceeded',
    apply: NOTHING,
  },
  {
    name: 'maximum-logins',
    summary: 'The license does not allow another sign-in.',
    fault: 'maximum-logins',
    apply: NOTHING,
  },
  {
    name: 'activation-secret',
    summary: 'Salesforce reports an activation secret, which is an error of its own.',
    fault: 'activation-secret',
    apply: NOTHING,
  },
  {
    name: 'clock',
    summary: 'The clock of the runner is wrong.',
    fault: 'expired',
    apply: NOTHING,
  },
];
