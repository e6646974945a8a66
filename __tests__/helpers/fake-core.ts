/** A fake of @actions/core that records the calls to it in order. */
import type { ActionsCore } from '../../src/runtime.ts';

export type CoreCall = readonly [command: string, ...args: readonly string[]];

export interface FakeCore extends ActionsCore {
  readonly calls: CoreCall[];
}

interface FakeCoreOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly state?: Readonly<Record<string, string>>;
}

export function fakeCore(
  inputs: Readonly<Record<string, string>> = {},
  { state = {} }: Pick<FakeCoreOptions, 'state'> = {},
): FakeCore {
  const calls: CoreCall[] = [];
  const record =
    (command: string) =>
    (...args: readonly unknown[]): void => {
      calls.push([command, ...args.map(String)]);
    };
  const annotation =
    (command: string) => (message: string | Error, properties?: { title?: string }) => {
      calls.push([command, properties?.title ?? '', String(message)]);
    };
  const raw = (name: string): string => inputs[name] ?? '';
  const summary = {
    addRaw(text: string) {
      calls.push(['summary', text]);
      return summary;
    },
    write: async () => summary,
  };
  return {
    calls,
    getInput: (name, options) => (options?.trimWhitespace === false ? raw(name) : raw(name).trim()),
    // Like @actions/core, this function follows the YAML 1.2 core schema.
    getBooleanInput(name) {
      const value = raw(name).trim();
      if (['true', 'True', 'TRUE'].includes(value)) return true;
      if (['false', 'False', 'FALSE'].includes(value)) return false;
      throw new TypeError(`not a boolean: ${value}`);
    },
    getState: (name) => state[name] ?? '',
    setSecret: record('mask'),
    isDebug: () => true,
    debug: record('debug'),
    info: record('info'),
    notice: annotation('notice'),
    warning: annotation('warning'),
    error: annotation('error'),
    summary: summary as unknown as ActionsCore['summary'],
  };
}
