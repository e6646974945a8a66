import { json, type SimRequest, type SimResponse } from '../http-message.ts';
import type { Deployments } from '../metadata/deployments.ts';
import type { Session } from '../sessions.ts';
import type { OrgState } from '../state.ts';
import { NOT_FOUND } from './api-call.ts';

/** Handles POST …/metadata/deployRequest, which starts a deployment over REST. */
export function restDeploy(
  { deployments }: OrgState,
  session: Session,
  request: SimRequest,
): SimResponse {
  // The zip is one part of a multipart body; `readZip` finds it there.
  const checkOnly = /"checkOnly"\s*:\s*true/.test(request.body);
  const zip = Buffer.from(request.body, 'latin1');
  const id = deployments.start({ tenant: session.tenant.name, zip, checkOnly });
  return json(201, { id, validatedDeployRequestId: null, deployResult: null }, 'deploy');
}

export function restDeployStatus(deployments: Deployments, id: string): SimResponse {
  const deployment = deployments.find(id);
  if (deployment === undefined) {
    return NOT_FOUND;
  }
  const { components, checkOnly } = deployment;
  const failures = components.filter(({ problem }) => problem !== undefined);
  const successes = failures.length === 0 ? components : [];
  const now = new Date().toISOString();
  const done = !deployments.isInProgress;
  const status = failures.length === 0 ? 'Succeeded' : 'Failed';
  const deployResult = {
    id,
    done,
    success: done && failures.length === 0,
    status: done ? status : 'InProgress',
    checkOnly,
    ignoreWarnings: false,
    rollbackOnError: true,
    runTestsEnabled: false,
    createdDate: now,
    startDate: now,
    completedDate: now,
    lastModifiedDate: now,
    numberComponentErrors: failures.length,
    numberComponentsDeployed: successes.length,
    numberComponentsTotal: components.length,
    numberTestErrors: 0,
    numberTestsCompleted: 0,
    numberTestsTotal: 0,
    details: {
      componentFailures: failures.map((component) => ({
        ...component,
        problemType: 'Error',
        changed: false,
        created: false,
        success: false,
        createdDate: now,
      })),
      componentSuccesses: successes.map((component) => ({
        ...component,
        changed: true,
        created: !component.deleted,
        success: true,
        createdDate: now,
      })),
      runTestResult: { numFailures: 0, numTestsRun: 0, totalTime: 0 },
    },
  };
  return json(200, { id, deployResult }, 'deploy status');
}
