import { leaveAfter } from './runner/leave.ts';
import { hasSavedState } from './runner/state.ts';

// Mostly there is nothing to do (not asked for, or the sign-in failed), and then nothing is loaded.
if (hasSavedState(process.env)) {
  await leaveAfter(async () => {
    const { endOfJob } = await import('./end-of-job.ts');
    const { realWorld } = await import('./world.ts');
    return endOfJob(realWorld);
  }, 0);
}
