/**
 * Runs the release commands: those in USAGE for maintainers, and those in JOB_COMMANDS for workflows.
 */
import { callApi } from '../github/api.ts';
import { parseVersion } from './version.ts';

const USAGE = `Usage: npm run release -- X.Y.Z     write the version everywhere, date the changelog, build and test
       npm run release -- --tag     check everything once more, and push the tag
       npm run release -- --ready   compare the draft with the checked commit, right before you publish it

docs/owning.md has the whole way.`;

const { env } = process;

/** Commands for workflow jobs. They throw if they find a problem. */
const JOB_COMMANDS: Readonly<Record<string, () => Promise<void>>> = {
  async 'check-tag'() {
    const { commitProblems } = await import('./checks.ts');
    const problems = commitProblems(requiredEnv('TAG').slice(1));
    if (problems.length > 0) throw new Error(problems.join(' '));
  },
  async draft() {
    const { draft } = await import('./draft.ts');
    draft(callApi, {
      tag: requiredEnv('TAG'),
      commit: requiredEnv('GITHUB_SHA'),
      archive: requiredEnv('ARCHIVE'),
      summaryFile: requiredEnv('GITHUB_STEP_SUMMARY'),
    });
  },
  async 'check-published'() {
    const { requireImmutable } = await import('./published.ts');
    console.log(
      `The release is immutable, and its tag points to ${requireImmutable(callApi, requiredEnv('TAG'))}.`,
    );
  },
  async 'move-major'() {
    const { moveMajorTag } = await import('./published.ts');
    moveMajorTag(callApi, requiredEnv('TAG'));
  },
  async 'propose-pin'() {
    const { proposePin } = await import('./propose-pin.ts');
    proposePin(callApi, requiredEnv('TAG'));
  },
};

async function main([argument = '', ...rest]: readonly string[]): Promise<number> {
  const job = JOB_COMMANDS[argument];
  const version = parseVersion(argument);
  if (rest.length > 0) return usage();
  if (job !== undefined) await job();
  else if (version !== undefined) (await import('./prepare.ts')).prepare(version);
  else if (argument === '--tag') return (await import('./tag.ts')).tagCommand();
  else if (argument === '--ready') return (await import('./ready.ts')).readyCommand();
  else return usage();
  return 0;
}

function usage(): number {
  console.error(USAGE);
  return 2;
}

function requiredEnv(name: string): string {
  const value = env[name];
  if (!value) throw new Error(`${name} is not set. Run this command in a workflow.`);
  return value;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const message = (error as Error).message.replaceAll('\n', ' ');
  // In a workflow, print an annotation: it is the only output of a failed job that the summary page
  // shows.
  console.error(env['GITHUB_ACTIONS'] ? `::error title=Release::${message}` : message);
  process.exitCode = 1;
}
