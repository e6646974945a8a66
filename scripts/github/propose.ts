/**
 * Creates commits through GitHub's API, which signs them, and opens pull requests. This needs neither a
 * checkout nor a token in the git configuration.
 */
import { SLUG } from '../own/identity.ts';
import type { CallApi } from './api.ts';

export interface FileChange {
  readonly path: string;
  /** If undefined, the file is deleted. */
  readonly content: Buffer | undefined;
}

export interface BranchUpdate {
  readonly branch: string;
  /** The expected head of the branch. If the branch has moved, GitHub rejects the commit. */
  readonly expectedHead: string;
  readonly message: string;
  readonly changes: readonly FileChange[];
}

const MUTATION =
  'mutation ($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }';

/** Commits the changes to the branch. Returns the SHA of the new commit. */
export function commitFiles(
  api: CallApi,
  { branch, expectedHead, message, changes }: BranchUpdate,
): string {
  const additions = changes.flatMap(({ path, content }) =>
    content === undefined ? [] : [{ path, contents: content.toString('base64') }],
  );
  const deletions = changes.flatMap(({ path, content }) =>
    content === undefined ? [{ path }] : [],
  );
  const input = {
    branch: { repositoryNameWithOwner: SLUG, branchName: branch },
    message: { headline: message },
    expectedHeadOid: expectedHead,
    fileChanges: { additions, deletions },
  };
  const { data } = api({
    method: 'POST',
    path: 'graphql',
    body: { query: MUTATION, variables: { input } },
  }) as { data: { createCommitOnBranch: { commit: { oid: string } } } };
  return data.createCommitOnBranch.commit.oid;
}

/**
 * Starts the required checks. A commit that was created with a workflow's token does not trigger any
 * workflow.
 */
export function startChecks(api: CallApi, branch: string): void {
  for (const workflow of ['ci.yml', 'check-dist.yml']) {
    const path = `repos/${SLUG}/actions/workflows/${workflow}/dispatches`;
    api({ method: 'POST', path, body: { ref: branch } });
  }
}

export interface Proposal {
  readonly branch: string;
  readonly title: string;
  readonly body: string;
  readonly changes: readonly FileChange[];
}

/** Opens a pull request against main, or replaces the commits of the open one. */
export function propose(api: CallApi, { branch, title, body, changes }: Proposal): void {
  const root = `repos/${SLUG}`;
  const { commit } = api({ method: 'GET', path: `${root}/branches/main` }) as {
    commit: { sha: string };
  };
  const ref = `${root}/git/refs/heads/${branch}`;
  if (api({ method: 'GET', path: `${root}/git/ref/heads/${branch}` }) === undefined) {
    api({
      method: 'POST',
      path: `${root}/git/refs`,
      body: { ref: `refs/heads/${branch}`, sha: commit.sha },
    });
  } else {
    api({ method: 'PATCH', path: ref, body: { sha: commit.sha, force: true } });
  }
  commitFiles(api, { branch, expectedHead: commit.sha, message: title, changes });
  const [owner] = SLUG.split('/');
  const open = api({
    method: 'GET',
    path: `${root}/pulls?state=open&head=${owner}:${branch}`,
  }) as unknown[];
  if (open.length === 0) {
    api({
      method: 'POST',
      path: `${root}/pulls`,
      body: { title, body, head: branch, base: 'main' },
    });
  }
  startChecks(api, branch);
}
