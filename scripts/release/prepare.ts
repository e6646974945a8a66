/**
 * `npm run release -- X.Y.Z`: updates all files for a release, and tests them before they are
 * proposed in a pull request.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_FOLDER, SLUG } from '../own/identity.ts';
import { dateSection } from './changelog.ts';
import { runInherited } from './processes.ts';
import { type Version, writeVersion, wrongVersionPlaces } from './version.ts';

export function prepare({ text: version, prerelease }: Version): void {
  const changelogFile = join(PROJECT_FOLDER, 'CHANGELOG.md');
  if (prerelease === '') {
    const date = new Date().toISOString().slice(0, 10);
    const changelog = readFileSync(changelogFile, 'utf8');
    writeFileSync(changelogFile, dateSection(changelog, { version, date, slug: SLUG }));
  }
  writeVersion(PROJECT_FOLDER, version);
  const wrong = wrongVersionPlaces(PROJECT_FOLDER, version);
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  runInherited('node', 'scripts/readme.ts');
  runInherited('node', 'scripts/build.ts');
  runInherited('npm', 'test');
  console.log(`
Everything says ${version}. Now:

  git switch --create release-${version} && git commit --all --message "Release ${version}"
  git push --set-upstream origin release-${version} && gh pr create --fill

When it is merged: git switch main && git pull && npm run release -- --tag`);
}
