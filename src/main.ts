import { runAndExit } from './runner/leave.ts';
import { run } from './step.ts';
import { realRuntime } from './world.ts';

await runAndExit(() => run(realRuntime), 1);
