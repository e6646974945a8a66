import type { ActiveFault, Fault, FaultAction, FaultOptions } from './types.ts';

export interface FaultSwitch {
  /**
   * Switches a fault on; a second time for the same path replaces the first.
   * Several may be on at once: the first that fits strikes.
   */
  set(name: string, options?: FaultOptions): void;
  /** Switches one fault off, or all of them. */
  clear(name?: string): void;
  active(): readonly ActiveFault[];
  /** The fault that strikes here, counted down; undefined if all goes well. */
  strike<K extends ActionKind>(kinds: readonly K[], place: Place): Struck<K> | undefined;
}

export type ActionKind = 'answer' | 'wire' | 'certificate' | 'tunnel';

export interface Place {
  readonly host: string;
  /** Unknown while only a connection is being made. */
  readonly path?: string;
}

type Struck<K extends ActionKind> = Omit<ActiveFault, 'fault'> & {
  readonly fault: Fault & ActionOf<K>;
};

type ActionOf<K> = K extends ActionKind ? Extract<FaultAction, Record<K, unknown>> : never;

const DEFAULT_PATH = '/services/oauth2/token';
const DEFAULT_MS = 1000;

export function makeFaultSwitch(table: readonly Fault[]): FaultSwitch {
  let active: ActiveFault[] = [];
  return {
    set(name, options = {}) {
      const fault = table.find((one) => one.name === name);
      if (fault === undefined) {
        const names = table.map((one) => one.name).join(', ');
        throw new RangeError(`No fault is called ${name}. There are: ${names}.`);
      }
      const path = options.path ?? fault.path ?? DEFAULT_PATH;
      active = active.filter((one) => one.fault !== fault || one.path !== path);
      active.push({
        fault,
        path,
        host: options.host,
        ms: options.ms ?? fault.ms ?? DEFAULT_MS,
        left: options.times ?? fault.times ?? Number.POSITIVE_INFINITY,
      });
    },
    clear(name) {
      active = name === undefined ? [] : active.filter(({ fault }) => fault.name !== name);
    },
    active: () => active.filter(({ left }) => left > 0),
    strike<K extends ActionKind>(kinds: readonly K[], place: Place) {
      const isStruck = (one: ActiveFault): one is ActiveFault & Struck<K> =>
        one.left > 0 &&
        kinds.some((kind) => kind in one.fault) &&
        (one.host === undefined || one.host === place.host) &&
        (place.path === undefined || place.path.includes(one.path));
      const struck = active.find(isStruck);
      if (struck !== undefined) struck.left -= 1;
      return struck;
    },
  };
}
