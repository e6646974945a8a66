import type { Deployments } from '../metadata/deployments.ts';
import type { DeployedComponent, RetrieveResult } from '../metadata/metadata.ts';
import { TYPES } from '../metadata/package-files.ts';
import { type Files, writeZip } from '../metadata/zip.ts';

export interface SoapFault {
  readonly code: string;
  readonly message: string;
}

/** Returns the `DeployResult` of a deployment. */
export function deployStatus(deployments: Deployments, id: string): string | SoapFault {
  const deployment = deployments.find(id);
  if (deployment === undefined) {
    return { code: 'INVALID_CROSS_REFERENCE_KEY', message: `No deployment ${id}` };
  }
  const { components, checkOnly } = deployment;
  const failures = components.filter(({ problem }) => problem !== undefined);
  const successes = failures.length === 0 ? components : [];
  const now = new Date().toISOString();
  const results = [
    ...failures.map((component) => componentResult(component, now)),
    ...successes.map((component) => componentResult(component, now)),
  ];
  const succeeded = failures.length === 0;
  const done = !deployments.isInProgress;
  const status = done ? (succeeded ? 'Succeeded' : 'Failed') : 'InProgress';
  return (
    `<result><checkOnly>${checkOnly}</checkOnly><completedDate>${now}</completedDate>` +
    `<createdByName>Continuous Integration</createdByName><createdDate>${now}</createdDate>` +
    `<details>${results.join('')}<runTestResult><numFailures>0</numFailures>` +
    '<numTestsRun>0</numTestsRun><totalTime>0</totalTime></runTestResult></details>' +
    `<done>${done}</done><id>${id}</id><ignoreWarnings>false</ignoreWarnings>` +
    `<lastModifiedDate>${now}</lastModifiedDate>` +
    `<numberComponentErrors>${failures.length}</numberComponentErrors>` +
    `<numberComponentsDeployed>${successes.length}</numberComponentsDeployed>` +
    `<numberComponentsTotal>${components.length}</numberComponentsTotal>` +
    '<numberTestErrors>0</numberTestErrors>' +
    '<numberTestsCompleted>0</numberTestsCompleted><numberTestsTotal>0</numberTestsTotal>' +
    '<rollbackOnError>true</rollbackOnError><runTestsEnabled>false</runTestsEnabled>' +
    `<startDate>${now}</startDate><status>${status}</status>` +
    `<success>${done && succeeded}</success></result>`
  );
}

function componentResult(component: DeployedComponent, now: string): string {
  const { fileName, fullName, componentType, deleted, problem } = component;
  const succeeded = problem === undefined;
  const list = succeeded ? 'componentSuccesses' : 'componentFailures';
  const reason = succeeded
    ? ''
    : `<problem>${escapeXml(problem)}</problem><problemType>Error</problemType>`;
  return (
    `<${list}><changed>${succeeded}</changed><created>${succeeded && !deleted}</created>` +
    `<deleted>${deleted}</deleted><componentType>${componentType}</componentType>` +
    `<createdDate>${now}</createdDate><fileName>${fileName}</fileName>` +
    `<fullName>${fullName}</fullName>${reason}<success>${succeeded}</success></${list}>`
  );
}

/** Returns the `RetrieveResult` of a retrieval, which is always complete. */
export function retrieveStatus(deployments: Deployments, id: string): string | SoapFault {
  const retrieved = deployments.findRetrieval(id);
  if (retrieved === undefined) {
    return { code: 'INVALID_CROSS_REFERENCE_KEY', message: `No retrieval ${id}` };
  }
  const properties = retrieved.components.map(
    ({ type, fullName }) =>
      `<fileProperties><createdByName>Admin</createdByName><fileName>unpackaged/${componentPath(type, fullName)}` +
      `</fileName><fullName>${fullName}</fullName><type>${type}</type></fileProperties>`,
  );
  const messages = retrieved.missing.map(
    ({ type, fullName }) =>
      '<messages><fileName>unpackaged/package.xml</fileName><problem>Entity of type ' +
      `&apos;${type}&apos; named &apos;${fullName}&apos; cannot be found</problem></messages>`,
  );
  return (
    `<result><done>true</done>${properties.join('')}<id>${id}</id>${messages.join('')}` +
    `<status>Succeeded</status><success>true</success><zipFile>${zipWith(retrieved)}</zipFile></result>`
  );
}

function zipWith({ components }: RetrieveResult): string {
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
        [`unpackaged/${componentPath(type, fullName)}`, Buffer.from(xml)] as const,
    ),
  ]);
  return writeZip(files).toString('base64');
}

function componentPath(type: string, fullName: string): string {
  const [folder, suffix] = TYPES[type] ?? ['', ''];
  return `${folder}/${fullName}.${suffix}`;
}

function escapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
  return text.replace(/[&<>]/g, (character) => entities[character] ?? character);
}
