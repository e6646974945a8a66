import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';

const { EXAMPLES_ARTIFACTS, GITHUB_WORKSPACE, INPUT_NAME, INPUT_PATH } = process.env;
const source = join(EXAMPLES_ARTIFACTS, 'uploads', INPUT_NAME);
cpSync(source, resolve(GITHUB_WORKSPACE, INPUT_PATH), { recursive: true });
