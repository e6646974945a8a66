import { runAndExit } from './runner/leave.ts';
import { hasSavedState } from './runner/state.ts';

// Mostly there is nothing to do (not asked for, or the sign-in failed), and then nothing is loaded.
if (hasSavedState(process.env)) {
  await runAndExit(async () => {
    const { cleanup } = await import('./end-of-job.ts');
    const { realRuntime } = await import('./world.ts');
    return cleanup(realRuntime);
  }, 0);
}
