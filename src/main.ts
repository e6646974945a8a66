import { runAndExit } from './runner/exit.ts';
import { realRuntime } from './runtime.ts';
import { run } from './sign-in.ts';

await runAndExit(() => run(realRuntime), 1);
