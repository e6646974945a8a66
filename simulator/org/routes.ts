import { GITHUB_HOST, github } from '../github.ts';
import { data } from './api/rest.ts';
import { soap } from './api/soap.ts';
import { doorOf } from './doors.ts';
import { frontDoor, identity, page, revoke, singleAccess, userInfo } from './oauth/endpoints.ts';
import { exchange, REFUSAL } from './oauth/token.ts';
import { html, type Incoming, json, type Reply } from './reply.ts';
import type { OrgState } from './state.ts';
import { FOREIGN_HOST } from './tenants.ts';

const NO_SUCH_PAGE = html(
  404,
  'Data Not Available',
  'The data you were trying to access could not be found. It may be due to another user deleting ' +
    'the data or a system error.',
);

type Handler = (state: OrgState, request: Incoming) => Reply;

/** By path. An Experience Cloud site may have its own path before `/services`. */
const ROUTES: readonly (readonly [RegExp, Handler])[] = [
  [/^(\/[\w-]+)?\/services\/oauth2\/token$/, token],
  [/\/services\/oauth2\/userinfo$/, userInfo],
  [/\/services\/oauth2\/revoke$/, revoke],
  [/\/services\/oauth2\/singleaccess$/, singleAccess],
  [/^\/id\/00D\w{15}\/005\w{15}$/, identity],
  [/^\/services\/data(\/|$)/, data],
  [/^\/services\/Soap\/[mu]\/\d\d\.0/, soap],
  [/^\/secur\/frontdoor\.jsp$/, frontDoor],
  [/^\/(lightning\/.*)?$/, page],
  [/^\/\.well-known\/openid-configuration$/, discovery],
];

export function answerTo(state: OrgState, request: Incoming): Reply {
  if (request.host === GITHUB_HOST) return github(state.github, request);
  if (request.host === FOREIGN_HOST || request.path.startsWith('/elsewhere/')) {
    return foreignAnswer(request);
  }
  if (doorOf(state, request.host, '') === undefined) return NO_SUCH_PAGE;
  const route = ROUTES.find(([pattern]) => pattern.test(request.path));
  return route === undefined ? NO_SUCH_PAGE : route[1](state, request);
}

function token(state: OrgState, request: Incoming): Reply {
  const sitePath = request.path.replace(/\/services\/oauth2\/token$/, '');
  const door = doorOf(state, request.host, sitePath);
  return door === undefined ? REFUSAL['client-id-invalid'] : exchange(state, request, door);
}

/** A stranger who takes what is sent and looks as if all were well. */
function foreignAnswer({ host }: Incoming): Reply {
  const answer = {
    access_token: `00D000000000000!${'stolen'.repeat(16)}`,
    scope: 'api',
    instance_url: `https://${host}`,
    id: 'https://login.salesforce.com/id/00D000000000000EAA/005000000000000AAA',
    token_type: 'Bearer',
  };
  return json(200, answer, 'a stranger answered');
}

function discovery(_world: OrgState, { host, via }: Incoming): Reply {
  const issuer = `${via === 'http' ? 'http' : 'https'}://${host}`;
  return json(200, {
    issuer,
    token_endpoint: `${issuer}/services/oauth2/token`,
    revocation_endpoint: `${issuer}/services/oauth2/revoke`,
    userinfo_endpoint: `${issuer}/services/oauth2/userinfo`,
  });
}
