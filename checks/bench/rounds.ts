/** What is compared: each side once a round, so that a noisy moment strikes all of them alike. */
export interface Side<Id extends string = string> {
  readonly id: Id;
  /** Does it once; gives what was measured: milliseconds, or bytes. */
  readonly once: () => Promise<number>;
}

export interface Spread {
  readonly median: number;
  readonly q1: number;
  readonly q3: number;
  readonly runs: number;
}

/** Not counted: they warm up the org, the disk cache and the clock of the processor. */
const WARM_UPS = 2;

/** Forwards in one round, backwards in the next, so that nobody always comes first. */
export async function alternate<Id extends string>(
  sides: readonly Side<Id>[],
  rounds: number,
): Promise<Record<Id, number[]>> {
  const values = Object.fromEntries(sides.map(({ id }) => [id, []])) as unknown as Record<
    Id,
    number[]
  >;
  for (let round = -WARM_UPS; round < rounds; round++) {
    const inTurn = round % 2 === 0 ? sides : sides.toReversed();
    for (const { id, once } of inTurn) {
      const value = await once();
      if (round >= 0) values[id].push(value);
    }
  }
  return values;
}

export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const quantile = (part: number) => {
    const at = part * (sorted.length - 1);
    const [below = 0, above = 0] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
    return below + (above - below) * (at % 1);
  };
  return { median: quantile(0.5), q1: quantile(0.25), q3: quantile(0.75), runs: values.length };
}

/** One ratio for each round. */
export function ratios(values: readonly number[], base: readonly number[]): number[] {
  return values.map((value, round) => value / (base[round] ?? Number.NaN));
}
