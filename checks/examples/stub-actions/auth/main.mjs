import { appendFileSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';

const { env } = process;
if (!env.INPUT_WORKLOAD_IDENTITY_PROVIDER.startsWith('projects/'))
  throw new Error('workload_identity_provider must begin with projects/.');
const file = join(env.GITHUB_WORKSPACE, 'gha-creds-1234567890abcdef.json');
copyFileSync(JSON.parse(env.EXAMPLES_LOGIN).GOOGLE_APPLICATION_CREDENTIALS, file);
appendFileSync(env.GITHUB_ENV, `GOOGLE_APPLICATION_CREDENTIALS=${file}\n`);
