import { handlePublishingRequest } from '../publishing/routes.ts';
import { restApi } from './api/rest.ts';
import { soap } from './api/soap.ts';
import { GITHUB_HOST, handleGitHubRequest } from './github.ts';
import { html, json, type SimRequest, type SimResponse } from './http-message.ts';
import { loginHostFor } from './login-hosts.ts';
import {
  browserPage,
  frontDoor,
  identity,
  revoke,
  singleAccess,
  userInfo,
} from './oauth/endpoints.ts';
import { exchange, TOKEN_ERRORS } from './oauth/token.ts';
import type { OrgState } from './state.ts';
import { ATTACKER_HOST } from './tenants.ts';

const NO_SUCH_PAGE = html(
  404,
  'Data Not Available',
  'The data you were trying to access could not be found. It may be due to another user deleting ' +
    'the data or a system error.',
);

type Handler = (state: OrgState, request: SimRequest) => SimResponse;

/**
 * Request handlers and the patterns of their paths. An Experience Cloud site may have its own path
 * prefix before `/services`.
 */
const ROUTES: readonly (readonly [RegExp, Handler])[] = [
  [/^(\/[\w-]+)?\/services\/oauth2\/token$/, tokenEndpoint],
  [/\/services\/oauth2\/userinfo$/, userInfo],
  [/\/services\/oauth2\/revoke$/, revoke],
  [/\/services\/oauth2\/singleaccess$/, singleAccess],
  [/^\/id\/00D\w{15}\/005\w{15}$/, identity],
  [/^\/services\/data(\/|$)/, restApi],
  [/^\/services\/Soap\/[mu]\/\d\d\.0/, soap],
  [/^\/secur\/frontdoor\.jsp$/, frontDoor],
  [/^\/(lightning\/.*)?$/, browserPage],
  [/^\/\.well-known\/openid-configuration$/, discovery],
];

export function handleRequest(state: OrgState, request: SimRequest): SimResponse {
  if (request.host === GITHUB_HOST) {
    const publishingResponse = handlePublishingRequest(state.github, request);
    return publishingResponse ?? handleGitHubRequest(state.github, request);
  }
  if (request.host === ATTACKER_HOST || request.path.startsWith('/attacker/')) {
    return attackerResponse(request);
  }
  if (loginHostFor(state, request.host, '') === undefined) return NO_SUCH_PAGE;
  const route = ROUTES.find(([pattern]) => pattern.test(request.path));
  return route === undefined ? NO_SUCH_PAGE : route[1](state, request);
}

function tokenEndpoint(state: OrgState, request: SimRequest): SimResponse {
  const sitePath = request.path.replace(/\/services\/oauth2\/token$/, '');
  const loginHost = loginHostFor(state, request.host, sitePath);
  return loginHost === undefined
    ? TOKEN_ERRORS['client-id-invalid']
    : exchange(state, request, loginHost);
}

/** Simulates a malicious server that accepts any request and returns a plausible token. */
function attackerResponse({ host }: SimRequest): SimResponse {
  const body = {
    access_token: `00D000000000000!${'stolen'.repeat(16)}`,
    scope: 'api',
    instance_url: `https://${host}`,
    id: 'https://login.salesforce.com/id/00D000000000000EAA/005000000000000AAA',
    token_type: 'Bearer',
  };
  return json(200, body, 'attacker response');
}

function discovery(_state: OrgState, { host, transport }: SimRequest): SimResponse {
  const issuer = `${transport === 'http' ? 'http' : 'https'}://${host}`;
  return json(200, {
    issuer,
    token_endpoint: `${issuer}/services/oauth2/token`,
    revocation_endpoint: `${issuer}/services/oauth2/revoke`,
    userinfo_endpoint: `${issuer}/services/oauth2/userinfo`,
  });
}
