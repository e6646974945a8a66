import { leaveAfter } from './runner/leave.ts';
import { step } from './step.ts';
import { realWorld } from './world.ts';

await leaveAfter(() => step(realWorld), 1);
