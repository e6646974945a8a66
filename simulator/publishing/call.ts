/** A request to the simulated GitHub API, and responses that several endpoints share. */
import { json, type SimResponse } from '../org/http-message.ts';
import type { PublishedRepository } from './repository.ts';

export interface PublishingCall {
  readonly repository: PublishedRepository;
  readonly method: string;
  /** The path segments that the route captured. */
  readonly captures: readonly string[];
  readonly query: URLSearchParams;
  /** The parsed JSON body, or an empty object if the body is not JSON. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly rawBody: string;
}

export interface CommitInput {
  readonly branch: { readonly repositoryNameWithOwner: string; readonly branchName: string };
  readonly message: { readonly headline: string };
  readonly expectedHeadOid: string;
  readonly fileChanges: {
    readonly additions?: readonly { readonly path: string; readonly contents: string }[];
    readonly deletions?: readonly { readonly path: string }[];
  };
}

export function apiError(status: number, message: string): SimResponse {
  return json(status, { message, documentation_url: 'https://docs.github.com/rest' }, message);
}

export const NO_CONTENT: SimResponse = { status: 204, headers: {}, body: '', outcome: 'done' };
