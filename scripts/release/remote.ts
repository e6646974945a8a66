/** Reads a release and its tag from GitHub. */
import type { CallApi } from '../github/api.ts';
import { SLUG } from '../own/identity.ts';

interface GitObject {
  readonly object: { readonly type: string; readonly sha: string };
}

/** Returns the SHA of the commit that the tag points to on GitHub. Follows an annotated tag. */
export function remoteTagCommit(api: CallApi, tag: string): string | undefined {
  const ref = api({ method: 'GET', path: `repos/${SLUG}/git/ref/tags/${tag}` }) as
    | GitObject
    | undefined;
  if (ref?.object.type !== 'tag') return ref?.object.sha;
  const annotated = api({
    method: 'GET',
    path: `repos/${SLUG}/git/tags/${ref.object.sha}`,
  }) as GitObject;
  return annotated.object.sha;
}

/** Throws unless the tag on GitHub points to this commit, which was checked. */
export function requireTagAt(api: CallApi, tag: string, commit: string): void {
  const actual = remoteTagCommit(api, tag);
  if (actual !== commit) {
    throw new Error(
      `The tag ${tag} points to ${actual ?? 'no commit'} on GitHub, but ${commit} was checked. Nothing was published.`,
    );
  }
}

export interface GitHubRelease {
  readonly id: number;
  readonly tag_name: string;
  readonly target_commitish: string;
  readonly name: string;
  readonly body: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  readonly immutable?: boolean;
  readonly html_url: string;
  readonly upload_url: string;
  readonly assets: readonly {
    readonly id: number;
    readonly name: string;
    readonly digest?: string;
  }[];
}

/**
 * Returns the release of a tag, including a draft. GitHub returns drafts only in the list of releases.
 */
export function findRelease(api: CallApi, tag: string): GitHubRelease | undefined {
  const published = api({ method: 'GET', path: `repos/${SLUG}/releases/tags/${tag}` });
  if (published !== undefined) return published as GitHubRelease;
  const list = api({
    method: 'GET',
    path: `repos/${SLUG}/releases?per_page=100`,
  }) as GitHubRelease[];
  return list.find(({ tag_name: name }) => name === tag);
}

/** Returns all tags with this prefix, such as `v1.`. */
export function remoteTags(api: CallApi, prefix: string): string[] {
  const refs = api({ method: 'GET', path: `repos/${SLUG}/git/matching-refs/tags/${prefix}` });
  return (refs as { ref: string }[]).map(({ ref }) => ref.replace('refs/tags/', ''));
}
