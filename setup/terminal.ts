import type { Redactor } from './redactor.ts';
import type { SetupRuntime } from './runtime.ts';

/** Output of the command: one line for each step, with its result. */
export interface Terminal {
  /** Runs a step and prints its line when it ends. `progress` sets the text beside the spinner. */
  step<T>(
    title: string,
    work: (progress: (text: string) => void) => Promise<SetupStepResult<T>>,
  ): Promise<T>;
  say(text: string): void;
  /** Hides the spinner while a question or a program uses the terminal. */
  suspend<T>(work: () => Promise<T>): Promise<T>;
  /** Asks for a yes or no; with `--yes`, returns true without asking. */
  confirm(question: string): Promise<boolean>;
  readonly steps: readonly StepRecord[];
}

export interface SetupStepResult<T> {
  readonly result: string;
  readonly value: T;
}

export interface StepRecord {
  readonly step: string;
  readonly result: string;
  readonly milliseconds: number;
  readonly failed?: true;
}

interface TerminalOptions {
  readonly yes: boolean;
  /** Prints nothing: with `--json`, only the object at the end is printed. */
  readonly silent: boolean;
}

const SPINNER_FRAMES = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
const TITLE_WIDTH = 14;
const FRAME_INTERVAL_MS = 120;
const MAX_TERMINAL_LINE = 78;
const CLEAR_LINE = '\r\u001B[K';

export function createTerminal(
  runtime: SetupRuntime,
  redactor: Redactor,
  { yes, silent }: TerminalOptions,
): Terminal {
  const steps: StepRecord[] = [];
  let current: Spinner | undefined;
  const say = (text: string): void => {
    if (!silent) runtime.write('stdout', redactor.redact(`${text}\n`));
  };
  return {
    steps,
    say,
    async step(title, work) {
      const started = runtime.now();
      const spinner = createSpinner(runtime, redactor, title);
      current = spinner;
      try {
        const { result, value } = await work(spinner.setText);
        const redacted = redactor.redact(result);
        steps.push({ step: title, result: redacted, milliseconds: runtime.now() - started });
        spinner.stop();
        say(`✓ ${title.padEnd(TITLE_WIDTH)}${redacted}`);
        return value;
      } catch (error) {
        spinner.stop();
        const message = redactor.redact(error instanceof Error ? error.message : String(error));
        steps.push({
          step: title,
          result: message,
          milliseconds: runtime.now() - started,
          failed: true,
        });
        say(`✗ ${title}`);
        throw error;
      } finally {
        current = undefined;
      }
    },
    async suspend(work) {
      current?.stop();
      const result = await work();
      current?.start();
      return result;
    },
    async confirm(question) {
      if (yes) return true;
      return /^y(es)?$/i.test(await runtime.ask(`${question} [y/N] `));
    },
  };
}

interface Spinner {
  setText(text: string): void;
  start(): void;
  stop(): void;
}

/** Shows the spinner only in a terminal, and clears its line when the step ends. */
function createSpinner(runtime: SetupRuntime, redactor: Redactor, title: string): Spinner {
  const noop = (): void => undefined;
  if (!runtime.isTerminal) return { setText: noop, start: noop, stop: noop };
  const started = runtime.now();
  let text = '';
  let frame = 0;
  let timer: NodeJS.Timeout | undefined;
  const tick = (): void => {
    const seconds = Math.floor((runtime.now() - started) / 1000);
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    const line = `${SPINNER_FRAMES[frame++ % SPINNER_FRAMES.length]} ${title.padEnd(TITLE_WIDTH)}${time} ${text}`;
    // A line that wraps could not be cleared.
    runtime.write('stderr', `${CLEAR_LINE}${redactor.redact(line).slice(0, MAX_TERMINAL_LINE)}`);
  };
  const start = (): void => {
    timer = setInterval(tick, FRAME_INTERVAL_MS);
  };
  start();
  return {
    start,
    setText(newText) {
      text = newText;
    },
    stop() {
      clearInterval(timer);
      runtime.write('stderr', CLEAR_LINE);
    },
  };
}
