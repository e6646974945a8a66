import type { RunInfo } from '../../src/run.ts';

export const emptyRunInfo = (): RunInfo => ({ attempts: 0, startedAt: 0, githubHosted: false });
