import { type Keys, makeKeys, type World } from '../../setup/world.ts';

const KEYS: Promise<Keys>[] = [];

/** Consecutive keys must differ; a new one for each of hundreds of runs would take most of their time. */
export function threeKeys(): World['makeKeys'] {
  let drawn = 0;
  return (bits) => {
    const at = drawn++ % 3;
    KEYS[at] ??= makeKeys(bits);
    return KEYS[at];
  };
}
