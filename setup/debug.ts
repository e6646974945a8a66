import type { Secrets } from './secrets.ts';
import type { World } from './world.ts';

/** With DEBUG set, tells each program that is run, how it ended and what it complained about. */
export function withDebug(world: World, secrets: Secrets): World {
  if (!world.env['DEBUG']) return world;
  return {
    ...world,
    async run(command) {
      const started = world.now();
      const finished = await world.run(command);
      const { program, args } = command;
      const took = `exit code ${finished.exitCode ?? 'none'}, ${world.now() - started} ms`;
      const lines = [`$ ${[program, ...args].join(' ')}`, `  ${took}`, finished.stderr.trim()];
      const text = lines.filter((line) => line !== '').join('\n');
      world.write('stderr', secrets.hide(`${text}\n`));
      return finished;
    },
  };
}
