/**
 * `npm run own -- --settings`: prints and makes the API calls that each setting needs. With
 * `--check`, only prints them.
 */
import { callApi } from '../github/api.ts';
import { SLUG } from './identity.ts';
import { SETTINGS } from './settings.ts';

export interface SettingsOptions {
  readonly checkOnly: boolean;
  readonly reviewers: readonly string[];
}

/** Returns the exit code. */
export function settingsCommand({ checkOnly, reviewers }: SettingsOptions): number {
  const context = { api: callApi, root: `repos/${SLUG}`, reviewers };
  if (callApi({ method: 'GET', path: context.root }) === undefined) {
    console.error(
      `Your token cannot see a repository named ${SLUG}. Create it, or run "npm run own -- OWNER/REPO".`,
    );
    return 1;
  }
  let problems = 0;
  for (const { title, missing } of SETTINGS) {
    try {
      const requests = missing(context);
      console.log(
        `${requests.length === 0 ? 'ok     ' : checkOnly ? 'differs' : 'set    '}  ${title}`,
      );
      for (const request of requests) {
        console.log(`           gh api --method ${request.method} ${request.path}`);
        if (!checkOnly) callApi(request);
      }
      if (checkOnly && requests.length > 0) problems += 1;
    } catch (error) {
      problems += 1;
      console.log(`failed   ${title}\n           ${(error as Error).message}`);
    }
  }
  if (problems > 0 && checkOnly)
    console.log('\nRun "npm run own -- --settings" to apply the settings that differ.');
  return problems > 0 ? 1 : 0;
}
