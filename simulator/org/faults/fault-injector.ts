import type { ActiveFault, Fault, FaultAction, FaultOptions } from './types.ts';

export interface FaultInjector {
  /**
   * Activates a fault, replacing the same fault for the same path. If several active faults match a
   * request, the first one applies.
   */
  set(name: string, options?: FaultOptions): void;
  /** Deactivates one fault, or all faults. */
  clear(name?: string): void;
  active(): readonly ActiveFault[];
  /** Returns the fault that applies, and counts it. Returns undefined if none applies. */
  trigger<K extends ActionKind>(
    kinds: readonly K[],
    target: FaultTarget,
  ): TriggeredFault<K> | undefined;
}

export type ActionKind = 'response' | 'connection' | 'certificate' | 'tunnel';

export interface FaultTarget {
  readonly host: string;
  /** Undefined for requests to the proxy and for TLS handshakes. */
  readonly path?: string;
}

type TriggeredFault<K extends ActionKind> = Omit<ActiveFault, 'fault'> & {
  readonly fault: Fault & ActionOf<K>;
};

type ActionOf<K> = K extends ActionKind ? Extract<FaultAction, Record<K, unknown>> : never;

const DEFAULT_PATH = '/services/oauth2/token';
const DEFAULT_MS = 1000;

export function makeFaultInjector(faults: readonly Fault[]): FaultInjector {
  let active: ActiveFault[] = [];
  return {
    set(name, options = {}) {
      const fault = faults.find((candidate) => candidate.name === name);
      if (fault === undefined) {
        const names = faults.map((fault) => fault.name).join(', ');
        throw new RangeError(`There is no fault named ${name}. Known faults: ${names}.`);
      }
      const path = options.path ?? fault.path ?? DEFAULT_PATH;
      active = active.filter(
        (activeFault) => activeFault.fault !== fault || activeFault.path !== path,
      );
      active.push({
        fault,
        path,
        host: options.host,
        ms: options.ms ?? fault.ms ?? DEFAULT_MS,
        remaining: options.times ?? fault.times ?? Number.POSITIVE_INFINITY,
      });
    },
    clear(name) {
      active = name === undefined ? [] : active.filter(({ fault }) => fault.name !== name);
    },
    active: () => active.filter(({ remaining }) => remaining > 0),
    trigger<K extends ActionKind>(kinds: readonly K[], target: FaultTarget) {
      const matches = (candidate: ActiveFault): candidate is ActiveFault & TriggeredFault<K> =>
        candidate.remaining > 0 &&
        kinds.some((kind) => kind in candidate.fault) &&
        (candidate.host === undefined || candidate.host === target.host) &&
        (target.path === undefined || target.path.includes(candidate.path));
      const triggered = active.find(matches);
      if (triggered !== undefined) triggered.remaining -= 1;
      return triggered;
    },
  };
}
