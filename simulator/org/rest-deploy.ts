import type { Deployments } from './deployments.ts';
import { type Incoming, json, type Reply, restError } from './reply.ts';

/** Metadata deployments over REST: POST and GET …/metadata/deployRequest. */
export function restDeploy(deployments: Deployments, request: Incoming): Reply {
  // The zip is one part of a multipart body; its directory can be read where it lies.
  const checkOnly = /"checkOnly"\s*:\s*true/.test(request.body);
  const id = deployments.start(Buffer.from(request.body, 'latin1'), { checkOnly });
  return json(201, { id, validatedDeployRequestId: null, deployResult: null }, 'deploy');
}

export function restDeployStatus(deployments: Deployments, id: string): Reply {
  const deployment = deployments.find(id);
  if (deployment === undefined) {
    return restError(404, 'NOT_FOUND', 'The requested resource does not exist');
  }
  const { components, checkOnly } = deployment;
  const now = new Date().toISOString();
  const total = components.length;
  const deployResult = {
    id,
    done: true,
    success: true,
    status: 'Succeeded',
    checkOnly,
    ignoreWarnings: false,
    rollbackOnError: true,
    runTestsEnabled: false,
    createdDate: now,
    startDate: now,
    completedDate: now,
    lastModifiedDate: now,
    numberComponentErrors: 0,
    numberComponentsDeployed: total,
    numberComponentsTotal: total,
    numberTestErrors: 0,
    numberTestsCompleted: 0,
    numberTestsTotal: 0,
    details: {
      componentFailures: [],
      componentSuccesses: components.map((component) => ({
        ...component,
        changed: true,
        created: true,
        deleted: false,
        success: true,
        createdDate: now,
      })),
      runTestResult: { numFailures: 0, numTestsRun: 0, totalTime: 0 },
    },
  };
  return json(200, { id, deployResult }, 'deploy status');
}
