import { main } from './cli.ts';
import { createRuntime } from './runtime.ts';

const args = process.argv.slice(2);
process.exitCode = await main(args, createRuntime(args.includes('--json')));
