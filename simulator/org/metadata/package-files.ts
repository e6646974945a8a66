import { type Component, type ComponentName, packageTypesIn } from './components.ts';
import type { Files } from './zip.ts';

/** Folder and file extension of every deployable type. */
export const TYPES: Readonly<Record<string, readonly [folder: string, suffix: string]>> = {
  ApexClass: ['classes', 'cls'],
  ApexTrigger: ['triggers', 'trigger'],
  CustomObject: ['objects', 'object'],
  CustomLabels: ['labels', 'labels'],
  Layout: ['layouts', 'layout'],
  Flow: ['flows', 'flow'],
  PermissionSet: ['permissionsets', 'permissionset'],
  ProfileSessionSetting: ['profileSessionSettings', 'profileSessionSetting'],
  Settings: ['settings', 'settings'],
  ConnectedApp: ['connectedApps', 'connectedApp'],
  ExternalClientApplication: ['externalClientApps', 'eca'],
  ExtlClntAppGlobalOauthSettings: ['extlClntAppGlobalOauthSets', 'ecaGlblOauth'],
  ExtlClntAppOauthSettings: ['extlClntAppOauthSettings', 'ecaOauth'],
  ExtlClntAppOauthConfigurablePolicies: ['extlClntAppOauthPolicies', 'ecaOauthPlcy'],
  ExtlClntAppConfigurablePolicies: ['extlClntAppPolicies', 'ecaPlcy'],
};

/** Reads the components of a deployment; files of other types are ignored. */
export function componentsIn(files: Files): { fileName: string; component: Component }[] {
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

/** Reads the components that the destructive changes of a deployment list. */
export function deletionsIn(files: Files): ComponentName[] {
  const lists = [...files].filter(([name]) => /destructiveChanges\w*\.xml$/.test(name));
  return lists.flatMap(([, content]) =>
    packageTypesIn(content.toString('utf8')).flatMap(({ type, members }) =>
      members.map((fullName) => ({ type, fullName })),
    ),
  );
}
