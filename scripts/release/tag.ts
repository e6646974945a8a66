/**
 * `npm run release -- --tag`: repeats all checks, then pushes the tag, which starts the release
 * workflow.
 */
import { type CallApi, callApi } from '../github/api.ts';
import { SLUG } from '../own/identity.ts';
import { REQUIRED_CHECKS, SETTINGS } from '../own/settings.ts';
import { commitProblems, packageVersion } from './checks.ts';
import { git, gitSucceeds } from './processes.ts';
import { remoteTagCommit } from './remote.ts';

/** Returns the exit code. */
export function tagCommand(): number {
  const version = packageVersion();
  const tag = `v${version}`;
  git('fetch', '--quiet', 'origin');
  const commit = git('rev-parse', 'HEAD');
  const existing = remoteTagCommit(callApi, tag);
  if (existing === commit) {
    console.log(
      `${tag} is already on GitHub at this commit. See https://github.com/${SLUG}/actions/workflows/release.yml`,
    );
    return 0;
  }
  const problems = [
    ...(existing
      ? [`${tag} is on GitHub at another commit, ${existing}. Choose the next version.`]
      : []),
    ...(git('status', '--porcelain') === ''
      ? []
      : ['The work tree has changes. Commit or stash them.']),
    ...commitProblems(version),
    ...checkProblems(callApi, commit),
    ...settingProblems(callApi),
  ];
  if (problems.length > 0) {
    console.error(`${tag} is not ready:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    return 1;
  }
  // A tag from an earlier attempt may point to an older commit.
  if (!gitSucceeds('rev-parse', '--verify', '--quiet', `refs/tags/${tag}`)) git('tag', tag);
  else if (git('rev-list', '-n', '1', tag) !== commit) git('tag', '--force', tag);
  git('push', '--quiet', 'origin', `refs/tags/${tag}`);
  console.log(`${tag} is on GitHub. The workflow checks it for about half an hour, then makes a draft:
https://github.com/${SLUG}/actions/workflows/release.yml
When it is done: npm run release -- --ready`);
  return 0;
}

function checkProblems(api: CallApi, commit: string): string[] {
  return REQUIRED_CHECKS.flatMap((name) => {
    const path = `repos/${SLUG}/commits/${commit}/check-runs?check_name=${encodeURIComponent(name)}`;
    const { check_runs: runs } = api({ method: 'GET', path }) as {
      check_runs: { conclusion: string | null }[];
    };
    const isGreen = runs.some(({ conclusion }) => conclusion === 'success');
    return isGreen ? [] : [`The check "${name}" has not passed for ${commit.slice(0, 7)}.`];
  });
}

function settingProblems(api: CallApi): string[] {
  const context = { api, root: `repos/${SLUG}`, reviewers: [] };
  return SETTINGS.filter(({ missing }) => missing(context).length > 0).map(
    ({ title }) => `On GitHub, "${title}" is not set. Run "npm run own -- --settings".`,
  );
}
