/**
 * Builds dist/ from src/: compiles TypeScript to JavaScript in lib/, then bundles main and post.
 * `--check` builds into a temporary folder and fails unless dist/ is the same byte for byte.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const committed = join(root, 'dist');

if (process.argv.includes('--check')) {
  const rebuilt = mkdtempSync(join(tmpdir(), 'dist-'));
  build(rebuilt);
  const differing = differingFiles(committed, rebuilt);
  rmSync(rebuilt, { recursive: true });
  if (differing.length > 0) {
    console.error(`dist/ is out of date: ${differing.join(', ')}. Run "npm run build".`);
    process.exit(1);
  }
  console.log('dist/ is up to date.');
} else {
  // Builds into a separate folder first, so that dist/ is complete during the build and unchanged if it
  // fails.
  const rebuilt = `${committed}.new`;
  rmSync(rebuilt, { recursive: true, force: true });
  build(rebuilt);
  rmSync(committed, { recursive: true, force: true });
  renameSync(rebuilt, committed);
}

function build(target: string): void {
  // If the path contained a #, the build would succeed but omit the dynamically imported files.
  if (/[#!?]/.test(root)) throw new Error(`webpack cannot read #, ! or ? in a path: ${root}`);
  rmSync(join(root, 'lib'), { recursive: true, force: true });
  runNode('typescript/bin/tsc', '-p', 'tsconfig.build.json');
  // Restores the layout of the source, which tsc changes. Indenting with tabs makes the bundle 10 %
  // smaller.
  const formatOptions = ['--indent-style=tab', '--vcs-use-ignore-file=false', '--log-level=error'];
  const format = (...options: string[]) =>
    runNode('@biomejs/biome/bin/biome', 'format', '--write', ...formatOptions, ...options);
  format('lib');
  // The sentences of the catalog are long, so lines of 100 characters would only add line breaks.
  format('--line-width=320', 'lib/diagnosis');
  for (const entryPoint of ['main', 'post']) {
    const outputFolder = join(target, entryPoint);
    runNode(
      '@vercel/ncc/dist/ncc/cli.js',
      'build',
      `lib/${entryPoint}.js`,
      '-o',
      outputFolder,
      '--no-cache',
      '-q',
    );
    for (const name of listFiles(outputFolder).filter((file) => file.endsWith('.js')))
      rewrite(join(outputFolder, name), (code) =>
        compactCatalog(withoutMarks(withoutComments(withBuiltinModules(code), name), name)),
      );
    writeFileSync(join(outputFolder, 'licenses.txt'), licensesOf(outputFolder));
  }
}

function rewrite(file: string, change: (code: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

/**
 * Replaces the `require` function with which webpack loads Node's built-in modules. It takes a
 * millisecond and could load any file, whereas `process.getBuiltinModule` loads only built-in
 * modules.
 */
function withBuiltinModules(bundle: string): string {
  const code = bundle
    .replace(/^import \{ createRequire as __WEBPACK_EXTERNAL_createRequire \} from "module";\n/, '')
    .replaceAll('__WEBPACK_EXTERNAL_createRequire(import.meta.url)(', 'process.getBuiltinModule(');
  if (/\bcreateRequire\b/.test(code)) throw new Error('The bundle still calls createRequire.');
  return code;
}

/**
 * Removes comments from packages, and from all code outside index.js. The action's own comments in
 * index.js, which handles the key, are kept for reviewers.
 */
function withoutComments(bundle: string, name: string): string {
  return bundle
    .split(/^(?=;\/\/ CONCATENATED MODULE: )/m)
    .map((module) => {
      const isPackage = /^;\/\/ CONCATENATED MODULE: \.\/node_modules\//.test(module);
      if (name === 'index.js' && !isPackage) return module;
      return module
        .replace(/^[ \t]*\/\*\*.*\*\/\n/gm, '')
        .replace(/^[ \t]*\/\*\*\n(?:[ \t]*\*.*\n)+/gm, '')
        .replace(/^[ \t]*\/\/(?! CONCATENATED| EXTERNAL| EXPORTS).*\n/gm, '');
    })
    .join('');
}

/**
 * Removes the comments that webpack adds to exports and imports. In index.js, the original names of
 * imports are kept, because reviewers need them. The path of an imported file moves to the end of the
 * line that imports it. The empty lines that removed imports leave at the beginning of a module are
 * removed.
 */
function withoutMarks(bundle: string, name: string): string {
  const marks =
    name === 'index.js'
      ? /\/\* (harmony export|harmony import|binding|unused pure expression or super) \*\/ */g
      : /\/\* [^*\n]+ \*\/ */g;
  return bundle
    .replace(marks, '')
    .replace(/^\/\/ EXTERNAL MODULE: external .*\n/gm, '')
    .replace(/^\/\/ EXTERNAL MODULE: (\S+)\n(.+)$/gm, '$2 // $1')
    .replace(/^(;\/\/ CONCATENATED MODULE: .+\n)\n+/gm, '$1');
}

/**
 * Removes the IDs of catalog entries and causes, which only scripts and tests use, and the
 * indentation and some line breaks of the catalog, whose lists are deeply nested.
 */
function compactCatalog(bundle: string): string {
  return bundle
    .split(/^(?=;\/\/ CONCATENATED MODULE: )/m)
    .map((module) =>
      module.startsWith(';// CONCATENATED MODULE: ./lib/diagnosis/catalog/')
        ? module
            .replace(/^\t+id: '[\w-]+',\n/gm, '')
            .replace(/^\t+/gm, '')
            .replace(/\[\n\{/g, '[{')
            .replace(/\{\n/g, '{')
            .replace(/\},\n\]/g, '}]')
        : module,
    )
    .join('');
}

/**
 * Returns the licenses of all bundled packages. The list that ncc generates includes packages that a
 * stub replaces, and omits packages that only a lazily loaded chunk contains.
 */
function licensesOf(bundle: string): string {
  const code = listFiles(bundle).map((name) => readFileSync(join(bundle, name), 'utf8'));
  const modules = code
    .join('\n')
    .matchAll(/^;?\/\/ .*: \.\/node_modules\/((?:@[^/]+\/)?[^/]+)\//gm);
  const names = new Set(Array.from(modules, ([, name = '']) => name));
  const licenseTexts = [...names].sort().map((name) => {
    const folder = join(root, 'node_modules', name);
    const { license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return `${name}\n${license}\n${readFileSync(join(folder, 'LICENSE.md'), 'utf8').trim()}\n`;
  });
  return licenseTexts.join('\n');
}

function runNode(script: string, ...args: string[]): void {
  execFileSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

function differingFiles(a: string, b: string): string[] {
  const names = new Set([...listFiles(a), ...listFiles(b)]);
  return [...names].filter((name) => readIfPresent(a, name) !== readIfPresent(b, name)).sort();
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

function readIfPresent(folder: string, name: string): string | undefined {
  try {
    return readFileSync(join(folder, name), 'latin1');
  } catch {
    return undefined;
  }
}
