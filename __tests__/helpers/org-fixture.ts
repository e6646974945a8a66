import { after } from 'node:test';
import {
  type ClientResponse,
  GRANT_TYPE,
  makeAssertion,
  postForm,
  sendRequest,
} from '../../simulator/client.ts';
import { makeAppKey } from '../../simulator/org/keys.ts';
import { writeZip } from '../../simulator/org/metadata/zip.ts';
import { type Org, type OrgOptions, startOrg } from '../../simulator/org/org.ts';

/** A running org with an uploaded certificate and the matching key. */
export interface OrgFixture {
  readonly org: Org;
  readonly key: ReturnType<typeof makeAppKey>;
  claims(changes?: Record<string, unknown>): Record<string, unknown>;
  /** Signs an assertion with the given changes of its claims, and requests a token at the host. */
  exchange(
    changes?: Record<string, unknown>,
    host?: string,
    timeoutMs?: number,
  ): Promise<ClientResponse>;
  /** Returns a valid access token of the production org. */
  token(): Promise<string>;
  /** Signs in a user of a sandbox or scratch org. Returns the token and the instance URL. */
  signIn(username: string): Promise<{ token: string; instanceUrl: string }>;
}

const appKey = makeAppKey();

export async function startFixture(options: OrgOptions = {}): Promise<OrgFixture> {
  const org = await startOrg({ certificatePem: appKey.certificatePem, ...options });
  after(() => org.close());

  const claims: OrgFixture['claims'] = (changes = {}) => ({
    iss: org.app.consumerKey,
    sub: 'ci@acme.com',
    aud: 'https://login.salesforce.com',
    exp: Math.floor(Date.now() / 1000) + 180,
    ...changes,
  });

  const exchange: OrgFixture['exchange'] = (
    changes = {},
    host = 'https://login.salesforce.com',
    timeoutMs = 10_000,
  ) => {
    const assertion = makeAssertion(appKey.privateKey, claims(changes));
    const url = `${host}/services/oauth2/token`;
    return postForm(org, url, { grant_type: GRANT_TYPE, assertion }, { timeoutMs });
  };

  const token = async (): Promise<string> => String(responseFields(await exchange()).access_token);
  const signIn: OrgFixture['signIn'] = async (username) => {
    const host = 'https://test.salesforce.com';
    const response = responseFields(await exchange({ sub: username, aud: host }, host));
    return { token: String(response.access_token), instanceUrl: String(response.instance_url) };
  };
  return { org, key: appKey, claims, exchange, token, signIn };
}

/** Fields of responses, as far as tests check them. A response has only some of the fields. */
export interface ResponseFields {
  readonly access_token?: unknown;
  readonly instance_url?: unknown;
  readonly id?: unknown;
  readonly token_type?: unknown;
  readonly token_format?: unknown;
  readonly api_instance_url?: unknown;
  readonly scope?: unknown;
  readonly sfdc_community_url?: unknown;
  readonly error_description?: unknown;
  readonly organization_id?: unknown;
  readonly user_id?: unknown;
  readonly preferred_username?: unknown;
  readonly username?: unknown;
  readonly frontdoor_uri?: unknown;
  readonly totalSize?: unknown;
}

/** Parses the body as a JSON object. */
export function responseFields(response: ClientResponse): ResponseFields {
  return JSON.parse(response.body);
}

export const MY_DOMAIN_URL = 'https://acme.my.salesforce.com';

export const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });

export const get = (
  { org }: OrgFixture,
  path: string,
  token?: string,
  host = MY_DOMAIN_URL,
): Promise<ClientResponse> =>
  sendRequest(org, `${host}${path}`, token === undefined ? {} : bearer(token));

export const post = (
  { org }: OrgFixture,
  path: string,
  token: string,
  body: unknown,
): Promise<ClientResponse> =>
  sendRequest(org, `${MY_DOMAIN_URL}${path}`, {
    method: 'POST',
    ...bearer(token),
    body: JSON.stringify(body),
  });

/**
 * Sends a SOAP request. `api` is `m` (Metadata API) or `u` (Partner API), followed by the version.
 */
export function soap(
  { org }: OrgFixture,
  token: string,
  body: string,
  api = 'm/66.0',
): Promise<ClientResponse> {
  return sendRequest(org, `${MY_DOMAIN_URL}/services/Soap/${api}`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/xml', SOAPAction: '""' },
    body:
      '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">' +
      `<soapenv:Header><SessionHeader><sessionId>${token}</sessionId></SessionHeader>` +
      `</soapenv:Header><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`,
  });
}

/** Returns a zip of files with the given names and arbitrary content. */
export function zipOf(...names: readonly string[]): Buffer {
  return writeZip(new Map(names.map((name) => [name, Buffer.from('<x/>')])));
}
