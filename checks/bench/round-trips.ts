import { stepEnvironment } from '../../support/runner/environment.ts';
import { type BenchmarkContext, type CliCommand, signInWithCli } from './measure.ts';
import { inputsFor, MAIN, POST, readAndClearState, runNode, type StepEnv } from './processes.ts';
import { alternate, type Benchmark } from './statistics.ts';

export type SlowNetworkId = 'sign-in' | 'verify' | 'second-audience' | 'both' | 'revoke' | 'cli';

export interface SlowNetworkFigures {
  /** Durations in milliseconds. */
  readonly times: Readonly<Partial<Record<SlowNetworkId, number[]>>>;
  readonly roundTrips: Readonly<Partial<Record<SlowNetworkId, number[]>>>;
}

/** Measurements on a slow network, with the limit for their round trips. */
export const SLOW_NETWORK: readonly (readonly [
  id: SlowNetworkId,
  label: string,
  bound?: string,
])[] = [
  ['sign-in', 'the step', '≤ 3.3'],
  ['verify', 'the step with `verify`', '≤ 4.3'],
  ['second-audience', 'the step with a second audience', '≤ 4.3'],
  ['both', 'the step with both', '≤ 5.3'],
  ['revoke', 'post step that revokes'],
  ['cli', '`sf org login jwt`'],
];

export const roundTripsOf = (label: string): string => `round trips: ${label}`;
export const slowTimeOf = (label: string): string => `200 ms for each round trip: ${label}`;

/** Counts the round trips and measures the time on a network with a round-trip time of 200 ms. */
export async function slowNetwork(
  context: BenchmarkContext,
  sf: CliCommand | undefined,
): Promise<SlowNetworkFigures> {
  const { org, folder, rounds } = context;
  const { info } = org;
  const [login] = info.logins;
  if (!login) throw new Error('The org has no user.');
  const envWith = (inputs: StepEnv, env: StepEnv = info.slowEnvironment) =>
    stepEnvironment(folder, { inputs: { ...inputsFor(info, login), ...inputs }, env });
  const verify = { verify: 'true' };
  // The step only tries a second audience if the workflow does not set one.
  const withoutAudience = { audience: '' };
  const revoke = { 'revoke-token': 'true' };
  const roundTrips: Partial<Record<SlowNetworkId, number[]>> = {};
  const measured = (
    id: SlowNetworkId,
    measure: () => Promise<number>,
  ): Benchmark<SlowNetworkId> => {
    const counts: number[] = [];
    roundTrips[id] = counts;
    return {
      id,
      async run() {
        await org.query({ count: 'round trips' });
        const milliseconds = await measure();
        counts.push(await org.query({ count: 'round trips' }));
        // Discards the warm-up runs.
        if (counts.length > rounds) counts.shift();
        return milliseconds;
      },
    };
  };
  const rejectedOnce = async (inputs: StepEnv) => {
    await org.query({ rejectAudience: true });
    return runNode(MAIN, envWith({ ...withoutAudience, ...inputs }));
  };
  const times = await alternate(
    [
      measured('sign-in', () => runNode(MAIN, envWith({}))),
      measured('verify', () => runNode(MAIN, envWith(verify))),
      measured('second-audience', () => rejectedOnce({})),
      measured('both', () => rejectedOnce(verify)),
      measured('revoke', async () => {
        const fast = envWith(revoke, info.environment);
        await runNode(MAIN, fast);
        const state = readAndClearState(fast);
        return runNode(POST, { ...envWith(revoke), ...state });
      }),
      ...(sf ? [measured('cli', () => signInWithCli(context, sf, envWith({})))] : []),
    ],
    rounds,
  );
  return { times, roundTrips };
}
