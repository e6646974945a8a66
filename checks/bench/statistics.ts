/** Runs once per round together with the others, so that noise on the machine affects all of them. */
export interface Benchmark<Id extends string = string> {
  readonly id: Id;
  /** Runs once and returns milliseconds or bytes. */
  readonly run: () => Promise<number>;
}

export interface Distribution {
  readonly median: number;
  readonly q1: number;
  readonly q3: number;
  readonly runs: number;
}

/** Rounds that do not count. They warm up the org, the disk cache and the processor. */
const WARM_UPS = 2;

/** Runs the benchmarks round by round, in reverse order every other round, so that none always runs first. */
export async function alternate<Id extends string>(
  benchmarks: readonly Benchmark<Id>[],
  rounds: number,
): Promise<Record<Id, number[]>> {
  const values = Object.fromEntries(benchmarks.map(({ id }) => [id, []])) as unknown as Record<
    Id,
    number[]
  >;
  for (let round = -WARM_UPS; round < rounds; round++) {
    const ordered = round % 2 === 0 ? benchmarks : benchmarks.toReversed();
    for (const { id, run } of ordered) {
      const value = await run();
      if (round >= 0) values[id].push(value);
    }
  }
  return values;
}

export function distribution(values: readonly number[]): Distribution {
  const sorted = values.toSorted((a, b) => a - b);
  const quantile = (fraction: number) => {
    const position = fraction * (sorted.length - 1);
    const [below = 0, above = 0] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
    return below + (above - below) * (position % 1);
  };
  return { median: quantile(0.5), q1: quantile(0.25), q3: quantile(0.75), runs: values.length };
}

/** Returns one ratio per round. */
export function ratios(values: readonly number[], baseline: readonly number[]): number[] {
  return values.map((value, round) => value / (baseline[round] ?? Number.NaN));
}
