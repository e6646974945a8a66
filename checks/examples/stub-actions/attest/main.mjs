import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const { GITHUB_WORKSPACE, 'INPUT_SUBJECT-PATH': path } = process.env;
if (!path || !existsSync(resolve(GITHUB_WORKSPACE, path)))
  throw new Error(`The file to attest does not exist: ${path}`);
console.log(`Would attest ${path}.`);
