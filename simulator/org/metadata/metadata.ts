import { randomText } from '../salesforce-id.ts';
import type { TenantName } from '../tenants.ts';
import {
  type Component,
  type ComponentName,
  elementOf,
  type MetadataRules,
  type PackageTypeMembers,
} from './components.ts';
import { componentsIn, deletionsIn } from './package-files.ts';
import { validate } from './rules.ts';
import type { Files } from './zip.ts';

export interface DeployedComponent {
  readonly fileName: string;
  readonly fullName: string;
  readonly componentType: string;
  readonly deleted: boolean;
  /** Error message of a component. If any component fails, nothing is deployed. */
  readonly problem?: string;
}

/** The metadata of every org: its apps, policies and permission sets. */
export interface Metadata {
  readonly rules: MetadataRules;
  list(tenant: TenantName, type: string): readonly Component[];
  find(tenant: TenantName, type: string, fullName: string): Component | undefined;
  put(tenant: TenantName, component: Component): void;
  /**
   * Replaces the metadata of `target` with a copy of the metadata of `source`, or removes it, as a
   * sandbox refresh does.
   */
  copy(source: TenantName | undefined, target: TenantName): void;
  deploy(tenant: TenantName, files: Files, checkOnly: boolean): readonly DeployedComponent[];
  /**
   * Returns the requested members of a package.xml, and the names of those that do not exist. Unlike
   * `list`, this includes components that an org has without a deployment.
   */
  retrieve(tenant: TenantName, types: readonly PackageTypeMembers[]): RetrieveResult;
}

export interface RetrieveResult {
  readonly components: readonly Component[];
  readonly missing: readonly ComponentName[];
}

/**
 * @param builtIn returns components that an org has without a deployment: its settings and the app of
 * the tests
 */
export function makeMetadata(
  builtIn: (tenant: TenantName) => readonly Component[] = () => [],
): Metadata {
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
      const existing = componentsOf(tenant);
      const incoming = componentsIn(files).map(({ fileName, component }) => ({
        fileName,
        component: withConsumerKey(
          component,
          existing.get(keyOf(component.type, component.fullName)),
        ),
      }));
      const deletions = deletionsIn(files);
      const resulting = new Map(existing);
      for (const { component } of incoming)
        resulting.set(keyOf(component.type, component.fullName), component);
      for (const { type, fullName } of deletions) deleteComponent(resulting, type, fullName);
      const otherOrgs = [...componentsByTenant]
        .filter(([name]) => name !== tenant)
        .flatMap(([, components]) => [...components.values()]);
      const context = { afterDeploy: [...resulting.values()], otherOrgs, rules };
      const results = incoming.map(({ fileName, component }) =>
        deployResult(fileName, component, rules.deployError ?? validate(component, context)),
      );
      if (!checkOnly && results.every(({ problem }) => problem === undefined))
        componentsByTenant.set(tenant, resulting);
      return [...results, ...deletions.map(deletionResult)];
    },
    retrieve: (tenant, types) => {
      const { components, missing } = findMembers(
        [...componentsOf(tenant).values(), ...builtIn(tenant)],
        types,
      );
      return {
        components: components.map((component) => visibleComponent(component, rules)),
        missing,
      };
    },
  };
}

function deployResult(
  fileName: string,
  { type, fullName }: Component,
  problem: string | undefined,
): DeployedComponent {
  const result = { fileName, fullName, componentType: type, deleted: false };
  return problem === undefined ? result : { ...result, problem };
}

const deletionResult = ({ type, fullName }: ComponentName): DeployedComponent => ({
  fileName: 'destructiveChangesPost.xml',
  fullName,
  componentType: type,
  deleted: true,
});

/** Finds the members of a package.xml; `*` stands for every component of a type. */
function findMembers(
  components: readonly Component[],
  types: readonly PackageTypeMembers[],
): RetrieveResult {
  const matches = types.map(({ type, members }) => ({
    type,
    members,
    found: components.filter(
      (component) =>
        component.type === type && (members.includes('*') || members.includes(component.fullName)),
    ),
  }));
  return {
    components: matches.flatMap(({ found }) => found),
    missing: matches.flatMap(({ type, members, found }) =>
      members
        .filter((name) => name !== '*' && !found.some(({ fullName }) => fullName === name))
        .map((fullName) => ({ type, fullName })),
    ),
  };
}

const keyOf = (type: string, fullName: string): string => `${type}/${fullName}`;

/** Name of the element that contains the consumer key, by metadata type. */
const KEY_PARENTS: Readonly<Record<string, string>> = {
  ExtlClntAppGlobalOauthSettings: 'ExtlClntAppGlobalOauthSettings',
  ConnectedApp: 'oauthConfig',
};

/**
 * Returns the component with a consumer key. If its file contains none, keeps the existing key or
 * generates one.
 */
function withConsumerKey(component: Component, existing: Component | undefined): Component {
  const { type, xml } = component;
  const parent = KEY_PARENTS[type];
  if (parent === undefined || elementOf(xml, 'consumerKey') !== '') return component;
  const key = (existing && elementOf(existing.xml, 'consumerKey')) || `3MVG9${randomText(80)}`;
  const element = `<consumerKey>${key}</consumerKey>`;
  const withoutEmpty = xml.replace(/\s*<consumerKey>\s*<\/consumerKey>/, '');
  const start = new RegExp(`<${parent}( [^>]*)?>`);
  const text = start.test(withoutEmpty)
    ? withoutEmpty.replace(start, (tag) => `${tag}\n        ${element}`)
    : withoutEmpty + element;
  return { ...component, xml: text };
}

/** Deletes a component; deleting an app also deletes its settings and policies. */
function deleteComponent(components: Map<string, Component>, type: string, fullName: string): void {
  components.delete(keyOf(type, fullName));
  if (type !== 'ExternalClientApplication') return;
  for (const [key, { xml }] of components) {
    if (elementOf(xml, 'externalClientApplication') === fullName) components.delete(key);
  }
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
