/**
 * Fails in a workflow whose repository is neither the one that package.json names nor a fork of another one. In a
 * copy that was not renamed, README, examples and messages would send users and their keys to the other repository.
 */
import { readFileSync } from 'node:fs';
import { SLUG } from './identity.ts';

export interface WorkflowRepository {
  /** GITHUB_REPOSITORY */
  readonly name: string;
  /** The payload of the event, as GITHUB_EVENT_PATH has it. */
  readonly event: { readonly repository?: { readonly fork?: boolean } };
}

/** Returns what is wrong, or undefined. */
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
