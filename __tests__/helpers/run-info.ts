import type { RunInfo } from '../../src/run-context.ts';

export const emptyRunInfo = (): RunInfo => ({ attempts: 0, startedAt: 0, githubHosted: false });
