/**
 * Generates docs/troubleshooting.md from the action's catalog. With `--check`, writes nothing and fails
 * if the page is out of date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FINGERPRINT_COMMAND, STORE_KEY_COMMAND } from '../src/diagnosis/catalog/commands.ts';
import { CATALOG, CATALOG_GROUPS, type CatalogGroup } from '../src/diagnosis/catalog/complete.ts';
import type { CatalogEntry, Cause } from '../src/diagnosis/catalog/entry.ts';
import { GENERAL_CAUSES } from '../src/diagnosis/catalog/index.ts';
import { LOGIN_HISTORY } from '../src/diagnosis/catalog/login-history.ts';
import { EXTERNAL_CLIENT_APP, SETUP_PATHS } from '../src/diagnosis/catalog/setup-paths.ts';
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
  EXAMPLE_VALUES,
  examplesFor,
  fixName,
  GROUP_TEXTS,
  SETUP_PATH_LABELS,
  SHARED_FIXES,
} from './troubleshooting-content.ts';

export const PAGE = fileURLToPath(new URL('../docs/troubleshooting.md', import.meta.url));

const SETUP_PATHS_TITLE = 'Where to click';
const HISTORY_TITLE = 'Login History';
const SHARED_TITLE = 'Causes of several messages';
const FIXES_TITLE = 'Keys and certificates';
/** This path gets no link, because every message that contains it already names the input to change. */
const UNLINKED_PATH = 'workflow';
const STORE_TITLE = 'Store the private key';
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

/** A link replaces these lines, because they have their own section. */
const LINKED_LINES: readonly string[] = [FINGERPRINT_COMMAND, STORE_KEY_COMMAND];

const causeDocumentation: DocumentationById = CAUSE_DOCUMENTATION;
const entryDocumentation: DocumentationById = ENTRY_DOCUMENTATION;

const CAUSES: readonly Cause[] = [...CATALOG.flatMap(({ causes }) => causes), ...GENERAL_CAUSES];

/** Groups the named causes by name, most frequent first. */
const SHARED = [...Map.groupBy(CAUSES, causeName)]
  .flatMap(([name, causes]) => (name === undefined ? [] : [{ name, causes }]))
  .sort((a, b) => b.causes.length - a.causes.length);

/** Renders the whole page. */
export function page(): string {
  return [
    '<!-- Written by scripts/troubleshooting.ts from src/diagnosis/. Change the catalog there. -->',
    '# Troubleshooting',
    '',
    'When the step fails, its annotation and the job summary name the most likely cause and link to a section of this page. Or search it for the words of the message.',
    '',
    '- *The app* is an External Client App or a Connected App. [Where to click](#where-to-click) has the paths for both.',
    `- Nothing here was tried against a live org. The links in parentheses after a section are its sources. Sections without a link are our conclusions, as are the causes of codes found only in ${link(MOBILE_SDK)}.`,
    '',
    ...[...PAGE_GROUPS.map(({ title }) => title), SHARED_TITLE, HISTORY_TITLE, FIXES_TITLE].map(
      (title) => `- ${linkTo(title)}`,
    ),
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
    `**Setup → Login History** often says more than the message. Look for the user, and for the time in the report: it is UTC, and Setup shows your own time zone. Statuses are from Salesforce’s list (${link(LOGIN_STATUS)}); explanations and fixes are ours.`,
    '',
    '| Status | Meaning | Fix |',
    '| --- | --- | --- |',
    ...Object.values(LOGIN_HISTORY).map((cells) => `| ${cells.slice(0, 3).join(' | ')} |`),
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
    'The certificate in the app must match the private key in GitHub. The job summary of a failure contains the SHA-256 of the public key. For the certificate, this command prints it:',
    '',
    ...fence('sh', [FINGERPRINT_COMMAND]),
    'With the input `certificate`, the step compares the two itself.',
    '',
    `## ${SETUP_PATHS_TITLE}`,
    '',
    `| | External Client App: “${EXTERNAL_CLIENT_APP}” | Connected App |`,
    '| --- | --- | --- |',
    ...Object.entries(SETUP_PATHS).flatMap(([name, [path, connectedApp = '']]) =>
      name === UNLINKED_PATH
        ? []
        : `| ${SETUP_PATH_LABELS[name as keyof typeof SETUP_PATHS]} | ${path.replace(EXTERNAL_CLIENT_APP, '…')} | ${connectedApp} |`,
    ),
    '',
  ].join('\n');
}

const linkTo = (title: string, anchor = title) => `[${title}](#${anchorOf(anchor)})`;

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
    ...causeList(entry.causes, examplesFor(entry), causeName),
    ...sourceLines(entryDocumentation[entry.id]?.sources),
  ];
}

/** Collects the strings that users may search for, except those in the title. */
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

/** Renders causes as a list, or as a paragraph if there is only one. A named cause becomes a link. */
function causeList(
  causes: readonly Cause[],
  values: Readonly<Record<string, string>>,
  nameFor: (cause: Cause) => string | undefined = () => undefined,
): string[] {
  const items = new Map<string, string[]>();
  for (const cause of causes) {
    const name = nameFor(cause);
    items.set(name ?? cause.explanation, name ? [linkTo(name)] : fullCause(cause, values));
  }
  if (items.size === 1) return [...([...items.values()][0] ?? []), ''];
  return [
    ...[...items.values()].flatMap((lines, index) =>
      lines.map((line, number) => line && (number === 0 ? `${index + 1}. ` : '   ') + line),
    ),
    '',
  ];
}

/** Renders a cause as one paragraph, followed by the lines to copy. Parts with their own section become links. */
function fullCause(cause: Cause, values: Readonly<Record<string, string>>): string[] {
  const { explanation, appliesIf, fix, snippet = [], setupPath } = cause;
  const condition = appliesIf ? ` This is the cause if ${interpolate(appliesIf, values)}` : '';
  const sharedFix = fixName(fix);
  const linkedFix = sharedFix === causeName(cause) ? undefined : sharedFix;
  const links = [
    ...(snippet.includes(FINGERPRINT_COMMAND) ? [linkTo(COMPARE_TITLE)] : []),
    ...(snippet.includes(STORE_KEY_COMMAND) ? [linkTo(STORE_TITLE)] : []),
    ...(setupPath && setupPath !== UNLINKED_PATH
      ? [linkTo(SETUP_PATH_LABELS[setupPath], SETUP_PATHS_TITLE)]
      : []),
  ].slice(0, 1);
  const [, text = '', ending = ''] = /^(.*?)([.:]?)$/s.exec(interpolate(fix, values)) ?? [];
  const sentence = `${text}${links.map((reference) => ` (${reference})`).join('')}${ending}`;
  const block = linkedFix ? [] : snippet.filter((line) => !LINKED_LINES.includes(line));
  return [
    `**${interpolate(explanation, values)}**${condition} ${linkedFix ? `${linkTo(linkedFix)}.` : sentence}`,
    ...(block.length > 0
      ? [
          '',
          ...fence(
            'text',
            block.map((line) => interpolate(line, values)),
          ).slice(0, -1),
        ]
      : []),
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
