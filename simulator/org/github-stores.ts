export interface Repository {
  readonly id: number;
  /** If false, every request for secrets and variables fails with 403. */
  mayWrite: boolean;
  /** If true, secrets and variables can be read, but writing them fails with 403. */
  isReadOnly: boolean;
  /** If false, environments cannot be created. */
  isAdmin: boolean;
  /** If false, branch rules for environments are rejected, as they are on some GitHub plans. */
  allowsBranchRules: boolean;
  /** Secrets and variables, keyed by environment name. The repository's own are stored under ''. */
  readonly stores: Map<string, ValueStore>;
}

export interface Organization {
  /** False if the token lacks the scope admin:org. */
  mayWrite: boolean;
  readonly store: ValueStore;
}

export interface ValueStore {
  readonly secrets: Map<string, StoredSecret>;
  readonly variables: Map<string, string>;
  /** Branches that may deploy to the environment. Undefined if all branches may. */
  branches: string[] | undefined;
  /** True if somebody must approve each deployment to the environment. */
  hasReviewers: boolean;
  /** Who may use a value of the organization, keyed by the value's name. By default `selected`. */
  readonly visibility: Map<string, 'all' | 'private' | 'selected'>;
  /** IDs of the selected repositories, keyed by the value's name. */
  readonly visibleTo: Map<string, readonly number[]>;
}

export interface StoredSecret {
  readonly sealed: string;
  readonly updated: string;
}

const FIRST_REPOSITORY_ID = 4711;
let nextRepositoryId = FIRST_REPOSITORY_ID;

export const makeRepository = (mayWrite = true): Repository => ({
  id: nextRepositoryId++,
  mayWrite,
  isReadOnly: false,
  isAdmin: mayWrite,
  allowsBranchRules: true,
  stores: new Map([['', makeStore()]]),
});

export const makeOrganization = (mayWrite = true): Organization => ({
  mayWrite,
  store: makeStore(),
});

export const makeStore = (): ValueStore => ({
  secrets: new Map(),
  variables: new Map(),
  branches: undefined,
  hasReviewers: false,
  visibility: new Map(),
  visibleTo: new Map(),
});
