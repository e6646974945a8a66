/** What GitHub has of a release: the commit of its tag, and the release itself. */
import type { CallApi } from '../github/api.ts';
import { SLUG } from '../own/identity.ts';

interface GitObject {
  readonly object: { readonly type: string; readonly sha: string };
}

/** The commit that the tag is at on GitHub; an annotated tag is followed. */
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

/** Throws if somebody moved or deleted the tag since its commit was checked. */
export function requireTagAt(api: CallApi, tag: string, commit: string): void {
  const actual = remoteTagCommit(api, tag);
  if (actual !== commit) {
    throw new Error(
      `The tag ${tag} is at ${actual ?? 'no commit'} on GitHub, but ${commit} was checked. Nothing is published.`,
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

/** The release of a tag, published or not. GitHub finds a draft only in the list. */
export function findRelease(api: CallApi, tag: string): GitHubRelease | undefined {
  const published = api({ method: 'GET', path: `repos/${SLUG}/releases/tags/${tag}` });
  if (published !== undefined) return published as GitHubRelease;
  const list = api({
    method: 'GET',
    path: `repos/${SLUG}/releases?per_page=100`,
  }) as GitHubRelease[];
  return list.find(({ tag_name: name }) => name === tag);
}

/** All tags that begin so, such as `v1.`. */
export function remoteTags(api: CallApi, prefix: string): string[] {
  const refs = api({ method: 'GET', path: `repos/${SLUG}/git/matching-refs/tags/${prefix}` });
  return (refs as { ref: string }[]).map(({ ref }) => ref.replace('refs/tags/', ''));
}
