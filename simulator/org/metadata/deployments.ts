import { makeId } from '../salesforce-id.ts';
import type { TenantName } from '../tenants.ts';
import type { PackageTypeMembers } from './components.ts';
import type { DeployedComponent, Metadata, RetrieveResult } from './metadata.ts';
import { readZip } from './zip.ts';

export interface Deployment {
  readonly components: readonly DeployedComponent[];
  /** True for a validation, which does not change anything. */
  readonly checkOnly: boolean;
}

export interface StartedDeployment {
  readonly tenant: TenantName;
  readonly zip: Buffer;
  readonly checkOnly: boolean;
}

/** Results of deployments and retrievals, by ID. */
export interface Deployments {
  /** Starts a deployment and returns the ID of its result. */
  start(deployment: StartedDeployment): string;
  /**
   * "Quick Deploy": deploys a validated package without running its tests again. Returns undefined if
   * the ID does not belong to a validation.
   */
  deployValidated(id: string): string | undefined;
  find(id: string): Deployment | undefined;
  startRetrieval(tenant: TenantName, types: readonly PackageTypeMembers[]): string;
  findRetrieval(id: string): RetrieveResult | undefined;
  /** If true, every deployment is reported as in progress, although its changes have been made. */
  isInProgress: boolean;
}

export function makeDeployments(metadata: Metadata): Deployments {
  const deployments = new Map<string, Deployment>();
  const validated = new Map<string, StartedDeployment>();
  const retrievals = new Map<string, RetrieveResult>();
  function start(deployment: StartedDeployment): string {
    const { tenant, zip, checkOnly } = deployment;
    const id = makeId('0Af');
    deployments.set(id, {
      components: metadata.deploy(tenant, readZip(zip), checkOnly),
      checkOnly,
    });
    if (checkOnly) validated.set(id, deployment);
    return id;
  }
  return {
    isInProgress: false,
    start,
    deployValidated(id) {
      const validation = validated.get(id);
      validated.delete(id);
      return validation && start({ ...validation, checkOnly: false });
    },
    find: (id) => deployments.get(id),
    startRetrieval(tenant, types) {
      const id = makeId('09S');
      retrievals.set(id, metadata.retrieve(tenant, types));
      return id;
    },
    findRetrieval: (id) => retrievals.get(id),
  };
}
