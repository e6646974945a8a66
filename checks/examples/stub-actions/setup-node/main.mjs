import { appendFileSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const { env, version, execPath } = process;
const file = env['INPUT_NODE-VERSION-FILE'];
const requestedVersion = file
  ? readFileSync(join(env.GITHUB_WORKSPACE, file), 'utf8').trim()
  : env['INPUT_NODE-VERSION'];
if (!`${version}.`.startsWith(`v${requestedVersion.replace(/^v/, '')}.`)) {
  throw new Error(
    `The workflow requests Node ${requestedVersion}, but only ${version} is available.`,
  );
}
appendFileSync(env.GITHUB_PATH, `${dirname(execPath)}\n`);
