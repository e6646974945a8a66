/** What the step may ask of @actions/core, as a record of what it did, in order. */
import type * as Core from '@actions/core';

export type Call = readonly [what: string, ...parts: readonly string[]];

type FakedCore = Pick<
  typeof Core,
  | 'getInput'
  | 'getBooleanInput'
  | 'setSecret'
  | 'setOutput'
  | 'exportVariable'
  | 'saveState'
  | 'info'
>;

export interface FakeCore extends FakedCore {
  readonly calls: Call[];
}

export function fakeCore(inputs: Readonly<Record<string, string>> = {}): FakeCore {
  const calls: Call[] = [];
  const note =
    (what: string) =>
    (...parts: readonly unknown[]): void => {
      calls.push([what, ...parts.map(String)]);
    };
  const raw = (name: string): string => inputs[name] ?? '';
  return {
    calls,
    getInput: (name, options) => (options?.trimWhitespace === false ? raw(name) : raw(name).trim()),
    // The YAML 1.2 core schema, as @actions/core has it.
    getBooleanInput(name) {
      const value = raw(name).trim();
      if (['true', 'True', 'TRUE'].includes(value)) return true;
      if (['false', 'False', 'FALSE'].includes(value)) return false;
      throw new TypeError(`no boolean: ${value}`);
    },
    setSecret: note('mask'),
    setOutput: note('output'),
    exportVariable: note('env'),
    saveState: note('state'),
    info: note('info'),
  };
}
