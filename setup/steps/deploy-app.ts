import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import {
  apiName,
  certificateBody,
  generateConsumerKey,
  permissionSetName,
  withElement,
  writeProject,
} from '../metadata-project.ts';
import { commandLine } from '../options.ts';
import { type SalesforceCli, SfError } from '../sf.ts';
import type { ExistingApp } from './find-app.ts';

/** Deploys the app from the templates, and returns its consumer key. */
export function createApp(
  context: SetupContext,
  sf: SalesforceCli,
  email: string,
  certificatePem: string,
): Promise<string> {
  const { options, terminal, scratch, created } = context;
  const name = apiName(options.name);
  return terminal.step('Deployment', async (progress) => {
    progress(`deploying ${name}, usually under a minute`);
    const consumerKey = options['consumer-key'] ?? generateConsumerKey();
    const description = `the External Client App ${name} and the permission set ${permissionSetName(name)}`;
    created.set('app', `perhaps ${description}: the deployment had begun`);
    const folder = join(scratch, 'app');
    const suffix = await deployWithCertificateFallback(certificatePem, async (certificate) => {
      writeProject(folder, {
        API_NAME: name,
        NAME: options.name.trim(),
        EMAIL: email,
        SCOPES: options['browser-tests'] ? 'Api, RefreshToken, Web' : 'Api, RefreshToken',
        CONSUMER_KEY: consumerKey,
        CERTIFICATE: certificate,
      });
      await deploy(context, sf, folder, 'force-app');
    }).catch((error: unknown) => {
      // A deployment is atomic: if the org reports an error, nothing was created.
      if (error instanceof SfError) created.delete('app');
      throw explainDeployError(error, context);
    });
    created.set('app', description);
    return {
      result: `External Client App ${name}, permission set ${permissionSetName(name)}${suffix}`,
      value: consumerKey,
    };
  });
}

/**
 * Replaces the certificate of the app, and nothing else. Returns a remark for the step's line, or ''.
 */
export async function deployCertificate(
  context: SetupContext,
  sf: SalesforceCli,
  app: ExistingApp,
  certificatePem: string,
): Promise<string> {
  const { kind, path, folder } = app;
  return deployWithCertificateFallback(certificatePem, async (certificate) => {
    writeFileSync(
      path,
      withElement(readFileSync(path, 'utf8'), kind.parent, 'certificate', certificate),
    );
    await deploy(context, sf, folder, path);
  });
}

async function deploy(
  { options }: SetupContext,
  sf: SalesforceCli,
  folder: string,
  source: string,
): Promise<void> {
  const tests =
    options.tests === undefined
      ? []
      : ['--test-level', 'RunSpecifiedTests', '--tests', options.tests];
  await sf.org(
    ['project', 'deploy', 'start', '--source-dir', source, '--wait', '20', ...tests],
    folder,
  );
}

/**
 * Deploys the certificate as PEM; if the org rejects it, tries once more without the BEGIN and END lines.
 * Returns a remark for the step's line, or ''.
 */
async function deployWithCertificateFallback(
  pem: string,
  deployWith: (certificate: string) => Promise<void>,
): Promise<string> {
  try {
    await deployWith(pem.trim());
    return '';
  } catch (error) {
    if (!(error instanceof SfError) || !/certificate/i.test(error.message)) throw error;
    await deployWith(certificateBody(pem)).catch(() => Promise.reject(error));
    return ' (this org wanted the certificate without its BEGIN and END lines)';
  }
}

function explainDeployError(error: unknown, { options }: SetupContext): unknown {
  if (!(error instanceof SfError)) return error;
  const { message } = error;
  if (/consumer key.*(in use|exists|taken)/i.test(message)) {
    return new SetupError(
      `Another app has this Consumer Key. ${message}`,
      commandLine(options, { 'consumer-key': undefined }),
    );
  }
  if (/already exists|duplicate/i.test(message)) {
    return new SetupError(
      `Something else in the org has the name of this app or of one of its components. ${message}`,
      commandLine(options, { name: `${options.name} CI` }),
    );
  }
  if (/test(s| coverage)/i.test(message) && options.tests === undefined) {
    return new SetupError(
      `The org refuses a deployment without tests. ${message}`,
      commandLine(options, { tests: 'CLASS' }),
    );
  }
  return error;
}
