import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { SetupContext } from './context.ts';
import { SetupError } from './errors.ts';
import { commandLine } from './options.ts';
import type { SalesforceCli } from './sf.ts';
import { deployCertificate } from './steps/deploy-app.ts';
import type { ExistingApp } from './steps/find-app.ts';
import type { GitHubInspection } from './steps/inspect-github.ts';

/**
 * A change of the app's certificate. From the deployment of the new certificate until GitHub has the new
 * key, workflows cannot sign in: that is the gap.
 */
export interface Rotation {
  readonly sf: SalesforceCli;
  readonly app: ExistingApp;
  readonly github: GitHubInspection | undefined;
  readonly oldCertificatePem: string | undefined;
  /** The start of the gap, in milliseconds since the epoch; undefined once the gap has ended. */
  gapStartedAt: number | undefined;
}

interface RotationOptions extends Pick<Rotation, 'sf' | 'app' | 'github'> {
  readonly certificatePem: string;
}

/**
 * Reads the old certificate from `--old-certificate`, or else from the org. Never from the variable in
 * GitHub: anyone who can write variables could have their own certificate deployed.
 */
export function oldCertificate(
  { runtime, options }: SetupContext,
  app: ExistingApp,
): string | undefined {
  const file = options['old-certificate'];
  if (file === undefined) return app.certificate;
  try {
    return readFileSync(resolve(runtime.folder, file), 'utf8');
  } catch {
    throw new SetupError(
      `Cannot read ${file}.`,
      commandLine(options, { 'old-certificate': 'FILE' }),
    );
  }
}

export async function rotateCertificate(
  context: SetupContext,
  { sf, app, github, certificatePem }: RotationOptions,
): Promise<Rotation> {
  const { runtime, terminal, created } = context;
  const oldCertificatePem = oldCertificate(context, app);
  const rotation: Rotation = { sf, app, github, oldCertificatePem, gapStartedAt: runtime.now() };
  try {
    await terminal.step('Certificate', async (progress) => {
      progress('deploying the new certificate');
      created.set('app', `perhaps a new certificate in ${app.apiName}`);
      const suffix = await deployCertificate(context, sf, app, certificatePem);
      created.set('app', `a new certificate in ${app.apiName}`);
      return { result: `${app.apiName} has the new one${suffix}`, value: undefined };
    });
  } catch (error) {
    throw await rollback(context, rotation, error);
  }
  return rotation;
}

/** Ends the gap when GitHub has the new key; after that, nothing is rolled back. */
export function commitRotation({ runtime, terminal }: SetupContext, rotation: Rotation): void {
  if (rotation.gapStartedAt === undefined) return;
  const gap = endGap(runtime, rotation);
  terminal.say(`  From the new certificate to the new key in GitHub: ${gap}.`);
}

/** Deploys the old certificate again if GitHub still has the old key. Returns the error to throw. */
export async function rollback(
  context: SetupContext,
  rotation: Rotation,
  error: unknown,
): Promise<unknown> {
  const { runtime, options } = context;
  runtime.ignoreSignals();
  try {
    await restoreCertificate(context, rotation);
    return error;
  } catch (rollbackError) {
    const [message, rollbackMessage] = [error, rollbackError].map((value) =>
      value instanceof Error ? value.message : String(value),
    );
    return new SetupError(
      `${message || 'Interrupted.'}\nThe old certificate could not be deployed again: ${rollbackMessage}`,
      commandLine(options),
    );
  }
}

async function restoreCertificate(context: SetupContext, rotation: Rotation): Promise<void> {
  const { runtime, terminal, created } = context;
  const { sf, app, github, oldCertificatePem } = rotation;
  if (rotation.gapStartedAt === undefined) return;
  if (github !== undefined && (await hasNewKey(github))) {
    created.set('app', `the new key in GitHub, and its certificate in ${app.apiName}`);
    return;
  }
  if (oldCertificatePem === undefined) {
    created.set(
      'app',
      `a new certificate in ${app.apiName}; the old one is not known, so the old key no longer works`,
    );
    return;
  }
  await terminal.step('Undo', async (progress) => {
    progress('deploying the old certificate again');
    await deployCertificate(context, sf, app, oldCertificatePem);
    created.set('app', `${app.apiName} with its old certificate, and the old key in use`);
    const gap = endGap(runtime, rotation);
    return {
      result: `the old certificate is restored; the old key did not work for ${gap}`,
      value: undefined,
    };
  });
}

/** Asks GitHub, because a request that was interrupted may have succeeded. */
async function hasNewKey({ gh, keyUpdatedAt }: GitHubInspection): Promise<boolean> {
  const updatedAt = await gh.secretUpdatedAt('SF_PRIVATE_KEY').catch(() => keyUpdatedAt);
  return updatedAt !== keyUpdatedAt;
}

function endGap({ now }: SetupContext['runtime'], rotation: Rotation): string {
  const endedAt = now();
  const seconds = Math.round((endedAt - (rotation.gapStartedAt ?? endedAt)) / 1000);
  rotation.gapStartedAt = undefined;
  return `${seconds} s`;
}
