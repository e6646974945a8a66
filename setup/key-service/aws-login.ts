import type { AwsAddress } from '../../src/signing/address.ts';
import type { SetupContext } from '../context.ts';
import {
  definedOnly,
  type LoginProgram,
  type LoginVariables,
  notSignedIn,
  parseObject,
  requireOutput,
  runLogin,
} from './login-program.ts';

const AWS: LoginProgram = {
  program: 'aws',
  title: 'AWS CLI',
  install: 'https://aws.amazon.com/cli/',
  login: 'aws sso login, or aws configure',
};
/** Returns the credentials and the region, from the environment or else from the AWS CLI. */
export async function awsLogin(
  context: SetupContext,
  { region }: AwsAddress,
): Promise<LoginVariables> {
  const { env } = context.runtime;
  const hasRegion = (region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? '') !== '';
  return { ...(hasRegion ? {} : await awsRegion(context)), ...(await awsCredentials(context)) };
}

async function awsRegion(context: SetupContext): Promise<LoginVariables> {
  return { AWS_REGION: await runLogin(context, AWS, ['configure', 'get', 'region']) };
}

async function awsCredentials(context: SetupContext): Promise<LoginVariables> {
  const { runtime, redactor } = context;
  const { env } = runtime;
  const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
  const own = definedOnly(Object.fromEntries(names.map((name) => [name, env[name]])));
  if ('AWS_ACCESS_KEY_ID' in own && 'AWS_SECRET_ACCESS_KEY' in own) return own;
  const args = ['configure', 'export-credentials', '--format', 'process'];
  const exported = await runtime.run({ program: 'aws', args });
  if (/invalid choice/i.test(exported.stderr)) return awsProfile(context);
  const output = requireOutput(context, AWS, exported);
  const { AccessKeyId, SecretAccessKey, SessionToken } = parseObject(output);
  for (const secret of [SecretAccessKey, SessionToken]) redactor.add(String(secret ?? ''));
  if (typeof AccessKeyId !== 'string' || typeof SecretAccessKey !== 'string')
    throw notSignedIn(AWS, '"aws configure export-credentials" printed no credentials');
  return {
    AWS_ACCESS_KEY_ID: AccessKeyId,
    AWS_SECRET_ACCESS_KEY: SecretAccessKey,
    ...(typeof SessionToken === 'string' ? { AWS_SESSION_TOKEN: SessionToken } : {}),
  };
}

/**
 * Reads the credentials of a profile from version 1 of the AWS CLI, which exports no credentials
 * and shows only those of a profile that has a key.
 */
async function awsProfile({ runtime, redactor }: SetupContext): Promise<LoginVariables> {
  const names = ['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token'];
  const values: Record<string, string> = {};
  for (const name of names) {
    const { stdout } = await runtime.run({ program: 'aws', args: ['configure', 'get', name] });
    const value = stdout.trim();
    if (name !== 'aws_access_key_id') redactor.add(value);
    if (value !== '') values[name.toUpperCase()] = value;
  }
  if ('AWS_ACCESS_KEY_ID' in values && 'AWS_SECRET_ACCESS_KEY' in values) return values;
  throw notSignedIn(
    AWS,
    'the profile has no access key, and version 1 cannot export other credentials. Install version 2, or set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN',
  );
}
