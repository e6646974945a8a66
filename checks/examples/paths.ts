/** Where `run` put the programs that the examples name. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const EXAMPLES_FOLDER = fileURLToPath(new URL('.', import.meta.url));
export const ROOT = join(EXAMPLES_FOLDER, '..', '..');
/** Kept between runs, and ignored by git. */
export const CACHE = join(EXAMPLES_FOLDER, '.cache');
export const ACT = join(CACHE, 'bin', 'act');
export const STUB_ACTIONS = join(EXAMPLES_FOLDER, 'stub-actions');
export const SHIMS = join(EXAMPLES_FOLDER, 'shims');
export const NODE_FOLDER = dirname(process.execPath);

const INTEROP = join(EXAMPLES_FOLDER, '..', 'interop', 'node_modules');
export const SF = join(INTEROP, '.bin', 'sf');
export const sfVersion: string = JSON.parse(
  readFileSync(join(INTEROP, '@salesforce', 'cli', 'package.json'), 'utf8'),
).version;

const commandPath = (name: string): string =>
  execFileSync('bash', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
export const NPM = commandPath('npm');
export const NPX = commandPath('npx');
/** Where the programs of a runner are which the examples name, as far as they are not in /usr/bin. */
export const TOOL_FOLDERS = [
  ...new Set([...['go', 'java', 'mvn'].map(commandPath).map(dirname), '/usr/local/bin']),
];
/** Where sf asks whether there is a newer sf. */
export const NPM_REGISTRY = new URL(
  execFileSync(NPM, ['config', 'get', 'registry'], { encoding: 'utf8' }).trim(),
).hostname;

const SYSTEM_AUTHORITIES = process.env['SSL_CERT_FILE'] ?? '/etc/ssl/certs/ca-certificates.crt';

/** The authorities of this machine, for the package registries. */
export const systemAuthorities = (): string =>
  existsSync(SYSTEM_AUTHORITIES) ? readFileSync(SYSTEM_AUTHORITIES, 'utf8') : '';
