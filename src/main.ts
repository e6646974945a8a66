import { leave } from './runner/leave.ts';
import { step } from './step.ts';
import { realWorld } from './world.ts';

leave(await step(realWorld));
