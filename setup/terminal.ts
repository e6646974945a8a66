import ora, { type Ora } from 'ora';
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
  /** The mark before the line, if the step has found something wrong or could not look. */
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
  /** True with `--json`: prints no lines, because the only output is the JSON object at the end. */
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
        const redacted = redactor.redact(result);
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

/** Shows one line that changes; without a terminal that can redraw it, a new line every half minute. */
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
    // A line that wraps would be a new line each time.
    if (spinner !== undefined) spinner.text = line().slice(0, Math.max(0, (columns ?? 0) - 3));
    else runtime.write('stderr', `${line()}\n`);
  };
  const start = (): void => {
    spinner?.start();
    if (spinner !== undefined) tick();
    timer = setInterval(tick, spinner === undefined ? LINE_INTERVAL_MS : TICK_MS);
    // The command may end while a step is left unfinished.
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

/** The spinner must not handle signals: the command handles them, because it has to roll back. */
const createSpinner = ({ stream }: SetupRuntime): Ora =>
  ora({ stream, discardStdin: false, hideCursor: false, isEnabled: true });
