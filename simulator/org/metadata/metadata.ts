import { randomText } from '../salesforce-id.ts';
import type { TenantName } from '../tenants.ts';
import {
  type Component,
  elementOf,
  type MetadataRules,
  type Wanted,
  wantedIn,
} from './components.ts';
import { judge } from './rules.ts';
import type { Files } from './zip.ts';

export interface DeployedComponent {
  readonly fileName: string;
  readonly fullName: string;
  readonly componentType: string;
  readonly deleted: boolean;
  /** Why it was refused; nothing of the deployment is kept then. */
  readonly problem?: string;
}

/** What is deployed in each org: the source of its apps, their policies and permission sets. */
export interface Metadata {
  readonly rules: MetadataRules;
  list(tenant: TenantName, type: string): readonly Component[];
  find(tenant: TenantName, type: string, fullName: string): Component | undefined;
  put(tenant: TenantName, component: Component): void;
  /** As a sandbox refresh does: the org's metadata is a copy of another's, or nothing. */
  copy(from: TenantName | undefined, to: TenantName): void;
  deploy(tenant: TenantName, files: Files, checkOnly: boolean): readonly DeployedComponent[];
  /** The files of a retrieval, for the members of a package.xml. */
  retrieve(tenant: TenantName, wanted: readonly Wanted[]): Retrieved;
}

export interface Retrieved {
  readonly components: readonly Component[];
  readonly missing: readonly { readonly type: string; readonly fullName: string }[];
}

/** Folder and suffix of each type which a deployment can bring. */
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
  const kept = new Map<TenantName, Map<string, Component>>();
  const of = (tenant: TenantName): Map<string, Component> => {
    const components = kept.get(tenant) ?? new Map<string, Component>();
    kept.set(tenant, components);
    return components;
  };
  const rules: MetadataRules = {
    certificateForm: 'pem',
    handsOutConsumerKey: true,
    handsOutCertificate: true,
    refuses: undefined,
  };
  const list = (tenant: TenantName, type: string): Component[] =>
    [...of(tenant).values()].filter((one) => one.type === type);

  return {
    rules,
    list,
    find: (tenant, type, fullName) => of(tenant).get(keyOf(type, fullName)),
    put: (tenant, component) =>
      void of(tenant).set(keyOf(component.type, component.fullName), component),
    copy: (from, to) => void kept.set(to, new Map(from === undefined ? [] : of(from))),
    deploy(tenant, files, checkOnly) {
      const brought = componentsIn(files).map(({ fileName, component }) => ({
        fileName,
        component: withConsumerKey(
          component,
          of(tenant).get(keyOf(component.type, component.fullName)),
        ),
      }));
      const removed = removalsIn(files);
      const after = new Map(of(tenant));
      for (const { component } of brought)
        after.set(keyOf(component.type, component.fullName), component);
      for (const { type, fullName } of removed) remove(after, type, fullName);
      const others = [...kept]
        .filter(([name]) => name !== tenant)
        .flatMap(([, them]) => [...them.values()]);
      const problems = brought.map(
        ({ component }) =>
          rules.refuses ?? judge(component, { after: [...after.values()], others, rules }),
      );
      if (!checkOnly && problems.every((problem) => problem === undefined)) kept.set(tenant, after);
      return [
        ...brought.map(({ fileName, component: { type, fullName } }, at) => {
          const problem = problems[at];
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
    retrieve(tenant, wanted) {
      const found = wanted.map(({ type, members }) => ({
        type,
        members,
        components: list(tenant, type).filter(
          ({ fullName }) => members.includes('*') || members.includes(fullName),
        ),
      }));
      return {
        components: found.flatMap(({ components }) => components).map((one) => shown(one, rules)),
        missing: found.flatMap(({ type, members, components }) =>
          members
            .filter((name) => name !== '*' && !components.some(({ fullName }) => fullName === name))
            .map((fullName) => ({ type, fullName })),
        ),
      };
    },
  };
}

const keyOf = (type: string, fullName: string): string => `${type}/${fullName}`;

/** An app whose file names no consumer key keeps the one that it has, or is given one. */
function withConsumerKey(component: Component, known: Component | undefined): Component {
  const { type, xml } = component;
  if (type !== 'ExtlClntAppGlobalOauthSettings' || elementOf(xml, 'consumerKey') !== '') {
    return component;
  }
  const key = (known && elementOf(known.xml, 'consumerKey')) || `3MVG9${randomText(80)}`;
  const end = `</${type}>`;
  const element = `<consumerKey>${key}</consumerKey>`;
  return { ...component, xml: xml.includes(end) ? xml.replace(end, element + end) : xml + element };
}

/** An app takes its settings and policies with it. */
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
    wantedIn(content.toString('utf8')).flatMap(({ type, members }) =>
      members.map((fullName) => ({ type, fullName })),
    ),
  );
}

/** A retrieved app shows no more than the org lets out. */
function shown(component: Component, rules: MetadataRules): Component {
  const hidden = [
    ...(rules.handsOutConsumerKey ? [] : ['consumerKey']),
    ...(rules.handsOutCertificate ? [] : ['certificate']),
  ];
  const xml = hidden.reduce(
    (text, name) => text.replace(new RegExp(`\\s*<${name}>[^<]*</${name}>`), ''),
    component.xml,
  );
  return { ...component, xml };
}
