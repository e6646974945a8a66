import { X509Certificate } from 'node:crypto';
import { type Component, elementOf, type MetadataRules } from './components.ts';

interface ValidationContext {
  /** All components that the org would have after the deployment. */
  readonly afterDeploy: readonly Component[];
  /** Components of all other orgs, because a consumer key must be unique across orgs. */
  readonly otherOrgs: readonly Component[];
  readonly rules: MetadataRules;
}

/** Returns an error message, or undefined if the component is valid. */
type Validator = (component: Component, context: ValidationContext) => string | undefined;

const RULES: Readonly<Record<string, Validator>> = {
  ExternalClientApplication: ({ fullName }, { afterDeploy }) =>
    hasComponent(afterDeploy, 'ConnectedApp', fullName)
      ? `duplicate value found: DeveloperName duplicates value on record: ${fullName}`
      : undefined,
  ExtlClntAppGlobalOauthSettings: (component, context) =>
    parentProblem(component, context) ??
    keyProblem(component, context) ??
    certificateProblem(elementOf(component.xml, 'certificate'), context.rules),
  ExtlClntAppOauthSettings: (component, context) => parentProblem(component, context),
  ExtlClntAppOauthConfigurablePolicies: (component, context) =>
    parentProblem(component, context) ??
    missingPermissionSet(component, context) ??
    duplicatePolicy(component, context),
  ExtlClntAppConfigurablePolicies: (component, context) =>
    parentProblem(component, context) ?? duplicatePolicy(component, context),
  ConnectedApp: ({ xml }, { rules }) => certificateProblem(elementOf(xml, 'certificate'), rules),
};

export function validate(component: Component, context: ValidationContext): string | undefined {
  return RULES[component.type]?.(component, context);
}

const hasComponent = (components: readonly Component[], type: string, fullName: string): boolean =>
  components.some((component) => component.type === type && component.fullName === fullName);

function parentProblem({ xml }: Component, { afterDeploy }: ValidationContext): string | undefined {
  const app = elementOf(xml, 'externalClientApplication');
  return hasComponent(afterDeploy, 'ExternalClientApplication', app)
    ? undefined
    : `no ExternalClientApplication named ${app} found`;
}

function keyProblem(
  { xml }: Component,
  { afterDeploy, otherOrgs }: ValidationContext,
): string | undefined {
  const key = elementOf(xml, 'consumerKey');
  // Without a key, the org generates one.
  if (key === '') return undefined;
  if (!/^[A-Za-z0-9._]{8,256}$/.test(key))
    return 'The consumer key must be 8 to 256 alphanumeric characters';
  const app = elementOf(xml, 'externalClientApplication');
  // A sandbox contains a copy of its production org's app with the same key.
  const owners = [...afterDeploy, ...otherOrgs].filter(
    (component) => elementOf(component.xml, 'consumerKey') === key,
  );
  return owners.some((owner) => ownerOf(owner) !== app)
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

/** Reads a certificate as PEM or as base64 of its DER. Returns undefined if it cannot be parsed. */
export function certificateIn(text: string): X509Certificate | undefined {
  try {
    return new X509Certificate(
      text.startsWith('-----') ? text : Buffer.from(text.replace(/\s/g, ''), 'base64'),
    );
  } catch {
    return undefined;
  }
}

function missingPermissionSet(
  { xml }: Component,
  { afterDeploy }: ValidationContext,
): string | undefined {
  const missing = namesIn(elementOf(xml, 'commaSeparatedPermissionSet')).find(
    (name) => !hasComponent(afterDeploy, 'PermissionSet', name),
  );
  return missing && `We couldn't find permission sets called ${missing}.`;
}

export const namesIn = (list: string): string[] =>
  list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/**
 * Returns the error for a second policy of an app. An app has exactly one policy, so one with
 * another name is a duplicate.
 */
function duplicatePolicy(
  { type, fullName, xml }: Component,
  { afterDeploy }: ValidationContext,
): string | undefined {
  const app = elementOf(xml, 'externalClientApplication');
  const existing = afterDeploy.find(
    (component) =>
      component.type === type &&
      component.fullName !== fullName &&
      elementOf(component.xml, 'externalClientApplication') === app,
  );
  return existing && `DUPLICATE_VALUE: ${fullName} duplicates value on ${existing.fullName}`;
}
