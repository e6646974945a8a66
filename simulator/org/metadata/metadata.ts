import { randomText } from '../salesforce-id.ts';
import type { TenantName } from '../tenants.ts';
import {
  type Component,
  elementOf,
  type MetadataRules,
  type PackageTypeMembers,
  packageTypesIn,
} from './components.ts';
import { validate } from './rules.ts';
import type { Files } from './zip.ts';

export interface DeployedComponent {
  readonly fileName: string;
  readonly fullName: string;
  readonly componentType: string;
  readonly deleted: boolean;
  /** The reason for a failure. If any component fails, nothing is deployed. */
  readonly problem?: string;
}

/** The metadata of every org: its apps, policies and permission sets. */
export interface Metadata {
  readonly rules: MetadataRules;
  list(tenant: TenantName, type: string): readonly Component[];
  find(tenant: TenantName, type: string, fullName: string): Component | undefined;
  put(tenant: TenantName, component: Component): void;
  /**
   * Replaces the metadata of `target` with a copy of that of `source`, or removes it, as a sandbox
   * refresh does.
   */
  copy(source: TenantName | undefined, target: TenantName): void;
  deploy(tenant: TenantName, files: Files, checkOnly: boolean): readonly DeployedComponent[];
  /** Returns the requested members of a package.xml, and the names of those that do not exist. */
  retrieve(tenant: TenantName, types: readonly PackageTypeMembers[]): RetrieveResult;
}

export interface RetrieveResult {
  readonly components: readonly Component[];
  readonly missing: readonly { readonly type: string; readonly fullName: string }[];
}

/** Folder and file extension of every deployable type. */
export const TYPES: Readonly<Record<string, readonly [folder: string, suffix: string]>> = {
  ApexClass: ['classes', 'cls'],
  ApexTrigger: ['triggers', 'trigger'],
  CustomObject: ['objects', 'object'],
  CustomLabels: ['labels', 'labels'],
  Layout: ['layouts', 'layout'],
  Flow: ['flows', 'flow'],
  PermissionSet: ['permissionsets', 'permissionset'],
  ConnectedApp: ['connectedApps', 'connectedApp'],
  ExternalClientApplication: ['externalClientApps', 'eca'],
  ExtlClntAppGlobalOauthSettings: ['extlClntAppGlobalOauthSets', 'ecaGlblOauth'],
  ExtlClntAppOauthSettings: ['extlClntAppOauthSettings', 'ecaOauth'],
  ExtlClntAppOauthConfigurablePolicies: ['extlClntAppOauthPolicies', 'ecaOauthPlcy'],
  ExtlClntAppConfigurablePolicies: ['extlClntAppPolicies', 'ecaPlcy'],
};

export function makeMetadata(): Metadata {
  const componentsByTenant = new Map<TenantName, Map<string, Component>>();
  const componentsOf = (tenant: TenantName): Map<string, Component> => {
    const components = componentsByTenant.get(tenant) ?? new Map<string, Component>();
    componentsByTenant.set(tenant, components);
    return components;
  };
  const rules: MetadataRules = {
    certificateForm: 'pem',
    exposesConsumerKey: true,
    exposesCertificate: true,
    deployError: undefined,
  };
  const list = (tenant: TenantName, type: string): Component[] =>
    [...componentsOf(tenant).values()].filter((component) => component.type === type);

  return {
    rules,
    list,
    find: (tenant, type, fullName) => componentsOf(tenant).get(keyOf(type, fullName)),
    put: (tenant, component) =>
      void componentsOf(tenant).set(keyOf(component.type, component.fullName), component),
    copy: (source, target) =>
      void componentsByTenant.set(
        target,
        new Map(source === undefined ? [] : componentsOf(source)),
      ),
    deploy(tenant, files, checkOnly) {
      const incoming = componentsIn(files).map(({ fileName, component }) => ({
        fileName,
        component: withConsumerKey(
          component,
          componentsOf(tenant).get(keyOf(component.type, component.fullName)),
        ),
      }));
      const removed = removalsIn(files);
      const resulting = new Map(componentsOf(tenant));
      for (const { component } of incoming)
        resulting.set(keyOf(component.type, component.fullName), component);
      for (const { type, fullName } of removed) remove(resulting, type, fullName);
      const otherOrgs = [...componentsByTenant]
        .filter(([name]) => name !== tenant)
        .flatMap(([, tenantComponents]) => [...tenantComponents.values()]);
      const problems = incoming.map(
        ({ component }) =>
          rules.deployError ??
          validate(component, { afterDeploy: [...resulting.values()], otherOrgs, rules }),
      );
      if (!checkOnly && problems.every((problem) => problem === undefined))
        componentsByTenant.set(tenant, resulting);
      return [
        ...incoming.map(({ fileName, component: { type, fullName } }, index) => {
          const problem = problems[index];
          const result = { fileName, fullName, componentType: type, deleted: false };
          return problem === undefined ? result : { ...result, problem };
        }),
        ...removed.map(({ type, fullName }) => ({
          fileName: 'destructiveChangesPost.xml',
          fullName,
          componentType: type,
          deleted: true,
        })),
      ];
    },
    retrieve(tenant, types) {
      const matches = types.map(({ type, members }) => ({
        type,
        members,
        components: list(tenant, type).filter(
          ({ fullName }) => members.includes('*') || members.includes(fullName),
        ),
      }));
      return {
        components: matches
          .flatMap(({ components }) => components)
          .map((component) => visibleComponent(component, rules)),
        missing: matches.flatMap(({ type, members, components }) =>
          members
            .filter((name) => name !== '*' && !components.some(({ fullName }) => fullName === name))
            .map((fullName) => ({ type, fullName })),
        ),
      };
    },
  };
}

const keyOf = (type: string, fullName: string): string => `${type}/${fullName}`;

/** If the file contains no consumer key, keeps the existing one or generates one. */
function withConsumerKey(component: Component, existing: Component | undefined): Component {
  const { type, xml } = component;
  if (type !== 'ExtlClntAppGlobalOauthSettings' || elementOf(xml, 'consumerKey') !== '') {
    return component;
  }
  const key = (existing && elementOf(existing.xml, 'consumerKey')) || `3MVG9${randomText(80)}`;
  const end = `</${type}>`;
  const element = `<consumerKey>${key}</consumerKey>`;
  return { ...component, xml: xml.includes(end) ? xml.replace(end, element + end) : xml + element };
}

/** Deletes a component; deleting an app also deletes its settings and policies. */
function remove(components: Map<string, Component>, type: string, fullName: string): void {
  components.delete(keyOf(type, fullName));
  if (type !== 'ExternalClientApplication') return;
  for (const [key, { xml }] of components) {
    if (elementOf(xml, 'externalClientApplication') === fullName) components.delete(key);
  }
}

function componentsIn(files: Files): { fileName: string; component: Component }[] {
  return [...files].flatMap(([fileName, content]) => {
    const [, folder = '', fullName = '', suffix = ''] =
      /(?:^|\/)(\w+)\/([^/]+?)\.(\w+)$/.exec(fileName) ?? [];
    const type = Object.keys(TYPES).find(
      (name) => TYPES[name]?.[0] === folder && TYPES[name]?.[1] === suffix,
    );
    return type === undefined
      ? []
      : [{ fileName, component: { type, fullName, xml: content.toString('utf8') } }];
  });
}

function removalsIn(files: Files): { type: string; fullName: string }[] {
  const lists = [...files].filter(([name]) => /destructiveChanges\w*\.xml$/.test(name));
  return lists.flatMap(([, content]) =>
    packageTypesIn(content.toString('utf8')).flatMap(({ type, members }) =>
      members.map((fullName) => ({ type, fullName })),
    ),
  );
}

/** Removes the elements that the org does not expose. */
function visibleComponent(component: Component, rules: MetadataRules): Component {
  const hiddenElements = [
    ...(rules.exposesConsumerKey ? [] : ['consumerKey']),
    ...(rules.exposesCertificate ? [] : ['certificate']),
  ];
  const xml = hiddenElements.reduce(
    (text, name) => text.replace(new RegExp(`\\s*<${name}>[^<]*</${name}>`), ''),
    component.xml,
  );
  return { ...component, xml };
}
