import { type Keys, makeKeys, type SetupRuntime } from '../../setup/runtime.ts';

const KEYS: Promise<Keys>[] = [];

/**
 * Returns a function that cycles through three keys. Consecutive keys must differ, and generating a
 * key for each of hundreds of runs would take most of the time.
 */
export function cycleThreeKeys(): SetupRuntime['makeKeys'] {
  let count = 0;
  return (bits) => {
    const index = count++ % 3;
    KEYS[index] ??= makeKeys(bits);
    return KEYS[index];
  };
}
