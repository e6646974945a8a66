import { oneLine } from '../../src/redaction/one-line.ts';
import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import { shellQuote } from '../options.ts';
import { createSalesforceCli, INSTALL_SF, type SalesforceCli, SfError } from '../sf.ts';

export interface TargetOrg {
  readonly id: string;
  readonly name: string;
  readonly kind: OrgKind;
  /** URL of the My Domain, which consists of `https://` and the host. */
  readonly myDomain: string;
  /** Username with which the CLI is signed in to the org. */
  readonly admin: string;
}

/**
 * Kinds of orgs. An interactive run asks for the name of the org only if it is a production org.
 */
export type OrgKind = 'production' | 'sandbox' | 'Developer Edition' | 'scratch org';

/** The first release, of December 2023, that supports the metadata of External Client Apps. */
const OLDEST_SF = [2, 20] as const;

export function inspectOrg(context: SetupContext): Promise<{ sf: SalesforceCli; org: TargetOrg }> {
  const alias = context.options.org ?? '';
  return context.terminal.step('Org', async () => {
    const sf = createSalesforceCli(context, alias);
    await requireCliVersion(sf);
    const display = await requireOrg(context, sf, alias);
    const [organization] = await sf
      .query<Organization>(
        'SELECT Id, Name, IsSandbox, OrganizationType, TrialExpirationDate FROM Organization',
      )
      .catch((error: unknown) => {
        if (!(error instanceof SfError)) throw error;
        throw new SetupError(
          `The Salesforce CLI's session for ${alias} no longer works. ${error.message}`,
          loginCommand(alias, display.instanceUrl),
        );
      });
    if (organization === undefined)
      throw new SetupError(`${alias} returned no Organization record.`);
    const org: TargetOrg = {
      id: organization.Id,
      name: oneLine(organization.Name),
      kind: kindOf(organization),
      myDomain: myDomainIn(display, alias),
      admin: display.username,
    };
    return { result: `${org.name} (${org.id}), ${org.kind}, ${org.myDomain}`, value: { sf, org } };
  });
}

/** The record of the Organization object. */
export interface Organization {
  readonly Id: string;
  readonly Name: string;
  readonly IsSandbox: boolean;
  readonly OrganizationType: string;
  readonly TrialExpirationDate: string | null;
  readonly TimeZoneSidKey?: string;
}

/**
 * Returns the kind of an org. Salesforce also marks a scratch org as a sandbox, but only scratch
 * orgs have an expiration date.
 */
export function kindOf({
  IsSandbox,
  OrganizationType,
  TrialExpirationDate,
}: Organization): OrgKind {
  if (IsSandbox) return TrialExpirationDate === null ? 'sandbox' : 'scratch org';
  return OrganizationType === 'Developer Edition' ? OrganizationType : 'production';
}

function myDomainIn({ instanceUrl }: OrgDisplay, alias: string): string {
  const origin = URL.canParse(instanceUrl) ? new URL(instanceUrl).origin : undefined;
  if (origin?.startsWith('https://')) return origin;
  throw new SetupError(
    `The Salesforce CLI has no URL for ${alias} that begins with https://.`,
    loginCommand(alias),
  );
}

interface OrgDisplay {
  readonly username: string;
  readonly instanceUrl: string;
  readonly accessToken?: string;
}

export const loginCommand = (
  alias: string,
  url = 'https://YOUR-DOMAIN.my.salesforce.com',
): string =>
  `sf org login web --alias ${shellQuote(alias)} --instance-url ${shellQuote(url.replace(/\/$/, ''))}`;

export async function requireCliVersion(sf: SalesforceCli): Promise<void> {
  const version = await sf.version();
  // Check the package name as well as the version, because the predecessor, sfdx-cli, has higher
  // version numbers.
  const [, major, minor] = /@salesforce\/cli\/(\d+)\.(\d+)\./.exec(version) ?? [];
  const [oldestMajor, oldestMinor] = OLDEST_SF;
  if (Number(major) > oldestMajor) return;
  if (Number(major) === oldestMajor && Number(minor) >= oldestMinor) return;
  throw new SetupError(
    `The Salesforce CLI is too old (${version || 'unknown version'}): External Client Apps need ${OLDEST_SF.join('.')} or newer.`,
    INSTALL_SF,
  );
}

async function requireOrg(
  { runtime, terminal, redactor, options }: SetupContext,
  sf: SalesforceCli,
  alias: string,
): Promise<OrgDisplay> {
  const displayOrg = (): Promise<OrgDisplay> => sf.org<OrgDisplay>(['org', 'display']);
  let orgDisplay: OrgDisplay;
  try {
    orgDisplay = await displayOrg();
  } catch (error) {
    if (!(error instanceof SfError) || error.code !== 'NamedOrgNotFoundError') throw error;
    const unknownOrg = new SetupError(
      `The Salesforce CLI knows no org "${alias}".`,
      loginCommand(alias),
    );
    if (!runtime.isTerminal || options.yes) throw unknownOrg;
    await terminal.suspend(async () => {
      const url = await runtime.ask(
        `The Salesforce CLI knows no org "${alias}". My Domain to sign in to (empty: stop): `,
      );
      if (url === '') throw unknownOrg;
      terminal.say('A browser opens; sign in as an administrator.');
      const args = ['org', 'login', 'web', '--alias', alias, '--instance-url', withScheme(url)];
      await runtime.run({ program: 'sf', args, interactive: true });
    });
    orgDisplay = await displayOrg();
  }
  // Older versions of the CLI would print the token.
  redactor.add(orgDisplay.accessToken ?? '');
  return orgDisplay;
}

const withScheme = (url: string): string => (url.startsWith('https://') ? url : `https://${url}`);
