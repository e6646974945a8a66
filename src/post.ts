import { runAndExit } from './runner/exit.ts';
import { hasSavedState } from './runner/state.ts';

// Load the rest of the bundle only if there is something to clean up, which is rare.
if (hasSavedState(process.env)) {
  await runAndExit(async () => {
    const { cleanup } = await import('./cleanup.ts');
    const { realRuntime } = await import('./runtime.ts');
    return cleanup(realRuntime);
  }, 0);
}
