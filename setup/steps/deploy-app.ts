import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from '../job.ts';
import {
  apiName,
  certificateBody,
  chooseConsumerKey,
  permissionSetOf,
  withElement,
  writeProject,
} from '../kit.ts';
import { commandLine } from '../options.ts';
import { Problem } from '../problem.ts';
import { type Sf, SfRefusal } from '../sf.ts';
import type { ExistingApp } from './look-app.ts';

/** Deploys the app from the templates. Gives its consumer key. */
export function createApp(
  job: Job,
  sf: Sf,
  email: string,
  certificatePem: string,
): Promise<string> {
  const { options, screen, scratch, exists } = job;
  const name = apiName(options.name);
  return screen.step('Deployment', async (progress) => {
    progress(`deploying ${name}, usually under a minute`);
    const consumerKey = options['consumer-key'] ?? chooseConsumerKey();
    const what = `the External Client App ${name} and the permission set ${permissionSetOf(name)}`;
    exists.set('app', `perhaps ${what}: the deployment had begun`);
    const folder = join(scratch, 'app');
    const note = await inEitherForm(certificatePem, async (certificate) => {
      writeProject(folder, {
        API_NAME: name,
        NAME: options.name.trim(),
        EMAIL: email,
        SCOPES: options['browser-tests'] ? 'Api, RefreshToken, Web' : 'Api, RefreshToken',
        CONSUMER_KEY: consumerKey,
        CERTIFICATE: certificate,
      });
      await deploy(job, sf, folder, 'force-app');
    }).catch((error: unknown) => {
      // A deployment is done as a whole, or not at all.
      if (error instanceof SfRefusal) exists.delete('app');
      throw inPlainWords(error, job);
    });
    exists.set('app', what);
    return {
      said: `External Client App ${name}, permission set ${permissionSetOf(name)}${note}`,
      value: consumerKey,
    };
  });
}

/** Gives the app another certificate and leaves everything else as it is. */
export async function deployCertificate(
  job: Job,
  sf: Sf,
  app: ExistingApp,
  certificatePem: string,
): Promise<string> {
  const { kind, path, folder } = app;
  return inEitherForm(certificatePem, async (certificate) => {
    writeFileSync(
      path,
      withElement(readFileSync(path, 'utf8'), kind.parent, 'certificate', certificate),
    );
    await deploy(job, sf, folder, path);
  });
}

async function deploy({ options }: Job, sf: Sf, folder: string, source: string): Promise<void> {
  const tests =
    options.tests === undefined
      ? []
      : ['--test-level', 'RunSpecifiedTests', '--tests', options.tests];
  await sf.org(
    ['project', 'deploy', 'start', '--source-dir', source, '--wait', '20', ...tests],
    folder,
  );
}

/** Most orgs take the PEM file as it is; where one does not, the text between its lines, once. */
async function inEitherForm(
  pem: string,
  attempt: (certificate: string) => Promise<void>,
): Promise<string> {
  try {
    await attempt(pem.trim());
    return '';
  } catch (error) {
    if (!(error instanceof SfRefusal) || !/certificate/i.test(error.message)) throw error;
    await attempt(certificateBody(pem)).catch(() => Promise.reject(error));
    return ' (this org wanted the certificate without its BEGIN and END lines)';
  }
}

function inPlainWords(error: unknown, { options }: Job): unknown {
  if (!(error instanceof SfRefusal)) return error;
  const { message } = error;
  if (/consumer key.*(in use|exists|taken)/i.test(message)) {
    return new Problem(
      `Another app has this Consumer Key. ${message}`,
      commandLine(options, { 'consumer-key': undefined }),
    );
  }
  if (/already exists|duplicate/i.test(message)) {
    return new Problem(
      `Something else in the org has the name of this app or of one of its parts. ${message}`,
      commandLine(options, { name: `${options.name} CI` }),
    );
  }
  if (/test(s| coverage)/i.test(message) && options.tests === undefined) {
    return new Problem(
      `The org refuses a deployment without tests. ${message}`,
      commandLine(options, { tests: 'CLASS' }),
    );
  }
  return error;
}
