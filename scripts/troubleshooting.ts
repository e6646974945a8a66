/**
 * Generates docs/troubleshooting.md from the action's catalog. With `--check`, writes nothing and fails
 * if the page is out of date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FINGERPRINT_COMMAND } from '../src/diagnosis/catalog/commands.ts';
import { CATALOG, CATALOG_GROUPS, type CatalogGroup } from '../src/diagnosis/catalog/complete.ts';
import type { CatalogEntry, Cause } from '../src/diagnosis/catalog/entry.ts';
import { GENERAL_CAUSES } from '../src/diagnosis/catalog/index.ts';
import { LOGIN_HISTORY } from '../src/diagnosis/catalog/login-history.ts';
import {
  EXTERNAL_CLIENT_APP,
  SETUP_PATHS,
  type SetupPathName,
} from '../src/diagnosis/catalog/setup-paths.ts';
import {
  CAUSE_DOCUMENTATION,
  ENTRY_DOCUMENTATION,
  LOGIN_STATUS,
  MOBILE_SDK,
  type SourceLink,
} from '../src/diagnosis/catalog/sources.ts';
import { anchorOf } from '../src/diagnosis/help-url.ts';
import { interpolate } from '../src/diagnosis/messages.ts';
import {
  causeName,
  DIAGNOSE_COMMAND,
  EXAMPLE_VALUES,
  examplesFor,
  GROUP_TEXTS,
  SETUP_PATH_LABELS,
  SHARED_CAUSE_SUMMARIES,
  SHARED_FIXES,
} from './troubleshooting-content.ts';

export const PAGE = fileURLToPath(new URL('../docs/troubleshooting.md', import.meta.url));

const DIAGNOSE_TITLE = 'Let a command find the cause';
const SETUP_PATHS_TITLE = 'Where to click';
const HISTORY_TITLE = 'Login History';
const SHARED_TITLE = 'Causes that depend on your configuration';
const FIXES_TITLE = 'Keys and certificates';
/** The page omits this path, because each fix with this path already names the input to change. */
const UNLINKED_PATH = 'workflow';
const COMPARE_TITLE = 'Compare key and certificate';

const PAGE_GROUPS = Object.entries(CATALOG_GROUPS).map(([name, entries]) => ({
  ...GROUP_TEXTS[name as CatalogGroup],
  entries,
  verbatim: name === 'oauthErrors',
}));

type DocumentationById = Readonly<
  Partial<
    Record<
      string,
      { readonly sources?: readonly SourceLink[]; readonly searchTerms?: readonly string[] }
    >
  >
>;

const causeDocumentation: DocumentationById = CAUSE_DOCUMENTATION;
const entryDocumentation: DocumentationById = ENTRY_DOCUMENTATION;

const CAUSES: readonly Cause[] = [...CATALOG.flatMap(({ causes }) => causes), ...GENERAL_CAUSES];

/**
 * Groups causes by name if a run shows at most one of them, or if any rejected sign-in can have
 * them. Each group has its own section, and the most frequent name comes first. All other causes
 * are described in the section of each entry that has them.
 */
const SHARED = [...Map.groupBy(CAUSES, causeName)]
  .flatMap(([name, causes]) => (name === undefined ? [] : [{ name, causes }]))
  .filter(
    ({ causes }) => hasSummary(causes[0]) || GENERAL_CAUSES.some(({ id }) => id === causes[0]?.id),
  )
  .sort((a, b) => b.causes.length - a.causes.length);

/** Renders the whole page. */
export function page(): string {
  return [
    '<!-- Written by scripts/troubleshooting.ts from src/diagnosis/. Change the catalog there. -->',
    '# Troubleshooting',
    '',
    'When the step fails, its annotation names the most likely cause and links to a section of this page; the job summary has the other causes. You can also search this page for the text of the message.',
    '',
    `[${SETUP_PATHS_TITLE}](#${anchorOf(SETUP_PATHS_TITLE)}) lists each place in Setup once, for both kinds of app: “the app” is an External Client App or a Connected App. None of this was tried in a live org. The links in parentheses at the end of a section are its sources. A section without them is our conclusion, and so are the causes of codes that appear only in ${link(MOBILE_SDK)}.`,
    '',
    'If the line `audience:` of your workflow reads the variable `SF_AUDIENCE`, as in the examples, keep this line. If this page says to remove `audience`, delete the variable; if it says to add or set `audience`, set the variable.',
    '',
    ...[
      DIAGNOSE_TITLE,
      ...PAGE_GROUPS.map(({ title }) => title),
      SHARED_TITLE,
      HISTORY_TITLE,
      FIXES_TITLE,
      SETUP_PATHS_TITLE,
    ].map((title) => `- ${linkTo(title)}`),
    '',
    `## ${DIAGNOSE_TITLE}`,
    '',
    'Salesforce tells a client little about why it rejects a sign-in, but an administrator can look it up. If Salesforce rejected the sign-in, the job summary has a command like this one, with the values of that run (the fingerprint is shortened here). Run it in a clone of the repository of this action, with the Salesforce CLI signed in to the org as an administrator (`sf org login web`). In PowerShell, write `npm.cmd` instead of `npm`:',
    '',
    ...fence('sh', DIAGNOSE_COMMAND),
    'It reads Login History, the user, the app, its policies and certificate, and the settings of the org, names the cause, and says where in Setup to fix it. It needs no private key and changes nothing. What it cannot see, it lists. If the login URL is a shared host such as `https://login.salesforce.com`, add `--org` with the alias of the org.',
    '',
    'The rest of this page is for failures of another kind, and for when you cannot sign in to the org.',
    '',
    ...PAGE_GROUPS.flatMap(({ title, intro, entries, verbatim }) => [
      `## ${title}`,
      '',
      intro,
      '',
      ...entries.flatMap((entry) => section(entry, verbatim)),
    ]),
    `## ${SHARED_TITLE}`,
    '',
    ...SHARED.flatMap(({ name, causes }) => [
      `### ${name}`,
      '',
      ...causeList(
        [...new Map(causes.map((cause) => [cause.explanation, cause])).values()],
        EXAMPLE_VALUES,
      ),
      ...sourceLines(causes[0] && causeDocumentation[causes[0].id]?.sources),
    ]),
    `## ${HISTORY_TITLE}`,
    '',
    `**Setup → Login History** often gives more detail than the message. Look for the user and for the time in the report, which is UTC; Setup shows your own time zone. The statuses are from Salesforce’s list (${link(LOGIN_STATUS)}); the explanations and fixes are ours.`,
    '',
    // A table would be wider than a phone, because a code has no place to break.
    ...Object.values(LOGIN_HISTORY).map(
      ([status, meaning, fix]) => `- **${status}:** ${meaning} ${fix}`,
    ),
    '',
    `## ${FIXES_TITLE}`,
    '',
    ...SHARED_FIXES.flatMap(([{ fix, snippet = [] }, name]) => [
      `### ${name}`,
      '',
      fix,
      '',
      ...fence('sh', snippet),
    ]),
    `### ${COMPARE_TITLE}`,
    '',
    'The certificate in the app must match the private key in GitHub. The job summary of a failure has the SHA-256 of the public key of that private key. This command prints the SHA-256 of the public key in a certificate. It is not the fingerprint that Windows, macOS and Setup show, which is of the whole certificate.',
    '',
    ...fence('sh', [FINGERPRINT_COMMAND]),
    'With the input `certificate`, the step compares the two itself.',
    '',
    `## ${SETUP_PATHS_TITLE}`,
    '',
    ...Object.entries(SETUP_PATHS).flatMap(([name, paths]) =>
      name === UNLINKED_PATH ? [] : setupPathLines(name as SetupPathName, paths),
    ),
    '',
  ].join('\n');
}

const linkTo = (title: string) => `[${title}](#${anchorOf(title)})`;

const whereAnchor = (name: SetupPathName) => `where-${anchorOf(SETUP_PATH_LABELS[name])}`;

function hasSummary(cause: Pick<Cause, 'id'> | undefined): boolean {
  const name = cause && causeName(cause);
  return name !== undefined && name in SHARED_CAUSE_SUMMARIES;
}

const link = ([name, url]: SourceLink) => `[${name}](${url})`;

const fence = (language: string, lines: readonly string[], indent = '') => [
  ...[`\`\`\`${language}`, ...lines, '```'].map((line) => indent + line),
  '',
];

function sourceLines(sources: readonly SourceLink[] = []): string[] {
  return sources.length > 0 ? [`(${sources.map(link).join(', ')})`, ''] : [];
}

function section(entry: CatalogEntry, verbatim: boolean): string[] {
  const terms = searchTerms(entry).map((term) => `\`${term}\``);
  return [
    `### ${verbatim ? `\`${entry.title}\`` : entry.title}`,
    '',
    ...(terms.length > 0 ? [`Also: ${terms.join(', ')}`, ''] : []),
    ...causeList(entry.causes, examplesFor(entry), summaryOf),
    ...sourceLines(sourcesOf(entry)),
  ];
}

/**
 * Collects the sources of an entry and of the causes that its section describes in full, without
 * duplicates.
 */
function sourcesOf({ id, causes }: CatalogEntry): SourceLink[] {
  const documentation = [
    entryDocumentation[id],
    ...causes.map((cause) => (summaryOf(cause) ? undefined : causeDocumentation[cause.id])),
  ];
  const sources = documentation.flatMap((each) => each?.sources ?? []);
  return [...new Map(sources.map((source) => [source[1], source])).values()];
}

/**
 * Returns the sentence about the group that a cause belongs to, with a link to the section of the
 * group. Returns undefined if SHARED_CAUSE_SUMMARIES has no such sentence.
 */
function summaryOf(cause: Cause): string | undefined {
  const name = causeName(cause);
  const summary = name && SHARED_CAUSE_SUMMARIES[name];
  return summary && `${summary} (${linkTo(name)})`;
}

/**
 * Collects the strings that users may search for, except those that the title or another of the
 * strings contains.
 */
function searchTerms({
  id,
  title,
  phrases,
  salesforceErrors,
  errorWithoutDescription,
  networkCodes,
}: CatalogEntry): string[] {
  const candidates = [
    phrases,
    salesforceErrors,
    errorWithoutDescription,
    networkCodes?.map((code) => code.replace('*', '…')),
    entryDocumentation[id]?.searchTerms,
  ].flat();
  const texts = candidates.flatMap((text) => (text === undefined || text === '…' ? [] : [text]));
  return [...new Set(texts)].filter(
    (text) =>
      !title.toLowerCase().includes(text.toLowerCase()) &&
      !texts.some((other) => other !== text && other.includes(text)),
  );
}

/**
 * Renders causes as a list, or as a paragraph if there is only one. Causes with the same summary,
 * or with the same explanation, become one item.
 */
function causeList(
  causes: readonly Cause[],
  values: Readonly<Record<string, string>>,
  summarize: (cause: Cause) => string | undefined = () => undefined,
): string[] {
  const items = new Map<string, string[]>();
  for (const cause of causes) {
    const summary = summarize(cause);
    items.set(summary ?? cause.explanation, summary ? [summary] : fullCause(cause, values));
  }
  if (items.size === 1) return [...([...items.values()][0] ?? []), ''];
  return [
    ...[...items.values()].flatMap((lines, index) =>
      lines.map((line, number) => line && (number === 0 ? `${index + 1}. ` : '   ') + line),
    ),
    '',
  ];
}

/** Renders a cause as one paragraph, followed by the lines to copy. */
function fullCause(cause: Cause, entryValues: Readonly<Record<string, string>>): string[] {
  const { explanation, appliesIf, fix, snippet = [], setupPath } = cause;
  const values =
    cause.requires === 'shared-login-host'
      ? { ...entryValues, host: 'login.salesforce.com' }
      : entryValues;
  const condition = appliesIf ? ` This is the cause if ${interpolate(appliesIf, values)}` : '';
  const where = setupPath && setupPath !== UNLINKED_PATH ? whereOf(setupPath) : undefined;
  // Markdown would show the entity in “& instead of &amp;” as the character.
  const text = interpolate(fix, values)
    .replace(/&(?=\w+;)/g, '&amp;')
    .replace('at the time above', 'at the time of the run')
    .replace('“Login History” on the help page', '[Login History](#login-history)');
  // A fix that introduces the lines to copy must be directly followed by them.
  const sentences = [condition, where && text.endsWith(':') ? ` ${where}` : '', ` ${text}`];
  if (where && !text.endsWith(':')) sentences.push(` ${where}`);
  return [
    `**${interpolate(explanation, values)}**${sentences.join('')}`,
    ...(snippet.length > 0
      ? [
          '',
          ...fence(
            'text',
            snippet.map((line) => interpolate(line, values)),
          ).slice(0, -1),
        ]
      : []),
  ];
}

/**
 * Returns the sentence about where to make the change, in the words of the screen. If the path for
 * a Connected App differs, the sentence links to it.
 */
function whereOf(name: SetupPathName): string {
  const path = SETUP_PATHS[name][0].replace(EXTERNAL_CLIENT_APP, 'the app →');
  if (path.startsWith('https:')) return `Where: ${path}.`;
  const anchor = `#${whereAnchor(name)}`;
  return SETUP_PATHS[name].length > 1 ? `Where: [${path}](${anchor}).` : `Where: ${path}.`;
}

function setupPathLines(
  name: SetupPathName,
  [path, connectedApp]: readonly [path: string, connectedApp?: string],
): string[] {
  return [
    `- <a id="${whereAnchor(name)}"></a>**${SETUP_PATH_LABELS[name]}:** ${path}`,
    ...(connectedApp === undefined ? [] : [`  - for a Connected App: ${connectedApp}`]),
  ];
}

if (import.meta.main) {
  const current = page();
  if (!process.argv.includes('--check')) writeFileSync(PAGE, current);
  else if (readFileSync(PAGE, 'utf8') !== current) {
    console.error('docs/troubleshooting.md is out of date. Run "node scripts/troubleshooting.ts".');
    process.exitCode = 1;
  }
}
