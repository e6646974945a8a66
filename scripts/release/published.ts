/**
 * Jobs of the workflow "After a release". Each job checks what is already done, so that it can be
 * rerun.
 */
import { ApiError, type CallApi } from '../github/api.ts';
import { SLUG } from '../own/identity.ts';
import { findRelease, remoteTagCommit, remoteTags, requireTagAt } from './remote.ts';
import { highestRelease, parseVersion } from './version.ts';

/**
 * Throws unless the release is published and immutable, and its tag points to the commit that was
 * checked. Returns that commit.
 */
export function requireImmutable(api: CallApi, tag: string): string {
  const release = findRelease(api, tag);
  if (release === undefined || release.draft) throw new Error(`${tag} is not published.`);
  if (release.immutable !== true) {
    throw new Error(
      `${tag} is not immutable. Run "npm run own -- --settings", delete this release but not its tag, and run the release workflow again.`,
    );
  }
  requireTagAt(api, tag, release.target_commitish);
  return release.target_commitish;
}

/**
 * Moves the major tag, such as v1, to the commit of this tag if this is the newest of its major
 * version, and marks the highest release as "Latest". Does neither for a release candidate.
 */
export function moveMajorTag(api: CallApi, tag: string): void {
  const commit = requireImmutable(api, tag);
  const version = parseVersion(tag.slice(1));
  if (version === undefined || version.prerelease !== '') {
    console.log(`${tag} is a release candidate, so no other tag is moved.`);
    return;
  }
  const major = `v${version.numbers[0]}`;
  const newest = highestRelease(remoteTags(api, `${major}.`))?.text;
  if (newest !== version.text) {
    console.log(`v${newest} is newer than ${tag}, so ${major} is not moved.`);
  } else {
    moveTag(api, major, commit);
  }
  makeHighestLatest(api);
}

function moveTag(api: CallApi, name: string, commit: string): void {
  const current = remoteTagCommit(api, name);
  if (current === commit) {
    console.log(`${name} already points to ${commit}.`);
    return;
  }
  const root = `repos/${SLUG}/git/refs`;
  try {
    if (current === undefined) {
      api({ method: 'POST', path: root, body: { ref: `refs/tags/${name}`, sha: commit } });
    } else {
      api({ method: 'PATCH', path: `${root}/tags/${name}`, body: { sha: commit, force: true } });
    }
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 403) throw error;
    // GitHub rejects this token if the commit's workflow files differ from those of every branch head.
    throw new Error(
      `GitHub does not allow this workflow to move ${name}. A maintainer can run: git push --force origin ${commit}:refs/tags/${name}`,
      { cause: error },
    );
  }
  console.log(`Moved ${name} to ${commit}.`);
}

function makeHighestLatest(api: CallApi): void {
  const latest = api({ method: 'GET', path: `repos/${SLUG}/releases/latest` }) as
    | { tag_name: string }
    | undefined;
  const list = api({ method: 'GET', path: `repos/${SLUG}/releases?per_page=100` }) as {
    id: number;
    tag_name: string;
    draft: boolean;
  }[];
  const published = list.filter(({ draft }) => !draft);
  const highest = `v${highestRelease(published.map(({ tag_name: name }) => name))?.text}`;
  const release = published.find(({ tag_name: name }) => name === highest);
  if (latest?.tag_name === highest || release === undefined) return;
  api({
    method: 'PATCH',
    path: `repos/${SLUG}/releases/${release.id}`,
    body: { make_latest: 'true' },
  });
  console.log(`Marked ${highest} as the latest release.`);
}
