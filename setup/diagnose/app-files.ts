import { createHash } from 'node:crypto';
import { certificatesIn } from '../certificates.ts';
import { elementOf } from '../metadata-project.ts';
import { hasValue, type MetadataFile, type Reading } from './reader.ts';

/** The settings and policies of the app with the consumer key, as far as the org shows them. */
export interface DiagnosedApp {
  readonly kind: 'External Client App' | 'Connected App';
  readonly id: Reading<string>;
  /** The API name. */
  readonly name: string;
  /** The label or, if the org did not return it, the API name. */
  readonly label: string;
  readonly isLabelKnown: boolean;
  /**
   * False if the org does not show the consumer key, so that the app was identified by its certificate.
   */
  readonly isFoundByKey: boolean;
  readonly certificates: readonly AppCertificate[];
  readonly scopes: readonly string[] | undefined;
  /**
   * True if the org returned the policies of another app but not those of this one. Without any
   * policies, they may also be hidden.
   */
  readonly lacksPolicies: boolean;
  /** Undefined for a Connected App, or if the org returned no such policies. */
  readonly appPolicies: AppPolicies | undefined;
  readonly oauthPolicies: OauthPolicies | undefined;
  readonly issuesJwts: boolean;
}

interface AppPolicies {
  readonly isEnabled: boolean;
  readonly isOauthEnabled: boolean;
}

interface OauthPolicies {
  /** Undefined if the file does not contain the setting. */
  readonly isSelfAuthorized: boolean | undefined;
  readonly policyAction: string | undefined;
  readonly sessionLevel: string | undefined;
  /** API names of the selected permission sets, and names of the selected profiles. */
  readonly selectedPermissionSets: readonly string[];
  readonly selectedProfiles: readonly string[];
}

export interface AppCertificate {
  /** SHA-256 of the public key, in lowercase hex. */
  readonly fingerprint: string;
  readonly validTo: number;
}

export interface AppRow {
  readonly Id: string;
  readonly Name: string;
}

interface AppSearchFacts {
  readonly ids: Reading<readonly AppRow[]>;
  readonly isFoundByKey: boolean;
}

/** Returns the API name of the External Client App to which a file belongs. */
export const externalAppOf = ({ xml, name, extension }: MetadataFile): string =>
  extension === 'eca' ? name : (elementOf(xml, 'externalClientApplication') ?? name);

/** @param files all files of all External Client Apps */
export function toExternalApp(
  settings: MetadataFile,
  files: readonly MetadataFile[],
  { ids, isFoundByKey }: AppSearchFacts,
): DiagnosedApp {
  const name = externalAppOf(settings);
  const xmlOf = (extension: string): string | undefined =>
    files.find((file) => file.extension === extension && externalAppOf(file) === name)?.xml;
  const [oauthSettings, policies, oauthPolicies] = [
    xmlOf('ecaOauth'),
    xmlOf('ecaPlcy'),
    xmlOf('ecaOauthPlcy'),
  ];
  const label = elementOf(xmlOf('eca') ?? '', 'label');
  return {
    kind: 'External Client App',
    id: idOf(ids, name),
    name,
    label: label ?? name,
    isLabelKnown: label !== undefined,
    isFoundByKey,
    certificates: certificatesOf(settings.xml),
    scopes:
      oauthSettings === undefined
        ? undefined
        : listOf(elementOf(oauthSettings, 'commaSeparatedOauthScopes')),
    lacksPolicies: ['ecaPlcy', 'ecaOauthPlcy'].some(
      (extension) =>
        xmlOf(extension) === undefined && files.some((file) => file.extension === extension),
    ),
    appPolicies:
      policies === undefined
        ? undefined
        : {
            isEnabled: elementOf(policies, 'isEnabled') !== 'false',
            isOauthEnabled: elementOf(policies, 'isOauthPluginEnabled') !== 'false',
          },
    oauthPolicies:
      oauthPolicies === undefined
        ? undefined
        : {
            isSelfAuthorized: isEqual(
              elementOf(oauthPolicies, 'permittedUsersPolicyType'),
              'AllSelfAuthorized',
            ),
            policyAction: elementOf(oauthPolicies, 'policyAction'),
            sessionLevel: elementOf(oauthPolicies, 'requiredSessionLevel'),
            selectedPermissionSets: listOf(elementOf(oauthPolicies, 'commaSeparatedPermissionSet')),
            selectedProfiles: listOf(elementOf(oauthPolicies, 'commaSeparatedProfile')),
          },
    issuesJwts: elementOf(settings.xml, 'isNamedUserJwtEnabled') === 'true',
  };
}

export function toConnectedApp(
  { xml, name }: MetadataFile,
  { ids, isFoundByKey }: AppSearchFacts,
): DiagnosedApp {
  const label = elementOf(xml, 'label');
  return {
    kind: 'Connected App',
    id: idOf(ids, label ?? name),
    name,
    label: label ?? name,
    isLabelKnown: label !== undefined,
    isFoundByKey,
    certificates: certificatesOf(xml),
    scopes: allOf(xml, 'scopes'),
    lacksPolicies: false,
    appPolicies: undefined,
    oauthPolicies: {
      isSelfAuthorized: isEqual(elementOf(xml, 'isAdminApproved'), 'false'),
      policyAction: elementOf(xml, 'policyAction'),
      sessionLevel: elementOf(xml, 'sessionLevel'),
      selectedPermissionSets: allOf(xml, 'permission[Ss]etName'),
      selectedProfiles: allOf(xml, 'profileName'),
    },
    issuesJwts: elementOf(xml, 'isNamedUserJwtEnabled') === 'true',
  };
}

function idOf(ids: AppSearchFacts['ids'], name: string): Reading<string> {
  const missing = 'the org did not return the ID of the app';
  if (!hasValue(ids)) return { problem: `${missing}: ${ids.problem}` };
  const row = ids.value.find(({ Name }) => Name === name);
  return row === undefined ? { problem: missing } : { value: row.Id };
}

const isEqual = (text: string | undefined, value: string): boolean | undefined =>
  text === undefined || text === '' ? undefined : text === value;

const listOf = (text = ''): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

const allOf = (xml: string, element: string): string[] =>
  [...xml.matchAll(new RegExp(`<${element}>([^<]*)<`, 'g'))].map(([, text = '']) => text.trim());

export function certificatesOf(xml: string): AppCertificate[] {
  const text = elementOf(xml, 'certificate');
  if (text === undefined || text === '') return [];
  return certificatesIn(text).map((certificate) => ({
    fingerprint: createHash('sha256')
      .update(certificate.publicKey.export({ type: 'spki', format: 'der' }))
      .digest('hex'),
    validTo: Date.parse(certificate.validTo),
  }));
}
