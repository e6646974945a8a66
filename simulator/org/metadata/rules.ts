import { X509Certificate } from 'node:crypto';
import { type Component, elementOf, type MetadataRules } from './components.ts';

/** Why the org refuses a component; undefined where it takes it. */
interface Surroundings {
  /** Everything that the org would have after the deployment. */
  readonly after: readonly Component[];
  /** What the other orgs have: a consumer key is unique among all of them. */
  readonly others: readonly Component[];
  readonly rules: MetadataRules;
}

type Judge = (component: Component, around: Surroundings) => string | undefined;

const RULES: Readonly<Record<string, Judge>> = {
  ExternalClientApplication: ({ fullName }, { after }) =>
    has(after, 'ConnectedApp', fullName)
      ? `duplicate value found: DeveloperName duplicates value on record: ${fullName}`
      : undefined,
  ExtlClntAppGlobalOauthSettings: (component, around) =>
    parentProblem(component, around) ??
    keyProblem(component, around) ??
    certificateProblem(elementOf(component.xml, 'certificate'), around.rules),
  ExtlClntAppOauthSettings: (component, around) => parentProblem(component, around),
  ExtlClntAppOauthConfigurablePolicies: (component, around) =>
    parentProblem(component, around) ??
    missingPermissionSet(component, around) ??
    secondPolicy(component, around),
  ExtlClntAppConfigurablePolicies: (component, around) =>
    parentProblem(component, around) ?? secondPolicy(component, around),
  ConnectedApp: ({ xml }, { rules }) => certificateProblem(elementOf(xml, 'certificate'), rules),
};

export function judge(component: Component, around: Surroundings): string | undefined {
  return RULES[component.type]?.(component, around);
}

const has = (components: readonly Component[], type: string, fullName: string): boolean =>
  components.some((one) => one.type === type && one.fullName === fullName);

function parentProblem({ xml }: Component, { after }: Surroundings): string | undefined {
  const app = elementOf(xml, 'externalClientApplication');
  return has(after, 'ExternalClientApplication', app)
    ? undefined
    : `no ExternalClientApplication named ${app} found`;
}

function keyProblem({ xml }: Component, { after, others }: Surroundings): string | undefined {
  const key = elementOf(xml, 'consumerKey');
  // Left out, the org makes one of its own.
  if (key === '') return undefined;
  if (!/^[A-Za-z0-9._]{8,256}$/.test(key))
    return 'The consumer key must be 8 to 256 alphanumeric characters';
  const app = elementOf(xml, 'externalClientApplication');
  // A sandbox that was copied has the app of its production org, with its key.
  const owners = [...after, ...others].filter((one) => elementOf(one.xml, 'consumerKey') === key);
  return owners.some((one) => ownerOf(one) !== app)
    ? 'The consumer key you specified is already in use.'
    : undefined;
}

const ownerOf = ({ xml, fullName }: Component): string =>
  elementOf(xml, 'externalClientApplication') || fullName;

function certificateProblem(text: string, rules: MetadataRules): string | undefined {
  if (text === '') return undefined;
  const isPem = text.startsWith('-----BEGIN CERTIFICATE-----');
  if (isPem !== (rules.certificateForm === 'pem')) return 'Invalid certificate: cannot be parsed';
  return certificateIn(text) === undefined ? 'Invalid certificate: cannot be parsed' : undefined;
}

/** In either form; undefined where it is none. */
export function certificateIn(text: string): X509Certificate | undefined {
  try {
    return new X509Certificate(
      text.startsWith('-----') ? text : Buffer.from(text.replace(/\s/g, ''), 'base64'),
    );
  } catch {
    return undefined;
  }
}

function missingPermissionSet({ xml }: Component, { after }: Surroundings): string | undefined {
  const missing = namesIn(elementOf(xml, 'commaSeparatedPermissionSet')).find(
    (name) => !has(after, 'PermissionSet', name),
  );
  return missing && `We couldn't find permission sets called ${missing}.`;
}

export const namesIn = (list: string): string[] =>
  list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** The org makes one policy for an app; a second one under another name is a duplicate. */
function secondPolicy(
  { type, fullName, xml }: Component,
  { after }: Surroundings,
): string | undefined {
  const app = elementOf(xml, 'externalClientApplication');
  const other = after.find(
    (one) =>
      one.type === type &&
      one.fullName !== fullName &&
      elementOf(one.xml, 'externalClientApplication') === app,
  );
  return other && `DUPLICATE_VALUE: ${fullName} duplicates value on ${other.fullName}`;
}
