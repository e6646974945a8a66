import type { Component } from './components.ts';

interface LoginSettings {
  readonly preventGenericLogin: boolean;
  readonly adminApprovedAppsOnly: boolean | undefined;
  readonly highAssuranceProfiles: readonly string[];
}

/** Returns the org's settings for sign-ins, as a retrieve returns them. */
export function settingsComponents(settings: LoginSettings, myDomain: string): Component[] {
  const { preventGenericLogin, adminApprovedAppsOnly, highAssuranceProfiles } = settings;
  return [
    settingsFile('MyDomain', [
      ['canOnlyLoginWithMyDomainUrl', preventGenericLogin],
      ['doesApiLoginRequireOrgDomain', false],
      ['myDomainName', myDomain.split('.')[0] ?? ''],
    ]),
    // Salesforce Support must enable this setting. Until then, the element is missing.
    settingsFile(
      'ConnectedApp',
      adminApprovedAppsOnly === undefined
        ? []
        : [['enableAdminApprovedAppsOnly', adminApprovedAppsOnly]],
    ),
    ...highAssuranceProfiles.map((profile, index) => ({
      type: 'ProfileSessionSetting',
      fullName: `PT1_profileSessionSetting${1_652_000_000_000 + index}`,
      xml: xmlOf('ProfileSessionSetting', [
        ['profile', profile],
        ['requiredSessionLevel', 'HIGH_ASSURANCE'],
      ]),
    })),
  ];
}

type Elements = readonly (readonly [name: string, value: string | boolean])[];

const settingsFile = (name: string, elements: Elements): Component => ({
  type: 'Settings',
  fullName: name,
  xml: xmlOf(`${name}Settings`, elements),
});

const xmlOf = (root: string, elements: Elements): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://soap.sforce.com/2006/04/metadata">\n` +
  `${elements.map(([name, value]) => `    <${name}>${value}</${name}>\n`).join('')}</${root}>\n`;
