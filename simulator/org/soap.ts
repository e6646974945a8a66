import type { Deployments } from './deployments.ts';
import type { Incoming, Reply } from './reply.ts';
import type { OrgState } from './state.ts';

type Operation = (body: string, deployments: Deployments) => string | Fault;

/** The SOAP Metadata API: what `sf project deploy` asks for by default. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  deploy: (body, deployments) => {
    const checkOnly = textOf(body, 'checkOnly') === 'true';
    const id = deployments.start(Buffer.from(textOf(body, 'ZipFile'), 'base64'), { checkOnly });
    return `<result><done>false</done><id>${id}</id><state>Queued</state></result>`;
  },
  checkDeployStatus: (body, deployments) =>
    deployStatus(deployments, textOf(body, 'asyncProcessId')),
  cancelDeploy: (body) => `<result><done>true</done><id>${textOf(body, 'String')}</id></result>`,
  describeMetadata: () => `<result>${DESCRIPTION}</result>`,
  listMetadata: () => '',
};

interface Fault {
  readonly fault: string;
  readonly message: string;
}

const DESCRIPTION = [
  ['ApexClass', 'classes', 'cls'],
  ['ApexTrigger', 'triggers', 'trigger'],
  ['CustomObject', 'objects', 'object'],
]
  .map(
    ([name = '', folder = '', suffix = '']) =>
      `<metadataObjects><directoryName>${folder}</directoryName><inFolder>false</inFolder>` +
      `<metaFile>${suffix !== 'object'}</metaFile><suffix>${suffix}</suffix>` +
      `<xmlName>${name}</xmlName></metadataObjects>`,
  )
  .join('')
  .concat(
    '<organizationNamespace></organizationNamespace><partialSaveAllowed>true</partialSaveAllowed>',
  )
  .concat('<testRequired>false</testRequired>');

export function soap(state: OrgState, request: Incoming): Reply {
  const sessionId = unescapeXml(textOf(request.body, 'sessionId'));
  const session = state.sessions.find(sessionId);
  const version = Number(/\/(\d\d)\.0/.exec(request.path)?.[1]);
  // Below 68.0 a JWT access token is refused exactly like a dead session.
  if (session === undefined || (session.format === 'jwt' && version < 68)) {
    return faultAnswer({
      fault: 'INVALID_SESSION_ID',
      message: 'INVALID_SESSION_ID: Invalid Session ID found in SessionHeader: Illegal Session',
    });
  }
  const operation = /<(?:\w+:)?Body[^>]*>\s*<(?:\w+:)?(\w+)/.exec(request.body)?.[1] ?? '';
  const result = OPERATIONS[operation]?.(request.body, state.deployments);
  if (result === undefined) {
    return faultAnswer({ fault: 'UNKNOWN_EXCEPTION', message: `No operation ${operation}` });
  }
  if (typeof result !== 'string') return faultAnswer(result);
  return envelope(
    200,
    `<${operation}Response>${result}</${operation}Response>`,
    `SOAP ${operation}`,
  );
}

function deployStatus(deployments: Deployments, id: string): string | Fault {
  const deployment = deployments.find(id);
  if (deployment === undefined) {
    return { fault: 'INVALID_CROSS_REFERENCE_KEY', message: `No deployment ${id}` };
  }
  const { components, checkOnly } = deployment;
  const now = new Date().toISOString();
  const successes = components.map(
    ({ fileName, fullName, componentType }) =>
      '<componentSuccesses><changed>true</changed><created>true</created><deleted>false</deleted>' +
      `<componentType>${componentType}</componentType><createdDate>${now}</createdDate>` +
      `<fileName>${fileName}</fileName><fullName>${fullName}</fullName>` +
      '<success>true</success></componentSuccesses>',
  );
  const total = components.length;
  return (
    `<result><checkOnly>${checkOnly}</checkOnly><completedDate>${now}</completedDate>` +
    `<createdByName>Continuous Integration</createdByName><createdDate>${now}</createdDate>` +
    `<details>${successes.join('')}<runTestResult><numFailures>0</numFailures>` +
    '<numTestsRun>0</numTestsRun><totalTime>0</totalTime></runTestResult></details>' +
    `<done>true</done><id>${id}</id><ignoreWarnings>false</ignoreWarnings>` +
    `<lastModifiedDate>${now}</lastModifiedDate><numberComponentErrors>0</numberComponentErrors>` +
    `<numberComponentsDeployed>${total}</numberComponentsDeployed>` +
    `<numberComponentsTotal>${total}</numberComponentsTotal><numberTestErrors>0</numberTestErrors>` +
    '<numberTestsCompleted>0</numberTestsCompleted><numberTestsTotal>0</numberTestsTotal>' +
    '<rollbackOnError>true</rollbackOnError><runTestsEnabled>false</runTestsEnabled>' +
    `<startDate>${now}</startDate><status>Succeeded</status><success>true</success></result>`
  );
}

function faultAnswer({ fault, message }: Fault): Reply {
  const body =
    `<soapenv:Fault><faultcode>sf:${fault}</faultcode>` +
    `<faultstring>${message}</faultstring></soapenv:Fault>`;
  return envelope(500, body, `SOAP fault ${fault}`);
}

function envelope(status: number, content: string, outcome: string): Reply {
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
