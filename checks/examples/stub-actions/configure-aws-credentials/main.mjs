import { appendFileSync } from 'node:fs';

const { env } = process;
if (!/^arn:aws:iam::\d{12}:role\//.test(env['INPUT_ROLE-TO-ASSUME']))
  throw new Error('role-to-assume must be the ARN of a role.');
const login = JSON.parse(env.EXAMPLES_LOGIN);
for (const [name, value] of Object.entries({ ...login, AWS_REGION: env['INPUT_AWS-REGION'] })) {
  if (name !== 'AWS_REGION') console.log(`::add-mask::${value}`);
  appendFileSync(env.GITHUB_ENV, `${name}=${value}\n`);
}
