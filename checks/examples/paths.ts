/** Paths of the programs that the examples call. `run` installs them. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const EXAMPLES_FOLDER = fileURLToPath(new URL('.', import.meta.url));
export const ROOT = join(EXAMPLES_FOLDER, '..', '..');
/** Cache that is kept between runs and ignored by git. */
export const CACHE = join(EXAMPLES_FOLDER, '.cache');
export const ACT = join(CACHE, 'bin', 'act');
export const STUB_ACTIONS = join(EXAMPLES_FOLDER, 'stub-actions');
export const SHIMS = join(EXAMPLES_FOLDER, 'shims');
export const NODE_FOLDER = dirname(process.execPath);

/** Path of gh, which checks/setup/install-gh builds. */
export const GH = join(ROOT, 'checks', 'setup', 'bin', 'gh');
const INTEROP = join(EXAMPLES_FOLDER, '..', 'interop', 'node_modules');
export const SF = join(INTEROP, '.bin', 'sf');
export const sfVersion: string = JSON.parse(
  readFileSync(join(INTEROP, '@salesforce', 'cli', 'package.json'), 'utf8'),
).version;

const commandPath = (name: string): string =>
  execFileSync('bash', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
/** Does not use JAVA_HOME, which may be unset. */
export const JAVA_HOME = dirname(dirname(realpathSync(commandPath('java'))));
export const NPM = commandPath('npm');
export const NPX = commandPath('npx');
/** Folders outside /usr/bin that contain programs of a runner that the examples call. */
export const TOOL_FOLDERS = [
  ...new Set([...['go', 'java', 'mvn'].map(commandPath).map(dirname), '/usr/local/bin']),
];
/** Host that sf contacts to check for updates. */
export const NPM_REGISTRY = new URL(
  execFileSync(NPM, ['config', 'get', 'registry'], { encoding: 'utf8' }).trim(),
).hostname;

const SYSTEM_AUTHORITIES = process.env['SSL_CERT_FILE'] ?? '/etc/ssl/certs/ca-certificates.crt';

/** Returns this machine's CA certificates, which clients need to reach the package registries. */
export const systemAuthorities = (): string =>
  existsSync(SYSTEM_AUTHORITIES) ? readFileSync(SYSTEM_AUTHORITIES, 'utf8') : '';
