import { runAndExit } from './runner/exit.ts';
import { hasSavedState } from './runner/state.ts';

// Usually there is nothing to clean up: then the rest of the bundle is not loaded.
if (hasSavedState(process.env)) {
  await runAndExit(async () => {
    const { cleanup } = await import('./cleanup.ts');
    const { realRuntime } = await import('./runtime.ts');
    return cleanup(realRuntime);
  }, 0);
}
