import { createHash } from 'node:crypto';
import { certificatesIn } from '../certificates.ts';
import { elementOf } from '../metadata-project.ts';
import type { QueryBatch } from './batch.ts';
import type { OrgReader } from './org-reader.ts';
import { hasValue, type MetadataFile, type Reading, readValue, retrieve } from './reader.ts';
import { hasConsumerKey, type RefusedSignIn } from './target.ts';

/** The settings and policies of the app with the consumer key, as far as the org shows them. */
export interface DiagnosedApp {
  readonly kind: 'External Client App' | 'Connected App';
  /** Undefined if the org rejected the query for it, or returned no app with this name. */
  readonly id: string | undefined;
  readonly label: string;
  /**
   * False if the org does not show the consumer key, so that the app was identified by its certificate.
   */
  readonly isFoundByKey: boolean;
  readonly certificates: readonly AppCertificate[];
  readonly scopes: readonly string[] | undefined;
  /** False if the app was deployed without policies. */
  readonly hasPolicies: boolean;
  readonly isEnabled: boolean;
  readonly isOauthEnabled: boolean;
  readonly isSelfAuthorized: boolean;
  readonly policyAction: string | undefined;
  readonly sessionLevel: string | undefined;
  readonly issuesJwts: boolean;
}

export interface AppCertificate {
  /** SHA-256 of the public key, in lowercase hex. */
  readonly fingerprint: string;
  readonly validTo: number;
}

interface ExternalApps {
  /** The files of all External Client Apps. */
  readonly external: Reading<readonly MetadataFile[]>;
  readonly ids: Reading<readonly { readonly Id: string; readonly DeveloperName: string }[]>;
}

/**
 * Finds the app by its consumer key in the retrieved metadata, because no sObject contains the key.
 * Among apps whose keys the org hides, finds the one with a certificate for the key of the sign-in.
 * The value is undefined if the org shows the keys of all apps and none matches.
 */
export async function findApp(
  { context, sf, batch, signIn }: OrgReader,
  { external, ids }: ExternalApps,
): Promise<Reading<DiagnosedApp | undefined>> {
  const files = readValue(external) ?? [];
  const globalSettings = files.filter(({ extension }) => extension === 'ecaGlblOauth');
  const externalFile = findByKey(globalSettings, signIn);
  if (externalFile !== undefined)
    return { value: toExternalApp(externalFile, { files, ids, isFoundByKey: true }) };
  const connected = await retrieve(context, sf, ['ConnectedApp']);
  const connectedFiles = (readValue(connected) ?? []).filter(
    ({ extension }) => extension === 'connectedApp',
  );
  const connectedFile = findByKey(connectedFiles, signIn);
  if (connectedFile !== undefined) return { value: await toConnectedApp(connectedFile, batch) };
  const hidden = globalSettings.filter(({ xml }) => elementOf(xml, 'consumerKey') === undefined);
  const byCertificate = hidden.find(({ xml }) =>
    certificatesOf(xml).some(({ fingerprint }) => fingerprint === signIn.fingerprint),
  );
  if (byCertificate !== undefined)
    return { value: toExternalApp(byCertificate, { files, ids, isFoundByKey: false }) };
  if (!hasValue(external)) return external;
  if (!hasValue(connected)) return { problem: `of Connected Apps, ${connected.problem}` };
  if (hidden.length === 0) return { value: undefined };
  const names = hidden.map(({ xml, name }) => elementOf(xml, 'externalClientApplication') ?? name);
  return { problem: `the org does not show the consumer keys of ${names.join(', ')}` };
}

const findByKey = (
  files: readonly MetadataFile[],
  signIn: RefusedSignIn,
): MetadataFile | undefined =>
  files.find(({ xml }) => {
    const key = elementOf(xml, 'consumerKey');
    return key !== undefined && hasConsumerKey(signIn, key);
  });

interface ExternalAppFacts extends Pick<ExternalApps, 'ids'> {
  readonly files: readonly MetadataFile[];
  readonly isFoundByKey: boolean;
}

function toExternalApp(
  { xml }: MetadataFile,
  { files, ids, isFoundByKey }: ExternalAppFacts,
): DiagnosedApp {
  const name = elementOf(xml, 'externalClientApplication') ?? '';
  const fileOf = (extension: string): string | undefined =>
    files.find(
      (file) =>
        file.extension === extension && elementOf(file.xml, 'externalClientApplication') === name,
    )?.xml;
  const settings = fileOf('ecaOauth');
  const oauthPolicies = fileOf('ecaOauthPlcy');
  const policies = fileOf('ecaPlcy');
  const app = files.find((file) => file.extension === 'eca' && file.name === name);
  return {
    kind: 'External Client App',
    id: readValue(ids)?.find(({ DeveloperName }) => DeveloperName === name)?.Id,
    label: elementOf(app?.xml ?? '', 'label') ?? name,
    isFoundByKey,
    certificates: certificatesOf(xml),
    scopes:
      settings === undefined ? undefined : listOf(elementOf(settings, 'commaSeparatedOauthScopes')),
    hasPolicies: oauthPolicies !== undefined && policies !== undefined,
    isEnabled: isNot(policies, 'isEnabled', 'false'),
    isOauthEnabled: isNot(policies, 'isOauthPluginEnabled', 'false'),
    isSelfAuthorized: !isNot(oauthPolicies, 'permittedUsersPolicyType', 'AllSelfAuthorized'),
    policyAction: elementOf(oauthPolicies ?? '', 'policyAction'),
    sessionLevel: elementOf(oauthPolicies ?? '', 'requiredSessionLevel'),
    issuesJwts: !isNot(xml, 'isNamedUserJwtEnabled', 'true'),
  };
}

async function toConnectedApp(
  { xml, name }: MetadataFile,
  batch: QueryBatch,
): Promise<DiagnosedApp> {
  const label = elementOf(xml, 'label') ?? name;
  const rows = await batch.query<{ Id: string; Name: string }>(
    'SELECT Id, Name FROM ConnectedApplication LIMIT 2000',
  );
  return {
    kind: 'Connected App',
    id: readValue(rows)?.find(({ Name }) => Name === label)?.Id,
    label,
    isFoundByKey: true,
    certificates: certificatesOf(xml),
    scopes: [...xml.matchAll(/<scopes>([^<]*)</g)].map(([, scope = '']) => scope.trim()),
    hasPolicies: true,
    isEnabled: true,
    isOauthEnabled: true,
    isSelfAuthorized: elementOf(xml, 'isAdminApproved') !== 'true',
    policyAction: elementOf(xml, 'policyAction'),
    sessionLevel: elementOf(xml, 'sessionLevel'),
    issuesJwts: !isNot(xml, 'isNamedUserJwtEnabled', 'true'),
  };
}

const isNot = (xml: string | undefined, name: string, value: string): boolean =>
  elementOf(xml ?? '', name) !== value;

const listOf = (text = ''): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

function certificatesOf(xml: string): AppCertificate[] {
  const text = elementOf(xml, 'certificate');
  if (text === undefined || text === '') return [];
  return certificatesIn(text).map((certificate) => ({
    fingerprint: createHash('sha256')
      .update(certificate.publicKey.export({ type: 'spki', format: 'der' }))
      .digest('hex'),
    validTo: Date.parse(certificate.validTo),
  }));
}
