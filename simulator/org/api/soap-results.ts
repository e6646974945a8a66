import type { Deployments } from '../metadata/deployments.ts';
import type { DeployedComponent, Retrieved } from '../metadata/metadata.ts';
import { TYPES } from '../metadata/metadata.ts';
import { type Files, writeZip } from '../metadata/zip.ts';

export interface Fault {
  readonly fault: string;
  readonly message: string;
}

/** What became of a deployment, as SOAP tells it. */
export function deployStatus(deployments: Deployments, id: string): string | Fault {
  const deployment = deployments.find(id);
  if (deployment === undefined) {
    return { fault: 'INVALID_CROSS_REFERENCE_KEY', message: `No deployment ${id}` };
  }
  const { components, checkOnly } = deployment;
  const failed = components.filter(({ problem }) => problem !== undefined);
  const good = failed.length === 0 ? components : [];
  const now = new Date().toISOString();
  const results = [
    ...failed.map((one) => result(one, now)),
    ...good.map((one) => result(one, now)),
  ];
  const isGood = failed.length === 0;
  return (
    `<result><checkOnly>${checkOnly}</checkOnly><completedDate>${now}</completedDate>` +
    `<createdByName>Continuous Integration</createdByName><createdDate>${now}</createdDate>` +
    `<details>${results.join('')}<runTestResult><numFailures>0</numFailures>` +
    '<numTestsRun>0</numTestsRun><totalTime>0</totalTime></runTestResult></details>' +
    `<done>true</done><id>${id}</id><ignoreWarnings>false</ignoreWarnings>` +
    `<lastModifiedDate>${now}</lastModifiedDate>` +
    `<numberComponentErrors>${failed.length}</numberComponentErrors>` +
    `<numberComponentsDeployed>${good.length}</numberComponentsDeployed>` +
    `<numberComponentsTotal>${components.length}</numberComponentsTotal>` +
    '<numberTestErrors>0</numberTestErrors>' +
    '<numberTestsCompleted>0</numberTestsCompleted><numberTestsTotal>0</numberTestsTotal>' +
    '<rollbackOnError>true</rollbackOnError><runTestsEnabled>false</runTestsEnabled>' +
    `<startDate>${now}</startDate><status>${isGood ? 'Succeeded' : 'Failed'}</status>` +
    `<success>${isGood}</success></result>`
  );
}

function result(component: DeployedComponent, now: string): string {
  const { fileName, fullName, componentType, deleted, problem } = component;
  const isGood = problem === undefined;
  const list = isGood ? 'componentSuccesses' : 'componentFailures';
  const reason = isGood
    ? ''
    : `<problem>${escapeXml(problem)}</problem><problemType>Error</problemType>`;
  return (
    `<${list}><changed>${isGood}</changed><created>${isGood && !deleted}</created>` +
    `<deleted>${deleted}</deleted><componentType>${componentType}</componentType>` +
    `<createdDate>${now}</createdDate><fileName>${fileName}</fileName>` +
    `<fullName>${fullName}</fullName>${reason}<success>${isGood}</success></${list}>`
  );
}

/** A retrieval is finished when it is first asked for. */
export function retrieveStatus(deployments: Deployments, id: string): string | Fault {
  const retrieved = deployments.findRetrieval(id);
  if (retrieved === undefined) {
    return { fault: 'INVALID_CROSS_REFERENCE_KEY', message: `No retrieval ${id}` };
  }
  const properties = retrieved.components.map(
    ({ type, fullName }) =>
      `<fileProperties><createdByName>Admin</createdByName><fileName>unpackaged/${pathOf(type, fullName)}` +
      `</fileName><fullName>${fullName}</fullName><type>${type}</type></fileProperties>`,
  );
  const messages = retrieved.missing.map(
    ({ type, fullName }) =>
      '<messages><fileName>unpackaged/package.xml</fileName><problem>Entity of type ' +
      `&apos;${type}&apos; named &apos;${fullName}&apos; cannot be found</problem></messages>`,
  );
  return (
    `<result><done>true</done>${properties.join('')}<id>${id}</id>${messages.join('')}` +
    `<status>Succeeded</status><success>true</success><zipFile>${zipOf(retrieved)}</zipFile></result>`
  );
}

function zipOf({ components }: Retrieved): string {
  const types = components.map(
    ({ type, fullName }) => `<types><members>${fullName}</members><name>${type}</name></types>`,
  );
  const manifest =
    '<?xml version="1.0" encoding="UTF-8"?>' +
    `<Package xmlns="http://soap.sforce.com/2006/04/metadata">${types.join('')}` +
    '<version>67.0</version></Package>';
  const files: Files = new Map([
    ['unpackaged/package.xml', Buffer.from(manifest)],
    ...components.map(
      ({ type, fullName, xml }) =>
        [`unpackaged/${pathOf(type, fullName)}`, Buffer.from(xml)] as const,
    ),
  ]);
  return writeZip(files).toString('base64');
}

function pathOf(type: string, fullName: string): string {
  const [folder, suffix] = TYPES[type] ?? ['', ''];
  return `${folder}/${fullName}.${suffix}`;
}

function escapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
  return text.replace(/[&<>]/g, (character) => entities[character] ?? character);
}
