import { shareCertificate } from './certificates.ts';
import type { SetupContext } from './context.ts';
import { SetupError } from './errors.ts';
import { readOldCertificate } from './key-file.ts';
import { keyNameOf } from './key-pair.ts';
import { commandLine } from './options.ts';
import type { SalesforceCli } from './sf.ts';
import { deployCertificate, explainDeployError } from './steps/deploy-app.ts';
import type { ExistingApp } from './steps/find-app.ts';
import type { TargetOrg } from './steps/inspect-org.ts';

/**
 * A replacement of the app's certificate. Workflows cannot sign in from the deployment of the new
 * certificate until GitHub has the new key. This time is called the gap.
 */
export interface Rotation {
  readonly sf: SalesforceCli;
  readonly org: TargetOrg;
  readonly app: ExistingApp;
  /** The old certificate. Undefined if the org does not return it, or if it must never be restored. */
  readonly oldCertificatePem: string | undefined;
  readonly certificatePem: string;
  /** False if both certificates are of the same key, which always works. */
  readonly hasGap: boolean;
  /** Start of the gap in milliseconds since the epoch. Undefined if there is no gap. */
  gapStartedAt: number | undefined;
}

/**
 * Returns the old certificate that the org shows or, if it shows none, that of `--old-certificate`. Never
 * reads it from the variable in GitHub: anyone who can write variables could have their own certificate
 * deployed.
 */
export const oldCertificate = (context: SetupContext, app: ExistingApp): string | undefined =>
  app.certificate ?? readOldCertificate(context);

/**
 * Checks `--old-certificate` before the first change.
 * @throws SetupError if the file does not have one certificate, or not the one that the org shows
 */
export function requireOldCertificate(context: SetupContext, app: ExistingApp | undefined): void {
  const { options } = context;
  const given = readOldCertificate(context);
  // If the key is in a key service, the option may refer to the private key that is also in use.
  const isOfApp = keyNameOf(options) === 'SF_PRIVATE_KEY';
  if (given === undefined || app?.certificate === undefined || !isOfApp) return;
  if (shareCertificate(given, app.certificate)) return;
  throw new SetupError(
    `${options['old-certificate']} is not the certificate of ${app.apiName}. The org shows that certificate, so the option is not needed.`,
    commandLine(options, { 'old-certificate': undefined }),
  );
}

/** Returns the record entry for the app's certificate. */
export const certificateChange = ({ org, app }: Pick<Rotation, 'org' | 'app'>) => ({
  where: org.name,
  what: `certificate of ${app.apiName}`,
  how: 'replaced',
});

export function rotateCertificate(context: SetupContext, rotation: Rotation): Promise<void> {
  const { runtime, terminal } = context;
  const { app, certificatePem } = rotation;
  return terminal.step('Certificate', async (progress) => {
    progress('deploying the new certificate');
    if (rotation.hasGap) rotation.gapStartedAt = runtime.now();
    const remark = await deployRecorded(context, rotation, certificatePem);
    return { result: `the new one is deployed to ${app.apiName}${remark}`, value: undefined };
  });
}

function deployRecorded(
  context: SetupContext,
  rotation: Rotation,
  certificatePem: string,
): Promise<string> {
  const { sf, app } = rotation;
  return context.record
    .change(certificateChange(rotation), () => deployCertificate(context, sf, app, certificatePem))
    .catch((error: unknown) => {
      throw explainDeployError(error, context);
    });
}

/** Deploys the old certificate again. */
export function restoreCertificate(
  context: SetupContext,
  rotation: Rotation,
  oldCertificatePem: string,
): Promise<void> {
  const { terminal, record } = context;
  return terminal.step('Undo', async (progress) => {
    progress('deploying the old certificate again');
    await deployRecorded(context, rotation, oldCertificatePem);
    record.forget(certificateChange(rotation));
    const gap = rotation.hasGap
      ? ` after ${endGap(context, rotation)}; Salesforce may refuse the old key for some minutes more`
      : '';
    return { result: `the old certificate is restored${gap}`, value: undefined };
  });
}

/** Deploys the new certificate again if it is unknown whether the org has it. */
export async function ensureCertificate(context: SetupContext, rotation: Rotation): Promise<void> {
  if (context.record.find(certificateChange(rotation))?.isCertain === true) return;
  await context.terminal.step('Certificate', async () => {
    await deployRecorded(context, rotation, rotation.certificatePem);
    return { result: `the new one is deployed to ${rotation.app.apiName}`, value: undefined };
  });
}

/** Ends the gap and returns its length. */
export function endGap({ runtime }: SetupContext, rotation: Rotation): string {
  const endedAt = runtime.now();
  const seconds = Math.round((endedAt - (rotation.gapStartedAt ?? endedAt)) / 1000);
  rotation.gapStartedAt = undefined;
  return `${seconds} s`;
}
