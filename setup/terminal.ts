import ora, { type Ora } from 'ora';
import { oneLine } from '../src/redaction/one-line.ts';
import type { Redactor } from './redactor.ts';
import type { SetupRuntime } from './runtime.ts';

/** Prints the output of the command: a line for each step and its result. */
export interface Terminal {
  /** Runs a step and prints its line when it ends. `progress` sets the text next to the spinner. */
  step<T>(
    title: string,
    work: (progress: (text: string) => void) => Promise<SetupStepResult<T>>,
  ): Promise<T>;
  say(text: string): void;
  /** Hides the spinner while a prompt or another program uses the terminal. */
  suspend<T>(work: () => Promise<T>): Promise<T>;
  /** Asks a yes/no question. Returns true without asking if `--yes` is given. */
  confirm(question: string): Promise<boolean>;
  readonly steps: readonly StepRecord[];
}

export interface SetupStepResult<T> {
  readonly result: string;
  readonly value: T;
  /**
   * The mark at the beginning of the line if the step has found a problem or could not check something.
   */
  readonly mark?: '✗' | '?';
}

export interface StepRecord {
  readonly step: string;
  readonly result: string;
  readonly milliseconds: number;
  readonly failed?: true;
}

interface TerminalOptions {
  readonly yes: boolean;
  /**
   * True if `--json` is given, so that no lines are printed: the only output is the JSON object at
   * the end.
   */
  readonly silent: boolean;
}

const TITLE_WIDTH = 14;
/** Interval between progress lines of a long step if there is no terminal. */
const LINE_INTERVAL_MS = 30_000;
const TICK_MS = 1000;

export function createTerminal(
  runtime: SetupRuntime,
  redactor: Redactor,
  { yes, silent }: TerminalOptions,
): Terminal {
  const steps: StepRecord[] = [];
  let current: ProgressDisplay | undefined;
  const say = (text: string): void => {
    if (!silent) runtime.write('stdout', redactor.redact(`${text}\n`));
  };
  return {
    steps,
    say,
    async step(title, work) {
      const started = runtime.now();
      const display = createDisplay(runtime, redactor, { title, silent });
      current = display;
      try {
        const { result, value, mark = '✓' } = await work(display.setText);
        // A line break in a value of the org would look like the line of another step.
        const redacted = oneLine(redactor.redact(result), Number.POSITIVE_INFINITY);
        steps.push({ step: title, result: redacted, milliseconds: runtime.now() - started });
        display.stop();
        say(`${mark} ${title.padEnd(TITLE_WIDTH)}${redacted}`);
        return value;
      } catch (error) {
        display.stop();
        const message = redactor.redact(error instanceof Error ? error.message : String(error));
        const milliseconds = runtime.now() - started;
        steps.push({ step: title, result: message, milliseconds, failed: true });
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

interface ProgressDisplay {
  setText(text: string): void;
  start(): void;
  stop(): void;
}

interface DisplayOptions {
  readonly title: string;
  readonly silent: boolean;
}

/**
 * Shows a line that is updated. If the terminal cannot redraw a line, prints a new line every 30
 * seconds.
 */
function createDisplay(
  runtime: SetupRuntime,
  redactor: Redactor,
  { title, silent }: DisplayOptions,
): ProgressDisplay {
  const { columns } = runtime;
  const started = runtime.now();
  let text = '';
  let timer: NodeJS.Timeout | undefined;
  const line = (): string => {
    const seconds = Math.floor((runtime.now() - started) / 1000);
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    return redactor.redact(`${title.padEnd(TITLE_WIDTH)}${time} ${text}`);
  };
  const spinner = columns === undefined || silent ? undefined : createSpinner(runtime);
  const tick = (): void => {
    // A line that wraps could not be redrawn and would be printed as a new line each time.
    if (spinner !== undefined) spinner.text = line().slice(0, Math.max(0, (columns ?? 0) - 3));
    else runtime.write('stderr', `${line()}\n`);
  };
  const start = (): void => {
    spinner?.start();
    if (spinner !== undefined) tick();
    timer = setInterval(tick, spinner === undefined ? LINE_INTERVAL_MS : TICK_MS);
    // The command may exit before a step has ended.
    timer.unref();
  };
  if (!silent) start();
  return {
    start: silent ? () => undefined : start,
    setText(newText) {
      text = newText;
      if (spinner !== undefined) tick();
    },
    stop() {
      clearInterval(timer);
      spinner?.stop();
    },
  };
}

/**
 * Creates a spinner that does not handle signals, because the command handles them to roll back its
 * changes.
 */
const createSpinner = ({ stream }: SetupRuntime): Ora =>
  ora({ stream, discardStdin: false, hideCursor: false, isEnabled: true });
