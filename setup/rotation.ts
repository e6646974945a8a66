import type { SetupContext } from './context.ts';
import { readOldCertificate } from './key-file.ts';
import { keyNameOf } from './key-pair.ts';
import type { SalesforceCli } from './sf.ts';
import { deployCertificate, explainDeployError } from './steps/deploy-app.ts';
import type { ExistingApp } from './steps/find-app.ts';
import type { TargetOrg } from './steps/inspect-org.ts';

/**
 * A change of the app's certificate. From the deployment of the new certificate until GitHub has the new
 * key, workflows cannot sign in: that is the gap.
 */
export interface Rotation {
  readonly sf: SalesforceCli;
  readonly org: TargetOrg;
  readonly app: ExistingApp;
  /** Undefined if the org does not show it, or if it must never be restored. */
  readonly oldCertificatePem: string | undefined;
  readonly certificatePem: string;
  /** The start of the gap, in milliseconds since the epoch; undefined if there is none. */
  gapStartedAt: number | undefined;
}

/**
 * Reads the old certificate from `--old-certificate`, or else from the org. Never from the variable in
 * GitHub: anyone who can write variables could have their own certificate deployed.
 */
export function oldCertificate(context: SetupContext, app: ExistingApp): string | undefined {
  // With a key service, the option may be about the private key beside it.
  const isFromOrg =
    keyNameOf(context.options) === 'SF_SIGNING_KEY' && app.certificate !== undefined;
  return isFromOrg ? app.certificate : (readOldCertificate(context) ?? app.certificate);
}

/** The entry of the record for the app's certificate. */
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
    rotation.gapStartedAt = runtime.now();
    const remark = await deployRecorded(context, rotation, certificatePem);
    return { result: `${app.apiName} has the new one${remark}`, value: undefined };
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
    return {
      result: `the old certificate is restored after ${endGap(context, rotation)}; Salesforce may refuse the old key for some minutes more`,
      value: undefined,
    };
  });
}

/** Deploys the new certificate once more if it is not known whether the org has it. */
export async function ensureCertificate(context: SetupContext, rotation: Rotation): Promise<void> {
  if (context.record.find(certificateChange(rotation))?.isCertain === true) return;
  await context.terminal.step('Certificate', async () => {
    await deployRecorded(context, rotation, rotation.certificatePem);
    return { result: `${rotation.app.apiName} has the new one`, value: undefined };
  });
}

/** Returns the length of the gap, which ends with this call. */
export function endGap({ runtime }: SetupContext, rotation: Rotation): string {
  const endedAt = runtime.now();
  const seconds = Math.round((endedAt - (rotation.gapStartedAt ?? endedAt)) / 1000);
  rotation.gapStartedAt = undefined;
  return `${seconds} s`;
}
