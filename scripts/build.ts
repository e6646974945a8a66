/**
 * Builds dist/ from src/: TypeScript to JavaScript in lib/, and from there one bundle for each of
 * main and post. `--check` builds beside it and fails when dist/ is not the same, byte for byte.
 */
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const committed = join(root, 'dist');

if (process.argv.includes('--check')) {
  const fresh = mkdtempSync(join(tmpdir(), 'dist-'));
  build(fresh);
  const differing = differences(committed, fresh);
  rmSync(fresh, { recursive: true });
  if (differing.length > 0) {
    console.error(`dist/ is not what src/ builds: ${differing.join(', ')}. Run "npm run build".`);
    process.exit(1);
  }
  console.log('dist/ is what src/ builds, byte for byte.');
} else {
  // Beside it first: a build that fails leaves the old dist, and whoever runs it meanwhile one that is whole.
  const fresh = `${committed}.new`;
  rmSync(fresh, { recursive: true, force: true });
  build(fresh);
  rmSync(committed, { recursive: true, force: true });
  renameSync(fresh, committed);
}

function build(target: string): void {
  // With a # it even builds, and leaves out whatever is imported dynamically.
  if (/[#!?]/.test(root)) throw new Error(`webpack cannot read #, ! or ? in a path: ${root}`);
  rmSync(join(root, 'lib'), { recursive: true, force: true });
  node('typescript/bin/tsc', '-p', 'tsconfig.build.json');
  for (const part of ['main', 'post']) {
    node(
      '@vercel/ncc/dist/ncc/cli.js',
      'build',
      `lib/${part}.js`,
      '-o',
      join(target, part),
      '--license',
      'licenses.txt',
      '--no-cache',
      '-q',
    );
  }
  const [main, post] = ['main', 'post'].map((part) => join(target, part, 'licenses.txt')) as [
    string,
    string,
  ];
  // ncc does not see the package behind the relative import in src/diagnosis/workflow-run.ts.
  const github = readFileSync(join(root, 'node_modules/@actions/github/LICENSE.md'), 'utf8');
  const seen = withoutStandIns(readFileSync(main, 'utf8'));
  writeFileSync(main, `${seen}\n@actions/github\nMIT\n${github}`);
  // Nor any that is only imported dynamically. No package is in post that is not in main.
  copyFileSync(main, post);
}

/** Of the packages that a stand-in replaces, nothing ships that a license could be about. */
function withoutStandIns(licenses: string): string {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const names = Object.keys(devDependencies).filter((name) =>
    devDependencies[name].startsWith('file:stubs/'),
  );
  return names.reduce((text, name) => text.replace(`\n${name}\nMIT\n`, ''), licenses);
}

function node(script: string, ...args: string[]): void {
  execFileSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

function differences(a: string, b: string): string[] {
  const names = new Set([...filesBelow(a), ...filesBelow(b)]);
  return [...names].filter((name) => content(a, name) !== content(b, name)).sort();
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

function content(folder: string, name: string): string | undefined {
  try {
    return readFileSync(join(folder, name), 'latin1');
  } catch {
    return undefined;
  }
}
