/**
 * A benchmark that runs once per round, together with the others, so that noise on the machine affects
 * all of them.
 */
export interface Benchmark<Id extends string = string> {
  readonly id: Id;
  /** Runs the benchmark once and returns milliseconds or bytes. */
  readonly run: () => Promise<number>;
}

export interface Distribution {
  readonly median: number;
  readonly q1: number;
  readonly q3: number;
  readonly runs: number;
}

/**
 * Number of warm-up rounds, whose results are discarded. They warm up the org, the disk cache and the
 * CPU.
 */
const WARM_UPS = 2;

/**
 * Runs all benchmarks round by round. Every other round runs in reverse order, so that no benchmark
 * always runs first.
 */
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
