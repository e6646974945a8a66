/**
 * Fails in a workflow if the repository is neither the one in package.json nor a fork. In a copy
 * that was not renamed, the README, examples and messages would send users and their keys to the
 * original repository.
 */
import { readFileSync } from 'node:fs';
import { SLUG } from './identity.ts';

export interface WorkflowRepository {
  /** Value of GITHUB_REPOSITORY. */
  readonly name: string;
  /** Payload of the event, from the file in GITHUB_EVENT_PATH. */
  readonly event: { readonly repository?: { readonly fork?: boolean } };
}

/**
 * Returns a description of the problem, or undefined if the repository is the one in package.json
 * or a fork.
 */
export function wrongRepository({ name, event }: WorkflowRepository): string | undefined {
  if (name.toLowerCase() === SLUG.toLowerCase() || event.repository?.fork === true)
    return undefined;
  return (
    `package.json says that this is ${SLUG}, but the workflow runs in ${name}. ` +
    `Run "npm run own -- ${name}", commit the changes and push them.`
  );
}

if (import.meta.main) {
  const { GITHUB_REPOSITORY: name = '', GITHUB_EVENT_PATH: eventPath } = process.env;
  const event = eventPath ? JSON.parse(readFileSync(eventPath, 'utf8')) : {};
  const problem = wrongRepository({ name, event });
  if (problem !== undefined) {
    console.log(`::error title=Another repository::${problem}`);
    process.exitCode = 1;
  }
}
