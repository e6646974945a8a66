import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { SetupContext } from './context.ts';
import { SetupError } from './errors.ts';
import { commandLine } from './options.ts';
import type { SalesforceCli } from './sf.ts';
import { deployCertificate } from './steps/deploy-app.ts';
import type { ExistingApp } from './steps/find-app.ts';
import type { GitHubInspection } from './steps/inspect-github.ts';

/** The time in which the app has the new certificate and GitHub may still have the old key. */
export interface Rotation {
  /** GitHub has the new key: from now on there is nothing to put back. */
  commit(): void;
  /** Deploys the old certificate again, if the old key is still the one in use. */
  undo(): Promise<void>;
}

interface RotationOptions {
  readonly sf: SalesforceCli;
  readonly app: ExistingApp;
  readonly github: GitHubInspection | undefined;
  readonly certificatePem: string;
}

/**
 * From the org or from a file. Not from the variable in GitHub: it is no secret, and whoever may
 * write variables would be let into the org by it.
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
  const oldPem = oldCertificate(context, app);
  let rotatedAt: number | undefined = runtime.now();

  const closeGap = (): string => {
    const seconds = rotatedAt === undefined ? 0 : Math.round((runtime.now() - rotatedAt) / 1000);
    rotatedAt = undefined;
    return `${seconds} s`;
  };

  async function undo(): Promise<void> {
    if (rotatedAt === undefined) return;
    // What was interrupted may have happened all the same.
    const updatedAt = await github?.gh
      .secretUpdatedAt('SF_PRIVATE_KEY')
      .catch(() => github.keyUpdatedAt);
    if (github !== undefined && updatedAt !== github.keyUpdatedAt) {
      created.set('app', `the new key in GitHub, and its certificate in ${app.apiName}`);
      return;
    }
    if (oldPem === undefined) {
      created.set(
        'app',
        `a new certificate in ${app.apiName}; the old one is not known, so the old key no longer works`,
      );
      return;
    }
    await terminal.step('Undo', async (progress) => {
      progress('deploying the old certificate again');
      await deployCertificate(context, sf, app, oldPem);
      created.set('app', `${app.apiName} with its old certificate, and the old key in use`);
      return {
        result: `the old certificate is restored; the old key did not work for ${closeGap()}`,
        value: undefined,
      };
    });
  }

  const rotation: Rotation = {
    undo,
    commit() {
      if (rotatedAt !== undefined)
        terminal.say(`  From the new certificate to the new key in GitHub: ${closeGap()}.`);
    },
  };
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

/** Puts back what was there before, and gives the error to go on with. */
export async function rollback(
  { runtime, options }: SetupContext,
  rotation: Rotation,
  error: unknown,
): Promise<unknown> {
  runtime.ignoreSignals();
  try {
    await rotation.undo();
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
