import type { SimRequest, SimResponse } from '../http-message.ts';
import { type Component, packageTypesIn } from '../metadata/components.ts';
import { TYPES } from '../metadata/package-files.ts';
import type { Session } from '../sessions.ts';
import type { OrgState } from '../state.ts';
import type { TenantName } from '../tenants.ts';
import { partnerQuery } from './soap-partner.ts';
import { deployStatus, retrieveStatus, type SoapFault } from './soap-results.ts';

interface SoapCall {
  readonly state: OrgState;
  readonly session: Session;
  readonly tenant: TenantName;
  readonly body: string;
}

/** Operations of the Metadata API and of the Partner API. */
const OPERATIONS: Readonly<Record<string, (call: SoapCall) => string | SoapFault>> = {
  deploy: ({ state, tenant, body }) => {
    const checkOnly = textOf(body, 'checkOnly') === 'true';
    const zip = Buffer.from(textOf(body, 'ZipFile'), 'base64');
    const id = state.deployments.start({ tenant, zip, checkOnly });
    return `<result><done>false</done><id>${id}</id><state>Queued</state></result>`;
  },
  checkDeployStatus: ({ state, body }) =>
    deployStatus(state.deployments, textOf(body, 'asyncProcessId')),
  cancelDeploy: ({ body }) =>
    `<result><done>true</done><id>${textOf(body, 'String')}</id></result>`,
  retrieve: ({ state, tenant, body }) => {
    const id = state.deployments.startRetrieval(tenant, packageTypesIn(body));
    return `<result><done>false</done><id>${id}</id><state>Queued</state></result>`;
  },
  checkRetrieveStatus: ({ state, body }) =>
    retrieveStatus(state.deployments, textOf(body, 'asyncProcessId')),
  deployRecentValidation: ({ state, body }) => {
    const id = state.deployments.deployValidated(textOf(body, 'validationId'));
    return id === undefined ? NOT_VALIDATED : `<result>${id}</result>`;
  },
  query: ({ state, session, body }) =>
    partnerQuery(state, session, unescapeXml(textOf(body, 'queryString'))) ?? MALFORMED,
  describeMetadata: () => `<result>${DESCRIPTION}</result>`,
  listMetadata: ({ state, tenant, body }) => {
    const type = textOf(body, 'type');
    const { components } = state.metadata.retrieve(tenant, [{ type, members: ['*'] }]);
    return components.map(fileProperties).join('');
  },
};

const NOT_VALIDATED = { code: 'INVALID_ID_FIELD', message: 'The validation is not available' };
const MALFORMED = { code: 'MALFORMED_QUERY', message: 'MALFORMED_QUERY: unexpected token' };

const DESCRIPTION = Object.entries(TYPES)
  .map(
    ([name, [folder, suffix]]) =>
      `<metadataObjects><directoryName>${folder}</directoryName><inFolder>false</inFolder>` +
      `<metaFile>${name.startsWith('Apex')}</metaFile><suffix>${suffix}</suffix>` +
      `<xmlName>${name}</xmlName></metadataObjects>`,
  )
  .join('')
  .concat(
    '<organizationNamespace></organizationNamespace><partialSaveAllowed>true</partialSaveAllowed>',
  )
  .concat('<testRequired>false</testRequired>');

function fileProperties({ type, fullName }: Component): string {
  const [folder, suffix] = TYPES[type] ?? ['', ''];
  const now = new Date().toISOString();
  return (
    `<result><createdById>0055g00000Admin0AAA</createdById><createdByName>Admin</createdByName>` +
    `<createdDate>${now}</createdDate><fileName>${folder}/${fullName}.${suffix}</fileName>` +
    `<fullName>${fullName}</fullName><id>0xx5g00000AcmeAAAX</id>` +
    `<lastModifiedById>0055g00000Admin0AAA</lastModifiedById>` +
    `<lastModifiedByName>Admin</lastModifiedByName><lastModifiedDate>${now}</lastModifiedDate>` +
    `<manageableState>unmanaged</manageableState><type>${type}</type></result>`
  );
}

/** Handles the SOAP APIs. `sf project deploy` uses the Metadata API by default. */
export function soap(state: OrgState, request: SimRequest): SimResponse {
  const sessionId = unescapeXml(textOf(request.body, 'sessionId'));
  const session = state.sessions.find(sessionId);
  const version = Number(/\/(\d\d)\.0/.exec(request.path)?.[1]);
  // Before version 68.0, a JWT access token is rejected like an expired session.
  if (session === undefined || (session.format === 'jwt' && version < 68)) {
    return faultResponse({
      code: 'INVALID_SESSION_ID',
      message: 'INVALID_SESSION_ID: Invalid Session ID found in SessionHeader: Illegal Session',
    });
  }
  const operation = /<(?:\w+:)?Body[^>]*>\s*<(?:\w+:)?(\w+)/.exec(request.body)?.[1] ?? '';
  const result = OPERATIONS[operation]?.({
    state,
    session,
    tenant: session.tenant.name,
    body: request.body,
  });
  if (result === undefined) {
    return faultResponse({ code: 'UNKNOWN_EXCEPTION', message: `No operation ${operation}` });
  }
  if (typeof result !== 'string') return faultResponse(result);
  return envelope(
    200,
    `<${operation}Response xmlns="${namespaceOf(request)}">${result}</${operation}Response>`,
    `SOAP ${operation}`,
  );
}

/**
 * Returns the namespace of the API: …/Soap/u is the Partner API, and …/Soap/m is the Metadata API.
 */
const namespaceOf = ({ path }: SimRequest): string =>
  path.includes('/Soap/u/')
    ? 'urn:partner.soap.sforce.com'
    : 'http://soap.sforce.com/2006/04/metadata';

function faultResponse({ code, message }: SoapFault): SimResponse {
  const body =
    `<soapenv:Fault><faultcode>sf:${code}</faultcode>` +
    `<faultstring>${message}</faultstring></soapenv:Fault>`;
  return envelope(500, body, `SOAP fault ${code}`);
}

function envelope(status: number, content: string, outcome: string): SimResponse {
  const body =
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ' +
    'xmlns="http://soap.sforce.com/2006/04/metadata" ' +
    'xmlns:sf="http://soap.sforce.com/2006/04/metadata" ' +
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<soapenv:Body>${content}</soapenv:Body></soapenv:Envelope>`;
  return { status, headers: { 'Content-Type': 'text/xml;charset=UTF-8' }, body, outcome };
}

function textOf(xml: string, element: string): string {
  return new RegExp(`<(?:\\w+:)?${element}[^>]*>([^<]*)<`).exec(xml)?.[1]?.trim() ?? '';
}

function unescapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };
  return text.replace(/&(amp|lt|gt|quot);/g, (whole, name: string) => entities[name] ?? whole);
}
