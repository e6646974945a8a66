import { CAUSE_IDS, CAUSES, type LinkTargets, linkOf, type OrgCauseId } from './causes.ts';
import type { OrgFinding } from './finding.ts';
import type { RefusedSignIn } from './target.ts';
import { formatTime } from './values.ts';

export interface Report {
  readonly user: string;
  readonly org: string;
  readonly time: string;
  /** Causes that the org proves, in the order in which they must be fixed. */
  readonly causes: readonly NamedCause[];
  /** Settings of which no source states whether they make a sign-in with a JWT fail. */
  readonly suspects: readonly NamedCause[];
  readonly findings: readonly OrgFinding[];
}

export interface NamedCause {
  readonly id: OrgCauseId;
  readonly text: string;
  readonly fix: string;
  readonly link: string;
}

interface ReportFacts extends Omit<LinkTargets, 'myDomain'> {
  readonly org: { readonly name: string; readonly id: string; readonly myDomain: string };
  readonly findings: readonly OrgFinding[];
}

export function makeReport(facts: ReportFacts, signIn: RefusedSignIn): Report {
  const { org, findings } = facts;
  const targets = { ...facts, myDomain: org.myDomain };
  const causesOf = (state: OrgFinding['state']): NamedCause[] =>
    CAUSE_IDS.flatMap((id) => {
      // Findings from Login History come last, so that a setting, which is more specific, is
      // preferred.
      const finding = findings.find((item) => item.state === state && item.cause === id);
      return finding === undefined
        ? []
        : [{ id, text: sentenceOf(finding), fix: CAUSES[id].fix, link: linkOf(id, targets) }];
    });
  const causes = causesOf('wrong');
  const named = new Set(causes.map(({ id }) => id));
  return {
    user: signIn.username,
    org: `${org.name} (${org.id})`,
    time: formatTime(signIn.time),
    causes,
    suspects: causesOf('open').filter(({ id }) => !named.has(id)),
    findings,
  };
}

/**
 * Adds the source to the text of a row in Login History. In the table, the name of the check is the
 * source.
 */
const sentenceOf = ({ check, text }: OrgFinding): string =>
  check === 'Login History' && text.startsWith('“') ? `Login History says ${text}` : text;

const MARKS: Readonly<Record<OrgFinding['state'], string>> = {
  right: '✓',
  wrong: '✗',
  open: '?',
  unseen: '?',
};

const CHECK_WIDTH = 14;

/**
 * Renders the causes or, if the org proves none, the possible causes, followed by the table of all
 * findings.
 */
export function renderReport({ causes, suspects, findings }: Report): string {
  return [
    ...renderCauses(causes),
    ...(causes.length > 0 ? [] : renderSuspects(suspects, findings)),
    '',
    ...findings.map(
      ({ state, check, text }) => `${MARKS[state]} ${check.padEnd(CHECK_WIDTH)}${text}`,
    ),
  ].join('\n');
}

function renderCauses(causes: readonly NamedCause[]): string[] {
  const [only] = causes;
  if (only !== undefined && causes.length === 1)
    return [`The cause: ${only.text}.`, `Fix: ${only.fix}`, only.link];
  if (causes.length === 0) return [];
  return [
    'The causes, in the order in which they must be fixed:',
    ...causes.flatMap(({ text, fix, link }, index) => [
      `${index + 1}. ${text}.`,
      `   Fix: ${fix}`,
      `   ${link}`,
    ]),
  ];
}

/** Possible causes that no query can show. No org stores the request of the sign-in. */
const NEVER_SHOWN =
  'No org shows the audience and the clock of the runner, whether an app is blocked in Connected Apps OAuth Usage, and whether a change of the last minutes has reached every server.';

function renderSuspects(
  suspects: readonly NamedCause[],
  findings: readonly OrgFinding[],
): string[] {
  const unseen = findings.filter(({ state }) => state === 'unseen').map(({ text }) => text);
  const summary =
    suspects.length === 0
      ? 'Everything that the command can see in this org is right.'
      : 'The org proves no cause. These may be one, but no source settles it:';
  return [
    summary,
    ...suspects.flatMap(({ text, fix, link }) => [`- ${text}.`, `  Fix: ${fix}`, `  ${link}`]),
    ...unseen.map((text) => `- It ${text}.`),
    NEVER_SHOWN,
  ];
}
