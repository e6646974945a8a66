import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Job } from './job.ts';
import { commandLine } from './options.ts';
import { Problem } from './problem.ts';
import type { Sf } from './sf.ts';
import { deployCertificate } from './steps/deploy-app.ts';
import type { ExistingApp } from './steps/look-app.ts';
import type { GitHubFacts } from './steps/look-github.ts';

/** The time in which the app has the new certificate and GitHub may still have the old key. */
export interface Rotation {
  /** GitHub has the new key: from now on there is nothing to put back. */
  keyIsSet(): void;
  /** Deploys the old certificate again, if the old key is still the one in use. */
  undo(): Promise<void>;
}

interface Rotating {
  readonly sf: Sf;
  readonly app: ExistingApp;
  readonly github: GitHubFacts | undefined;
  readonly certificatePem: string;
}

/**
 * From the org or from a file. Not from the variable in GitHub: it is no secret, and whoever may
 * write variables would be let into the org by it.
 */
export function oldCertificate({ world, options }: Job, app: ExistingApp): string | undefined {
  const file = options['old-certificate'];
  if (file === undefined) return app.certificate;
  try {
    return readFileSync(resolve(world.folder, file), 'utf8');
  } catch {
    throw new Problem(`Cannot read ${file}.`, commandLine(options, { 'old-certificate': 'FILE' }));
  }
}

export async function startRotation(
  job: Job,
  { sf, app, github, certificatePem }: Rotating,
): Promise<Rotation> {
  const { world, screen, exists } = job;
  const old = oldCertificate(job, app);
  let openSince: number | undefined = world.now();

  const closed = (): string => {
    const seconds = openSince === undefined ? 0 : Math.round((world.now() - openSince) / 1000);
    openSince = undefined;
    return `${seconds} s`;
  };

  async function undo(): Promise<void> {
    if (openSince === undefined) return;
    // What was interrupted may have happened all the same.
    const now = await github?.gh.secretTime('SF_PRIVATE_KEY').catch(() => github.keySet);
    if (github !== undefined && now !== github.keySet) {
      exists.set('app', `the new key in GitHub, and its certificate in ${app.apiName}`);
      return;
    }
    if (old === undefined) {
      exists.set(
        'app',
        `a new certificate in ${app.apiName}; the old one is not known, so the old key no longer works`,
      );
      return;
    }
    await screen.step('Undo', async (progress) => {
      progress('deploying the old certificate again');
      await deployCertificate(job, sf, app, old);
      exists.set('app', `${app.apiName} with its old certificate, and the old key in use`);
      return {
        said: `the old certificate is restored; the old key did not work for ${closed()}`,
        value: undefined,
      };
    });
  }

  const rotation: Rotation = {
    undo,
    keyIsSet() {
      if (openSince !== undefined)
        screen.say(`  From the new certificate to the new key in GitHub: ${closed()}.`);
    },
  };
  try {
    await screen.step('Certificate', async (progress) => {
      progress('deploying the new certificate');
      exists.set('app', `perhaps a new certificate in ${app.apiName}`);
      const note = await deployCertificate(job, sf, app, certificatePem);
      exists.set('app', `a new certificate in ${app.apiName}`);
      return { said: `${app.apiName} has the new one${note}`, value: undefined };
    });
  } catch (error) {
    throw await undone(job, rotation, error);
  }
  return rotation;
}

/** Puts back what was there before, and gives the error to go on with. */
export async function undone(
  { world, options }: Job,
  rotation: Rotation,
  error: unknown,
): Promise<unknown> {
  world.shield();
  try {
    await rotation.undo();
    return error;
  } catch (second) {
    const [first, then] = [error, second].map((one) =>
      one instanceof Error ? one.message : String(one),
    );
    return new Problem(
      `${first || 'Interrupted.'}\nThe old certificate could not be deployed again: ${then}`,
      commandLine(options),
    );
  }
}
