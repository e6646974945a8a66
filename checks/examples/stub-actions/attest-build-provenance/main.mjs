import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const { GITHUB_WORKSPACE, 'INPUT_SUBJECT-PATH': path } = process.env;
if (!path || !existsSync(resolve(GITHUB_WORKSPACE, path)))
  throw new Error(`There is no file ${path} to attest.`);
console.log(`Would attest ${path}.`);
