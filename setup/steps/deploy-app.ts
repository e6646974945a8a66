import { join } from 'node:path';
import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import { keyNameOf } from '../key-pair.ts';
import {
  apiName,
  certificateBody,
  DESCRIPTIONS,
  elementOf,
  generateConsumerKey,
  permissionSetName,
  withElement,
  withoutElement,
  writeProject,
  writeText,
} from '../metadata-project.ts';
import { commandLine } from '../options.ts';
import { type SalesforceCli, SfError } from '../sf.ts';
import { type ExistingApp, retrieveConsumerKey } from './find-app.ts';
import type { TargetOrg } from './inspect-org.ts';

/** A variant of the deployment. Its `remark` is shown if the variant was needed. */
interface Variant {
  readonly remark: string;
  /** Matches the org's error message if this variant may succeed after another was rejected. */
  readonly helpsAgainst: RegExp;
  deploy(): Promise<void>;
}

/** Returns the text that identifies a new app in the record. */
export const appWhat = (name: string): string =>
  `app ${name} with permission set ${permissionSetName(name)}`;

interface NewApp {
  readonly sf: SalesforceCli;
  readonly org: TargetOrg;
  readonly email: string;
  readonly certificatePem: string;
}

const ABOUT_CERTIFICATE = /certificate/i;
const ABOUT_CONSUMER_KEY = /consumer ?key/i;
const BODY_REMARK = ' (this org wanted the certificate without its BEGIN and END lines)';
const OWN_KEY_REMARK = ' (this org chose the Consumer Key itself)';

/** Deploys the app from the templates and returns its consumer key. */
export async function createApp(context: SetupContext, app: NewApp): Promise<string> {
  const { options, terminal, record } = context;
  const name = apiName(options.name);
  const consumerKey = options['consumer-key'] ?? generateConsumerKey();
  return terminal.step('Deployment', async (progress) => {
    progress(`deploying ${name}, usually under a minute`);
    const change = { where: app.org.name, what: appWhat(name), how: 'created' };
    const remark = await record
      .change(change, () => deployFirst(newAppVariants(context, app, consumerKey)))
      .catch((error: unknown) => {
        throw explainDeployError(error, context);
      });
    const value = remark.includes(OWN_KEY_REMARK)
      ? await retrieveConsumerKey(context, app.sf)
      : consumerKey;
    return {
      result: `External Client App ${name}, permission set ${permissionSetName(name)}${remark}`,
      value,
    };
  });
}

function newAppVariants(
  context: SetupContext,
  { sf, email, certificatePem }: NewApp,
  consumerKey: string,
): Variant[] {
  const { options, tempFolder, runtime } = context;
  const folder = join(tempFolder, 'app');
  const deployWith = (certificate: string, withKey: boolean) => async (): Promise<void> => {
    writeProject(runtime, folder, {
      API_NAME: apiName(options.name),
      NAME: options.name.trim(),
      EMAIL: email,
      DESCRIPTION: DESCRIPTIONS[keyNameOf(options)],
      SCOPES: options['browser-tests'] ? 'Api, RefreshToken, Web' : 'Api, RefreshToken',
      CONSUMER_KEY: withKey ? consumerKey : '',
      CERTIFICATE: certificate,
    });
    await deploy(context, sf, folder, ['force-app']);
  };
  const body = certificateBody(certificatePem);
  const isChosen = options['consumer-key'] !== undefined;
  return [
    { remark: '', helpsAgainst: /^/, deploy: deployWith(certificatePem.trim(), true) },
    { remark: BODY_REMARK, helpsAgainst: ABOUT_CERTIFICATE, deploy: deployWith(body, true) },
    // Never replace a key that the user has chosen.
    ...(isChosen
      ? []
      : [
          {
            remark: OWN_KEY_REMARK,
            helpsAgainst: ABOUT_CONSUMER_KEY,
            deploy: deployWith(certificatePem.trim(), false),
          },
        ]),
  ];
}

/** Replaces only the app's certificate. Returns a remark for the step's line, or ''. */
export function deployCertificate(
  context: SetupContext,
  sf: SalesforceCli,
  app: ExistingApp,
  certificatePem: string,
): Promise<string> {
  const { kind, path, xml: retrieved, otherPaths, folder } = app;
  const deployWith =
    (certificate: string, hasKey: boolean, paths: readonly string[]) => async () => {
      const xml = withElement(retrieved, kind.parent, 'certificate', certificate);
      writeText(context.runtime, path, hasKey ? xml : withoutElement(xml, 'consumerKey'));
      return deploy(context, sf, folder, paths);
    };
  const [pem, body] = [certificatePem.trim(), certificateBody(certificatePem)];
  // An org reportedly rejects a Connected App with its own Consumer Key, but keeps the key if it is
  // omitted.
  const hasKey = kind.type !== 'ConnectedApp' && elementOf(retrieved, 'consumerKey') !== undefined;
  const all = [...otherPaths, path];
  return deployFirst([
    { remark: '', helpsAgainst: /^/, deploy: deployWith(pem, hasKey, all) },
    { remark: BODY_REMARK, helpsAgainst: ABOUT_CERTIFICATE, deploy: deployWith(body, hasKey, all) },
    {
      remark: ' (deployed alone)',
      helpsAgainst: /^/,
      deploy: deployWith(pem, kind.type === 'ConnectedApp', [path]),
    },
  ]);
}

/**
 * If the org rejects the first variant, tries each other variant that may succeed. Returns the remark
 * of the successful variant. If none succeeds, fails with the first error.
 */
async function deployFirst(variants: readonly Variant[]): Promise<string> {
  let refusal: SfError | undefined;
  for (const { remark, helpsAgainst, deploy: attempt } of variants) {
    if (refusal !== undefined && !helpsAgainst.test(refusal.message)) continue;
    try {
      await attempt();
      return remark;
    } catch (error) {
      // After an error that is not a rejection, the deployment may still be in progress.
      if (!(error instanceof SfError && error.isRefusal)) throw error;
      refusal ??= error;
    }
  }
  throw refusal ?? new TypeError('no way to deploy');
}

async function deploy(
  { options }: SetupContext,
  sf: SalesforceCli,
  folder: string,
  sources: readonly string[],
): Promise<void> {
  const tests =
    options.tests === undefined
      ? []
      : ['--test-level', 'RunSpecifiedTests', '--tests', options.tests];
  const paths = sources.flatMap((source) => ['--source-dir', source]);
  await sf.org(['project', 'deploy', 'start', ...paths, '--wait', '20', ...tests], folder);
}

/** Adds the next command to an error of the org. */
export function explainDeployError(error: unknown, { options }: SetupContext): unknown {
  if (!(error instanceof SfError)) return error;
  const { message } = error;
  if (/consumer key.*(in use|exists|taken)/i.test(message)) {
    return new SetupError(
      `Another app has this Consumer Key. ${message}`,
      commandLine(options, { 'consumer-key': undefined }),
      error,
    );
  }
  if (/already exists|duplicate/i.test(message)) {
    return new SetupError(
      `Something else in the org has the name of this app or of one of its components. ${message}`,
      commandLine(options, { name: `${options.name} CI` }),
      error,
    );
  }
  if (/test(s| coverage)/i.test(message) && options.tests === undefined) {
    return new SetupError(
      `The org refuses a deployment without tests. ${message}`,
      commandLine(options, { tests: 'CLASS' }),
      error,
    );
  }
  return error;
}
