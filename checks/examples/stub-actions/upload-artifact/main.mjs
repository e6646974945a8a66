import { cpSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const { env } = process;
const source = resolve(env.GITHUB_WORKSPACE, env.INPUT_PATH);
if (existsSync(source)) {
  cpSync(source, join(env.EXAMPLES_ARTIFACTS, 'uploads', env.INPUT_NAME), { recursive: true });
} else if (env['INPUT_IF-NO-FILES-FOUND'] === 'error') {
  throw new Error(`No files were found at ${env.INPUT_PATH}.`);
} else {
  console.log(`::warning::No files were found at ${env.INPUT_PATH}.`);
}
