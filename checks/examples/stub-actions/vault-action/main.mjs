import { appendFileSync } from 'node:fs';

const { env } = process;
if (env.INPUT_METHOD !== 'jwt' || !env.INPUT_ROLE || !env.INPUT_JWTGITHUBAUDIENCE)
  throw new Error('"method: jwt", "role" and "jwtGithubAudience" are required.');
const { VAULT_TOKEN: token } = JSON.parse(env.EXAMPLES_LOGIN);
console.log(`::add-mask::${token}`);
if (env.INPUT_EXPORTTOKEN === 'true') appendFileSync(env.GITHUB_ENV, `VAULT_TOKEN=${token}\n`);
