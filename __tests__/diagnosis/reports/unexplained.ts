import type { PublicReport } from './replay.ts';

const ROWS: readonly (readonly [thread: string, summary: string])[] = [
  ['pozil/salesforce-react-integration/issues/15', 'client identifier invalid, with a new app'],
  ['omniphx/forrest/issues/184', 'client identifier invalid, with a key that was checked twice'],
  ['actions/create-github-app-token/issues/212', 'a key that OpenSSL cannot decode, on Windows'],
  ['octokit/auth-app.js/issues/332', 'a key that OpenSSL 3 does not decode'],
  ['openssl/openssl/issues/25947', 'an encrypted PKCS#1 key with Windows line breaks'],
  ['aklinker1/publish-browser-extension/issues/85', 'a key whose body cannot be decoded'],
  ['appleboy/ssh-action/issues/50', 'a value without a PEM block'],
  ['google-github-actions/auth/issues/465', 'base64 of unknown bytes instead of a key'],
  ['restforce/restforce/issues/635', 'a certificate for another host, behind a proxy'],
  ['simple-salesforce/simple-salesforce/issues/184', 'a certificate error behind a proxy'],
  ['actions/checkout/issues/216', 'a proxy without a port refuses the connection'],
  ['forcedotcom/salesforcedx-vscode/issues/2522', 'a proxy setting that no parser reads as meant'],
  ['forcedotcom/wsc/issues/87', '407 from a proxy that offers Negotiate and NTLM'],
  ['RoseSilverSoftware/IlluminatedCloud/issues/2340', 'a custom host under force.com'],
  ['RoseSilverSoftware/IlluminatedCloud/issues/1980', 'a session that is not valid for the API'],
  ['tsmztech/mcp-server-salesforce/issues/8', 'a session that is not valid for the REST API'],
  ['jetstreamapp/jetstream/issues/1462', 'invalid_scope: the requested scope is not allowed'],
  ['forcedotcom/cli/issues/1257', 'an empty or truncated answer'],
  ['PipedreamHQ/pipedream/issues/21636', 'OAUTH_EC_APP_NOT_FOUND at test.salesforce.com'],
  ['simple-salesforce/simple-salesforce/issues/439', 'expired authorization code'],
  ['omniphx/forrest/issues/364', 'authentication failure in a sandbox'],
  ['pozil/salesforce-node-client/issues/8', 'a redirect to the My Domain instead of a token'],
];

/** Threads in which the cause was not found or was only guessed. */
export const UNEXPLAINED: readonly PublicReport[] = ROWS.map(([thread, summary]) => ({
  source: `https://github.com/${thread}`,
  summary,
}));
