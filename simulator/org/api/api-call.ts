import { restError, type SimRequest } from '../http-message.ts';
import type { Session } from '../sessions.ts';
import type { OrgState } from '../state.ts';

/** A request to /services/data/vXX.0 with a valid session. */
export interface ApiCall {
  readonly state: OrgState;
  readonly session: Session;
  readonly request: SimRequest;
  /** Starts with a `v`, as in the path. */
  readonly version: string;
  /** The segments of the path after the resource. */
  readonly pathSegments: readonly string[];
}

export const NOT_FOUND = restError(404, 'NOT_FOUND', 'The requested resource does not exist');
