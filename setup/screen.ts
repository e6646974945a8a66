import type { Secrets } from './secrets.ts';
import type { World } from './world.ts';

/** What the command says: one line for each step, with its result. */
export interface Screen {
  /** Runs a step; its line is told when it ends. `progress` changes what stands beside the spinner. */
  step<T>(title: string, work: (progress: (text: string) => void) => Promise<Done<T>>): Promise<T>;
  say(text: string): void;
  /** Lets somebody else have the terminal for a while: a question, a program. */
  aside<T>(work: () => Promise<T>): Promise<T>;
  /** Yes or no; `--yes` is a yes. */
  confirm(question: string): Promise<boolean>;
  readonly told: readonly Told[];
}

export interface Done<T> {
  readonly said: string;
  readonly value: T;
}

export interface Told {
  readonly step: string;
  readonly result: string;
  readonly milliseconds: number;
  readonly failed?: true;
}

interface Style {
  readonly yes: boolean;
  /** Nothing but the JSON at the end. */
  readonly silent: boolean;
}

const WHEEL = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
const TITLE_WIDTH = 14;
const TURN_MS = 120;
const LONGEST = 78;
const WIPE = '\r\u001B[K';

export function makeScreen(world: World, secrets: Secrets, { yes, silent }: Style): Screen {
  const told: Told[] = [];
  let current: Wheel | undefined;
  const say = (text: string): void => {
    if (!silent) world.write('stdout', secrets.hide(`${text}\n`));
  };
  return {
    told,
    say,
    async step(title, work) {
      const started = world.now();
      const wheel = makeWheel(world, secrets, title);
      current = wheel;
      try {
        const { said, value } = await work(wheel.tell);
        const result = secrets.hide(said);
        told.push({ step: title, result, milliseconds: world.now() - started });
        wheel.stop();
        say(`✓ ${title.padEnd(TITLE_WIDTH)}${result}`);
        return value;
      } catch (error) {
        wheel.stop();
        const result = secrets.hide(error instanceof Error ? error.message : String(error));
        told.push({ step: title, result, milliseconds: world.now() - started, failed: true });
        say(`✗ ${title}`);
        throw error;
      } finally {
        current = undefined;
      }
    },
    async aside(work) {
      current?.stop();
      const result = await work();
      current?.start();
      return result;
    },
    async confirm(question) {
      if (yes) return true;
      return /^y(es)?$/i.test(await world.ask(`${question} [y/N] `));
    },
  };
}

interface Wheel {
  tell(text: string): void;
  start(): void;
  stop(): void;
}

/** In a terminal alone; it is wiped away when the step ends. */
function makeWheel(world: World, secrets: Secrets, title: string): Wheel {
  const nothing = (): void => undefined;
  if (!world.isTerminal) return { tell: nothing, start: nothing, stop: nothing };
  const started = world.now();
  let text = '';
  let turns = 0;
  let timer: NodeJS.Timeout | undefined;
  const turn = (): void => {
    const seconds = Math.floor((world.now() - started) / 1000);
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    const line = `${WHEEL[turns++ % WHEEL.length]} ${title.padEnd(TITLE_WIDTH)}${time} ${text}`;
    // A line that the terminal breaks could not be wiped away.
    world.write('stderr', `${WIPE}${secrets.hide(line).slice(0, LONGEST)}`);
  };
  const start = (): void => {
    timer = setInterval(turn, TURN_MS);
  };
  start();
  return {
    start,
    tell(changed) {
      text = changed;
    },
    stop() {
      clearInterval(timer);
      world.write('stderr', WIPE);
    },
  };
}
