import { main } from './main.ts';
import { makeWorld } from './world.ts';

const args = process.argv.slice(2);
process.exitCode = await main(args, makeWorld(args.includes('--json')));
