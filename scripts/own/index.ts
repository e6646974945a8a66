/**
 * `npm run own -- OWNER/REPO` turns a copy of this project into your own: it replaces the name of the
 * repository, and optionally of the action, in every file and rebuilds dist. `--settings` configures
 * the repository on GitHub.
 */
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { IDENTITY, PROJECT_FOLDER, parseIdentity, slugOf } from './identity.ts';
import { type Names, renameIn } from './rename.ts';

const USAGE = `Usage: npm run own -- OWNER/REPO [--name "Name in the Marketplace"]
       npm run own -- --settings [--check] [--reviewer LOGIN]...

  OWNER/REPO         write this name into every file that names the repository, and build dist
  --name NAME        also change the name of the action
  --settings         set up the repository on GitHub with "gh": releases, rulesets, the environment "release"
  --check            with --settings: only print what differs
  --reviewer LOGIN   with --settings: who must approve a release; several are possible
  --help`;

const OPTIONS = {
  name: { type: 'string' },
  settings: { type: 'boolean' },
  check: { type: 'boolean' },
  reviewer: { type: 'string', multiple: true },
  help: { type: 'boolean' },
} as const;

/** Folders that are skipped. dist is rebuilt afterwards. */
const NOT_RENAMED = [
  '.git',
  'dist',
  'dist.new',
  'lib',
  'node_modules',
  '.cache',
  'coverage',
  'reports',
];

async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  if (values.settings && positionals.length === 0) {
    const { settingsCommand } = await import('./settings-command.ts');
    return settingsCommand({ checkOnly: values.check ?? false, reviewers: values.reviewer ?? [] });
  }
  const identity = parseIdentity(positionals[0] ?? '');
  if (identity === undefined || positionals.length !== 1 || values.check || values.settings) {
    console.error(USAGE);
    return 2;
  }
  const actionName = values.name ?? actionNameOf(readProjectFile('action.yml'));
  rename({ ...identity, actionName });
  return 0;
}

function rename(to: Names): void {
  const from = { ...IDENTITY, actionName: actionNameOf(readProjectFile('action.yml')) };
  const changed = projectFiles().filter((file) => {
    const text = readProjectFile(file);
    const renamed = renameIn(text, from, to);
    if (renamed !== text) writeFileSync(join(PROJECT_FOLDER, file), renamed);
    return renamed !== text;
  });
  for (const file of changed) console.log(file);
  // A longer or shorter name can change where lines have to be wrapped.
  const sources = changed.filter((file) => /\.m?ts$/.test(file));
  if (sources.length > 0)
    runNode(
      'node_modules/@biomejs/biome/bin/biome',
      'format',
      '--write',
      '--log-level=error',
      ...sources,
    );
  runNode('scripts/build.ts');
  console.log(
    `\n${changed.length} files now name ${slugOf(to)}, and dist has been rebuilt.\n\n${remainingTasks(to)}`,
  );
}

/** Lists the tasks that cannot be automated. */
const remainingTasks = (to: Names): string => `Left for you:

- "${to.actionName}" must be no user, organization or action: look at https://github.com/${slugOfName(to.actionName)}
  and https://github.com/marketplace/actions/${slugOfName(to.actionName)}, before the first release.
- .github/CODEOWNERS names @${to.owner}/maintainers: create this team, or write your own login.
- LICENSE and "author" in action.yml name the contributors: add yourself if you want.
- docs/pictures shows the old address: run "node docs/pictures/make.ts".
- Then follow docs/owning.md: "npm cit", commit, push, "npm run own -- --settings".`;

const slugOfName = (name: string): string => name.toLowerCase().replace(/[^a-z\d]+/g, '-');

const actionNameOf = (actionYml: string): string => /^name: (.+)$/m.exec(actionYml)?.[1] ?? '';

const readProjectFile = (file: string): string => readFileSync(join(PROJECT_FOLDER, file), 'utf8');

function projectFiles(): string[] {
  const isSkipped = (path: string) =>
    path.split(/[\\/]/).some((part) => NOT_RENAMED.includes(part));
  const files = globSync(['**/*', '**/.*', '.github/**/*', '.ci/*'], {
    cwd: PROJECT_FOLDER,
    exclude: (entry) => isSkipped(entry.name),
    withFileTypes: true,
  });
  const paths = files
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.png'))
    .map((entry) => join(entry.parentPath, entry.name).slice(PROJECT_FOLDER.length));
  return [...new Set(paths)].filter((path) => !isSkipped(path)).sort();
}

function runNode(...args: string[]): void {
  execFileSync(process.execPath, args, { cwd: PROJECT_FOLDER, stdio: 'inherit' });
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
