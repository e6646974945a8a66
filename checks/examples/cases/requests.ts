/** Requests that many cases share, as the check writes them down. */
export const TOKEN = 'acme POST /services/oauth2/token: token for ci@acme.com';
export const USER_INFO = 'acme GET /services/oauth2/userinfo: userinfo of ci@acme.com';
export const REVOKED = 'acme POST /services/oauth2/revoke: revoked';
export const LIMITS = 'acme GET /services/data/v66.0/limits: OK';

export const deployed = (host = 'acme'): readonly string[] => [
  `${host} POST /services/Soap/m/67.0: SOAP deploy`,
  `${host} POST /services/Soap/m/67.0: SOAP checkDeployStatus`,
];
