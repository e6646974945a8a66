/**
 * The end of the job: what the main step wrote into its state says what there is to do. Mostly that
 * is nothing (not asked for, or the sign-in failed), and then nothing is loaded. Never fails the job.
 */
import { STATE } from './runner/state.ts';

const isSaved = (name: string): boolean => Boolean(process.env[`STATE_${name}`]);

if (isSaved(STATE.accessToken) || isSaved(STATE.tokenHash)) {
  const { endJob } = await import('./end-of-job.ts');
  await endJob();
  await new Promise((resolve) => process.stdout.write('', resolve));
  process.exit();
}
