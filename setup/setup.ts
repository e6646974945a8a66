import { main } from './main.ts';
import { createRuntime } from './world.ts';

const args = process.argv.slice(2);
process.exitCode = await main(args, createRuntime(args.includes('--json')));
