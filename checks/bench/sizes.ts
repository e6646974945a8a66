import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from '../../support/runner/action.ts';

export interface BundleFile {
  /** Path in dist/, such as `main/index.js`. */
  readonly name: string;
  readonly bytes: number;
  /** True if every run loads the file. */
  readonly always: boolean;
  /** Size in bytes, by package. */
  readonly packages: Readonly<Record<string, number>>;
}

export function bundleFiles(): BundleFile[] {
  return ['main', 'post'].flatMap((part) => {
    const folder = join(ROOT, 'dist', part);
    const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
    // Lists index.js before the chunks that it loads.
    return scripts
      .toSorted()
      .toReversed()
      .map((file) => ({
        name: `${part}/${file}`,
        bytes: statSync(join(folder, file)).size,
        always: file === 'index.js',
        packages: packagesIn(readFileSync(join(folder, file), 'utf8')),
      }));
  });
}

/** Label for code that the bundler adds. */
const BUNDLER_RUNTIME = 'ncc';
const OWN_SOURCE = 'src';

/**
 * Counts the bytes of each package. The bundler writes a comment with the source file before each
 * concatenated module. A separate module is only named where another module requires it; if it is never
 * named, it counts for the package that requires it.
 */
export function packagesIn(bundle: string): Record<string, number> {
  const [, ...modules] = bundle.split(/^\/\*{3}\/ (?=\d+:$)/m);
  const names = namesById(bundle);
  const sizes: Record<string, number> = {};
  const add = (name: string, text: string) => {
    sizes[name] = (sizes[name] ?? 0) + Buffer.byteLength(text);
  };
  for (const [position, text] of modules.entries()) {
    const id = /^\d+/.exec(text)?.[0] ?? '';
    const last = position === modules.length - 1;
    const end = last ? text.search(/^\/\*{6}\/ \}\);?$/m) : -1;
    const body = end < 0 ? text : text.slice(0, end);
    const [start = '', ...parts] = body.split(/^;\/\/ CONCATENATED MODULE: /m);
    const isBuiltin = /^module\.exports = __WEBPACK_EXTERNAL_createRequire/m.test(body);
    add(isBuiltin ? BUNDLER_RUNTIME : (names.get(id) ?? OWN_SOURCE), start);
    for (const part of parts) add(packageOf(part.slice(0, part.indexOf('\n'))), part);
  }
  const named = Object.values(sizes).reduce((sum, bytes) => sum + bytes, 0);
  return {
    ...sizes,
    [BUNDLER_RUNTIME]: (sizes[BUNDLER_RUNTIME] ?? 0) + Buffer.byteLength(bundle) - named,
  };
}

function namesById(bundle: string): Map<string, string> {
  const names = new Map<string, string>();
  const namedModules =
    /^\/\/ EXTERNAL MODULE: (.+)\nvar \w+ = __(?:nccwpck|webpack)_require__\((\d+)\);/gm;
  for (const [, path = '', id = ''] of bundle.matchAll(namedModules))
    names.set(id, packageOf(path));
  // webpack derives the variable's name from the package name. Relative paths begin with `_` and have no scope.
  const requiredModules =
    /\b(?:_(actions|octokit)_)?([a-z]\w*?)__WEBPACK_IMPORTED_MODULE_\d+__ = __(?:nccwpck|webpack)_require__\((\d+)\)/g;
  for (const [, scope, name = '', id = ''] of bundle.matchAll(requiredModules)) {
    const unscoped = name.replace(/_lib_.*$/, '').replaceAll('_', '-');
    if (!names.has(id)) names.set(id, scope ? `@${scope}/${unscoped}` : unscoped);
  }
  // An unnamed module belongs to the named package that requires it.
  for (const module of bundle.split(/^\/\*{3}\/ (?=\d+:$)/m).slice(1)) {
    const owner = names.get(/^\d+/.exec(module)?.[0] ?? '');
    if (!owner || module.includes('CONCATENATED MODULE')) continue;
    for (const [, id = ''] of module.matchAll(/__(?:nccwpck|webpack)_require__\((\d+)\)/g)) {
      if (!names.has(id)) names.set(id, owner);
    }
  }
  return names;
}

function packageOf(path: string): string {
  if (path.startsWith('external ')) return BUNDLER_RUNTIME;
  const [, stub] = /stubs\/([^/]+)/.exec(path) ?? [];
  if (stub) return `stubs/${stub}`;
  const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? [];
  return name ?? OWN_SOURCE;
}

export interface Tarball {
  readonly bytes: number;
  readonly unpackedBytes: number;
}

/**
 * Measures the tarball that a job downloads, which is the repository without the `export-ignore` paths
 * of `.gitattributes`.
 */
export function tarball(): Tarball | undefined {
  if (!existsSync(join(ROOT, '.git'))) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'bench-tarball-'));
  try {
    const clean = git(['status', '--porcelain']).toString() === '';
    const tree = clean ? 'HEAD' : writeTree(folder);
    const archive = git(
      ['archive', '--format=tar', '--worktree-attributes', tree],
      objectsIn(folder),
    );
    return { bytes: gzipSync(archive).length, unpackedBytes: archive.length };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Writes the working tree as a git tree to a separate object folder, so that the repository is not
 * changed.
 */
function writeTree(folder: string): string {
  const env = { ...objectsIn(folder), GIT_INDEX_FILE: join(folder, 'index') };
  git(['add', '--all'], env);
  return git(['write-tree'], env).toString().trim();
}

function objectsIn(folder: string): Record<string, string> {
  const objects = git(['rev-parse', '--path-format=absolute', '--git-path', 'objects']);
  return {
    GIT_OBJECT_DIRECTORY: folder,
    GIT_ALTERNATE_OBJECT_DIRECTORIES: objects.toString().trim(),
  };
}

function git(args: readonly string[], env: Readonly<Record<string, string>> = {}): Buffer {
  return execFileSync('git', args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
