import { SetupError } from './errors.ts';

/** A change that this run has made or started. */
export interface Change {
  /** The org, or the repository, environment or organization in GitHub. */
  readonly where: string;
  /** Name of a value, or description of a component. */
  readonly what: string;
  /** Past participle, such as "created". */
  readonly how: string;
  /** False if the change was interrupted, so that its result is unknown. */
  readonly isCertain: boolean;
}

export type PlannedChange = Omit<Change, 'isCertain'>;

/** The state of a key in GitHub, compared with the certificate of the app. */
export interface KeyState {
  readonly where: string;
  readonly state: 'new' | 'unchanged' | 'untouched' | 'stopped' | 'mixed' | 'doubtful' | 'unknown';
}

/**
 * Everything that this run has changed. The command prints it whenever it ends early, so each change is
 * recorded before it starts and again when its result is known.
 */
export interface ChangeRecord {
  /** Makes a change. Records it as uncertain until `work` ends, and removes it if it was rejected. */
  change<T>(planned: PlannedChange, work: () => Promise<T> | T): Promise<T>;
  /** Removes a change that was rolled back or turned out not to have happened. */
  forget(change: Pick<Change, 'where' | 'what'>): void;
  /** Records that a change has happened, no matter how its request ended. */
  confirm(change: Pick<Change, 'where' | 'what'>): void;
  find(change: Pick<Change, 'where' | 'what'>): Change | undefined;
  readonly changes: readonly Change[];
  /** True if a change was made and rolled back. */
  readonly hasTakenBack: boolean;
  /** The states of the keys in GitHub. Set at the end of a failed run. */
  keys: readonly KeyState[];
}

export function createRecord(): ChangeRecord {
  const changes = new Map<string, Change>();
  let hasTakenBack = false;
  const idOf = ({ where, what }: Pick<Change, 'where' | 'what'>): string => `${where}\n${what}`;
  return {
    async change(planned, work) {
      const id = idOf(planned);
      const previous = changes.get(id);
      changes.set(id, { ...planned, isCertain: false });
      try {
        const result = await work();
        changes.set(id, { ...planned, isCertain: true });
        return result;
      } catch (error) {
        if (error instanceof SetupError && error.isRefusal) {
          if (previous === undefined) changes.delete(id);
          else changes.set(id, previous);
        }
        throw error;
      }
    },
    forget(change) {
      hasTakenBack ||= changes.get(idOf(change))?.isCertain === true;
      changes.delete(idOf(change));
    },
    confirm(change) {
      const begun = changes.get(idOf(change));
      if (begun !== undefined) changes.set(idOf(change), { ...begun, isCertain: true });
    },
    find: (change) => changes.get(idOf(change)),
    get hasTakenBack() {
      return hasTakenBack;
    },
    get changes() {
      return [...changes.values()];
    },
    keys: [],
  };
}

const KEY_SENTENCES: Readonly<Record<KeyState['state'], string>> = {
  new: 'has the new key, and the app has its certificate',
  unchanged: 'has the same key as before, and the app has the same certificate as before',
  untouched: 'has the same key as before',
  mixed: 'has a key and a Consumer Key that do not belong together',
  doubtful:
    'may have a key and a Consumer Key that do not belong together: the certificate in SF_CERTIFICATE is not that of the app',
  stopped: 'has a key that does not work: the app has the certificate of another key',
  unknown: 'may have a key that does not work: it is not known which certificate the app has',
};

/**
 * Returns a line for each place with changes, and a line for each key. If nothing was changed, returns
 * only a line that says so, and the lines for the keys if a change was undone.
 */
export function describeRecord({ changes, keys, hasTakenBack }: ChangeRecord): string[] {
  const keyLines = keys.map(({ where, state }) => `Key: ${where} ${KEY_SENTENCES[state]}.`);
  if (changes.length === 0)
    return hasTakenBack
      ? ['Everything is as it was before this run.', ...keyLines]
      : ['Nothing was changed.'];
  const places = [...new Set(changes.map(({ where }) => where))];
  return [
    'This run has changed:',
    ...places.map((place) => {
      const items = changes
        .filter(({ where }) => where === place)
        .map(({ what, how, isCertain }) => `${what} (${isCertain ? '' : 'perhaps '}${how})`);
      return `  ${place}: ${items.join(', ')}`;
    }),
    ...keyLines,
  ];
}
