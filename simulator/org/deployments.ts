import { makeId } from './salesforce-id.ts';

/** Takes a deployment's zip and calls it a success: it reads the names in it, not the contents. */
export interface DeployedComponent {
  readonly fileName: string;
  readonly fullName: string;
  readonly componentType: string;
}

const TYPES: Readonly<Record<string, string>> = {
  classes: 'ApexClass',
  triggers: 'ApexTrigger',
  objects: 'CustomObject',
  permissionsets: 'PermissionSet',
  labels: 'CustomLabels',
  layouts: 'Layout',
  flows: 'Flow',
};

export interface Deployment {
  readonly components: readonly DeployedComponent[];
  /** A validation, which changes nothing. */
  readonly checkOnly: boolean;
}

export interface Deployments {
  /** Gives the id under which the result is asked for. */
  start(zip: Buffer, options: { readonly checkOnly: boolean }): string;
  find(id: string): Deployment | undefined;
}

export function makeDeployments(): Deployments {
  const known = new Map<string, Deployment>();
  return {
    start(zip, { checkOnly }) {
      const id = makeId('0Af');
      const components = namesInZip(zip).filter(isComponent).map(component);
      known.set(id, { components, checkOnly });
      return id;
    },
    find: (id) => known.get(id),
  };
}

const CENTRAL_HEADER = Buffer.from('PK\x01\x02', 'latin1');

/** The file names in the central directory of a zip. */
function namesInZip(zip: Buffer): readonly string[] {
  const names: string[] = [];
  let at = zip.indexOf(CENTRAL_HEADER);
  while (at >= 0 && at + 46 <= zip.length) {
    const nameLength = zip.readUInt16LE(at + 28);
    names.push(zip.toString('utf8', at + 46, at + 46 + nameLength));
    at = zip.indexOf(CENTRAL_HEADER, at + 46 + nameLength);
  }
  return names;
}

const isComponent = (name: string): boolean =>
  !name.endsWith('/') && !name.endsWith('-meta.xml') && !/(^|\/)package\.xml$/.test(name);

function component(fileName: string): DeployedComponent {
  const parts = fileName.split('/');
  const fullName = (parts.at(-1) ?? fileName).replace(/\.[^.]+$/, '');
  return { fileName, fullName, componentType: TYPES[parts.at(-2) ?? ''] ?? 'Unknown' };
}
