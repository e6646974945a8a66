/** `npm run release -- --ready`: checks the draft immediately before a maintainer publishes it. */
import { callApi } from '../github/api.ts';
import { SLUG } from '../own/identity.ts';
import { packageVersion } from './checks.ts';
import { git } from './processes.ts';
import { findRelease, requireTagAt } from './remote.ts';

/** Returns the exit code. */
export function readyCommand(): number {
  const tag = `v${packageVersion()}`;
  const release = findRelease(callApi, tag);
  if (release === undefined) {
    console.error(
      `${tag} has no draft. See https://github.com/${SLUG}/actions/workflows/release.yml`,
    );
    return 1;
  }
  requireTagAt(callApi, tag, release.target_commitish);
  const head = git('rev-parse', 'HEAD');
  if (head !== release.target_commitish) {
    console.error(
      `The draft was built from ${release.target_commitish}, but HEAD is ${head}. Run "git switch --detach ${tag}".`,
    );
    return 1;
  }
  if (release.assets.length !== 1) {
    console.error(
      `The draft has ${release.assets.length} files instead of one. Rerun the failed job of the release workflow.`,
    );
    return 1;
  }
  console.log(
    release.draft
      ? `The draft of ${tag} is complete, and the tag is at the checked commit. Publish it: ${release.html_url}`
      : `${tag} is published: ${release.html_url}`,
  );
  return 0;
}
