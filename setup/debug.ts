import type { Redactor } from './redactor.ts';
import type { SetupRuntime } from './runtime.ts';

/** With DEBUG set, tells each program that is run, how it ended and what it complained about. */
export function withDebug(runtime: SetupRuntime, redactor: Redactor): SetupRuntime {
  if (!runtime.env['DEBUG']) return runtime;
  return {
    ...runtime,
    async run(command) {
      const started = runtime.now();
      const result = await runtime.run(command);
      const { program, args } = command;
      const outcome = `exit code ${result.exitCode ?? 'none'}, ${runtime.now() - started} ms`;
      const lines = [`$ ${[program, ...args].join(' ')}`, `  ${outcome}`, result.stderr.trim()];
      const text = lines.filter((line) => line !== '').join('\n');
      runtime.write('stderr', redactor.redact(`${text}\n`));
      return result;
    },
  };
}
