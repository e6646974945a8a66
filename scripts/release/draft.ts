/**
 * The last job of the release workflow: creates a draft release that a maintainer publishes. The job
 * can be rerun after any failure.
 */
import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { CallApi } from '../github/api.ts';
import { PROJECT_FOLDER, SLUG } from '../own/identity.ts';
import { notesOf } from './changelog.ts';
import { findRelease, type GitHubRelease, remoteTags, requireTagAt } from './remote.ts';
import { highestRelease, parseVersion } from './version.ts';

export interface DraftOptions {
  readonly tag: string;
  /** SHA of the commit that passed the checks. */
  readonly commit: string;
  readonly archive: string;
  /** Path of the job summary, from GITHUB_STEP_SUMMARY. */
  readonly summaryFile: string;
}

export function draft(api: CallApi, options: DraftOptions): void {
  const { tag, commit, archive, summaryFile } = options;
  requireTagAt(api, tag, commit);
  const existing = findRelease(api, tag);
  if (existing?.draft === false) {
    console.log(`${tag} is already published: ${existing.html_url}`);
    return;
  }
  const release = writeDraft(api, existing, options);
  uploadArchive(api, release, archive);
  // Check the tag again, because it may have been moved while the draft was being created.
  requireTagAt(api, tag, commit);
  appendFileSync(summaryFile, summaryOf(api, release));
  console.log(`The draft of ${tag} is complete: ${release.html_url}`);
}

function writeDraft(
  api: CallApi,
  existing: GitHubRelease | undefined,
  { tag, commit }: DraftOptions,
): GitHubRelease {
  const version = tag.slice(1);
  const fields = {
    tag_name: tag,
    target_commitish: commit,
    name: tag,
    body: bodyOf(version, commit),
    draft: true,
    prerelease: parseVersion(version)?.prerelease !== '',
  };
  const root = `repos/${SLUG}/releases`;
  if (existing === undefined)
    return api({ method: 'POST', path: root, body: fields }) as GitHubRelease;
  const isSame = Object.entries(fields).every(
    ([key, value]) => existing[key as keyof typeof fields] === value,
  );
  if (isSame) return existing;
  return api({ method: 'PATCH', path: `${root}/${existing.id}`, body: fields }) as GitHubRelease;
}

function bodyOf(version: string, commit: string): string {
  const changelog = readFileSync(join(PROJECT_FOLDER, 'CHANGELOG.md'), 'utf8');
  return `${notesOf(changelog, version)}

Pin it: \`uses: ${SLUG}@${commit} # v${version}\`

Verify it: \`gh release verify v${version} --repo ${SLUG}\``;
}

function uploadArchive(api: CallApi, release: GitHubRelease, archive: string): void {
  const name = basename(archive);
  const digest = `sha256:${createHash('sha256').update(readFileSync(archive)).digest('hex')}`;
  const existing = release.assets.find((asset) => asset.name === name);
  if (existing?.digest === digest) return;
  if (existing) api({ method: 'DELETE', path: `repos/${SLUG}/releases/assets/${existing.id}` });
  const url = release.upload_url.replace(/\{.*$/, '');
  const uploaded = api({
    method: 'POST',
    path: `${url}?name=${encodeURIComponent(name)}`,
    file: archive,
  }) as { digest?: string };
  if (uploaded.digest !== digest)
    throw new Error(
      `GitHub received ${name} with the digest ${uploaded.digest}, but expected ${digest}.`,
    );
}

/** Returns the job summary, which lists the steps to publish the draft. */
function summaryOf(api: CallApi, release: GitHubRelease): string {
  const { tag_name: tag, html_url: url } = release;
  const highest = highestRelease([...remoteTags(api, 'v'), tag])?.text;
  const isLatest = tag === `v${highest}`;
  return `## ${tag} is ready to be published

1. Run \`npm run release -- --ready\`: it compares the tag and the draft with the checked commit ${release.target_commitish} once more.
2. Open [the draft](${url}) and select the pencil (**Edit**).
3. Select **Publish this Action to the GitHub Marketplace**. The first time, accept the Marketplace Developer Agreement there.
4. ${isLatest ? 'Leave **Set as the latest release** selected.' : `Clear **Set as the latest release**: v${highest} is the latest.`}
5. Select **Publish release**.

Then the workflow "After a release" checks that the release is immutable, moves the major tag and proposes the new SHA for the README.
`;
}
