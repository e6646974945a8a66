/**
 * Commits the files that the unprivileged job of update-dist.yml built. They were written by updated
 * packages, so they are not executed here, and only paths that a build or `npm run pins` writes are
 * accepted. A maintainer still reviews the pull request.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { callApi } from './api.ts';
import { commitFiles, type FileChange, startChecks } from './propose.ts';

const ALLOWED =
  /^(?:dist\/(?:main|post)\/[\w.-]+|examples\/[\w-]+\.yml|README\.md|docs\/[\w-]+\.md|setup\/README\.md)$/;

/**
 * Returns the files in the folder as files to write, and those listed in its deleted.txt as files
 * to delete. Throws if neither a build nor `npm run pins` writes one of them.
 */
export function changesIn(folder: string): FileChange[] {
  const list = join(folder, 'deleted.txt');
  const deleted = existsSync(list) ? readFileSync(list, 'utf8').split('\n').filter(Boolean) : [];
  const written = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => {
      // A symbolic link could point to a file outside the folder.
      if (!entry.isFile()) throw new Error(`${entry.name} is not a regular file.`);
      return relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/');
    })
    .filter((path) => path !== 'deleted.txt');
  const refused = [...written, ...deleted].find((path) => !ALLOWED.test(path));
  if (refused !== undefined) throw new Error(`${refused} is not a file that a build writes.`);
  return [
    ...written.map((path) => ({ path, content: readFileSync(join(folder, path)) })),
    ...deleted.map((path) => ({ path, content: undefined })),
  ];
}

if (import.meta.main) {
  const [folder = ''] = process.argv.slice(2);
  const { BRANCH: branch = '', HEAD: expectedHead = '' } = process.env;
  const changes = changesIn(folder);
  const commit = commitFiles(callApi, {
    branch,
    expectedHead,
    message: 'Build dist with the updated packages',
    changes,
  });
  startChecks(callApi, branch);
  console.log(`Committed ${changes.length} files as ${commit} and started the checks.`);
}
