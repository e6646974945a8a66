/**
 * Checks that a commit must pass before it is tagged. The release workflow repeats them for the tag.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '../own/identity.ts';
import { changelogProblem } from './changelog.ts';
import { git, gitSucceeds } from './processes.ts';
import { parseVersion, wrongVersionPlaces } from './version.ts';

/** Checks that HEAD can be tagged with the version. Returns the problems as sentences. */
export function commitProblems(version: string): string[] {
  if (parseVersion(version) === undefined)
    return [`${version} is not a version such as 1.2.3 or 1.2.3-rc.1.`];
  const changelog = readFileSync(join(PROJECT_FOLDER, 'CHANGELOG.md'), 'utf8');
  return [
    ...wrongVersionPlaces(PROJECT_FOLDER, version),
    ...[changelogProblem(changelog, version) ?? []].flat(),
    ...branchProblems(version),
  ];
}

function branchProblems(version: string): string[] {
  const [major] = version.split('.');
  const branches = ['origin/main', `origin/v${major}.x`];
  const isOnBranch = branches.some((branch) =>
    gitSucceeds('merge-base', '--is-ancestor', 'HEAD', branch),
  );
  return isOnBranch
    ? []
    : [`The commit ${git('rev-parse', '--short', 'HEAD')} is not on ${branches.join(' or ')}.`];
}

export const packageVersion = (): string =>
  JSON.parse(readFileSync(join(PROJECT_FOLDER, 'package.json'), 'utf8')).version;
