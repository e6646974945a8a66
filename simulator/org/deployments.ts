import type { Wanted } from './components.ts';
import type { DeployedComponent, Metadata, Retrieved } from './metadata.ts';
import { makeId } from './salesforce-id.ts';
import type { TenantName } from './tenants.ts';
import { readZip } from './zip.ts';

/** Deployments and retrievals by the ids under which their results are asked for. */
export interface Deployment {
  readonly components: readonly DeployedComponent[];
  /** A validation, which changes nothing. */
  readonly checkOnly: boolean;
}

export interface StartedDeployment {
  readonly tenant: TenantName;
  readonly zip: Buffer;
  readonly checkOnly: boolean;
}

export interface Deployments {
  /** Gives the id under which the result is asked for. */
  start(deployment: StartedDeployment): string;
  find(id: string): Deployment | undefined;
  startRetrieval(tenant: TenantName, wanted: readonly Wanted[]): string;
  findRetrieval(id: string): Retrieved | undefined;
}

export function makeDeployments(metadata: Metadata): Deployments {
  const known = new Map<string, Deployment>();
  const retrievals = new Map<string, Retrieved>();
  return {
    start({ tenant, zip, checkOnly }) {
      const id = makeId('0Af');
      known.set(id, { components: metadata.deploy(tenant, readZip(zip), checkOnly), checkOnly });
      return id;
    },
    find: (id) => known.get(id),
    startRetrieval(tenant, wanted) {
      const id = makeId('09S');
      retrievals.set(id, metadata.retrieve(tenant, wanted));
      return id;
    },
    findRetrieval: (id) => retrievals.get(id),
  };
}
