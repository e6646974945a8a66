import type { RunInfo } from '../../src/findings.ts';

export const emptyRunInfo = (): RunInfo => ({ attempts: 0, startedAt: 0, githubHosted: false });
