import { runAndExit } from './runner/exit.ts';
import { hasSavedState } from './runner/state.ts';

// Mostly there is nothing to do (not asked for, or the sign-in failed), and then nothing is loaded.
if (hasSavedState(process.env)) {
  await runAndExit(async () => {
    const { cleanup } = await import('./cleanup.ts');
    const { realRuntime } = await import('./runtime.ts');
    return cleanup(realRuntime);
  }, 0);
}
