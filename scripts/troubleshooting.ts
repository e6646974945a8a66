/**
 * Writes docs/troubleshooting.md from the catalogue that the step itself uses. `--check` writes nothing and
 * fails when the page is not what the catalogue says.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FINGERPRINT_COMMAND, STORE_KEY_COMMAND } from '../src/diagnosis/catalogue/commands.ts';
import type { Cause, Entry } from '../src/diagnosis/catalogue/entry.ts';
import { CATALOGUE, CHAPTERS } from '../src/diagnosis/catalogue/index.ts';
import { LOGIN_HISTORY } from '../src/diagnosis/catalogue/login-history.ts';
import { ECA, PLACES } from '../src/diagnosis/catalogue/places.ts';
import { anchorOf } from '../src/diagnosis/diagnose.ts';
import { fill } from '../src/diagnosis/words.ts';
import {
  CHAPTER_TEXTS,
  EXAMPLES,
  examplesFor,
  FIX_NAMES,
  fixNameOf,
  nameOf,
  PLACE_NAMES,
  SEARCHED,
} from './troubleshooting-shared.ts';
import { LOGIN_STATUS, MOBILE_SDK, SOURCES, type Source } from './troubleshooting-sources.ts';

export const PAGE = fileURLToPath(new URL('../docs/troubleshooting.md', import.meta.url));

const PLACES_TITLE = 'Where to click';
const HISTORY_TITLE = 'Login History';
const SHARED_TITLE = 'Causes of several messages';
const FIXES_TITLE = 'Keys and certificates';
/** Every text that has this place names the input to change. */
const UNLINKED = 'workflow';
const STORE_TITLE = 'Store the private key';
const COMPARE_TITLE = 'Compare key and certificate';

const PARTS = Object.entries(CHAPTERS).map(([name, entries]) => ({
  ...CHAPTER_TEXTS[name as keyof typeof CHAPTERS],
  entries,
  verbatim: name === 'refusals',
}));

/** Lines that have a section of their own. */
const ELSEWHERE: readonly string[] = [FINGERPRINT_COMMAND, STORE_KEY_COMMAND];

const CAUSES: readonly Cause[] = CATALOGUE.flatMap(({ causes }) => causes);

/** Causes by their short name, the most frequent first. */
const SHARED = [...Map.groupBy(CAUSES, nameOf)]
  .flatMap(([name, causes]) => (name === undefined ? [] : [{ name, causes }]))
  .sort((a, b) => b.causes.length - a.causes.length);

/** The whole page. */
export function page(): string {
  return [
    '<!-- Written by scripts/troubleshooting.ts from src/diagnosis/. Change the catalogue there. -->',
    '# Troubleshooting',
    '',
    'When the step fails, its annotation and the job summary name the most likely cause and link to a section of this page. Or search it for the words of the message.',
    '',
    '- *The app* is an External Client App or a Connected App. [Where to click](#where-to-click) has the paths for both.',
    `- Nothing here was tried against a live org. The links in parentheses after a section are its sources. What has none is our conclusion, and so are the causes of codes that only ${link(MOBILE_SDK)} knows.`,
    '',
    ...[...PARTS.map(({ title }) => title), SHARED_TITLE, HISTORY_TITLE, FIXES_TITLE].map(
      (title) => `- ${linkTo(title)}`,
    ),
    '',
    ...PARTS.flatMap(({ title, intro, entries, verbatim }) => [
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
      ...itemsOf([...new Map(causes.map((it) => [it.what, it])).values()], EXAMPLES),
      ...sourcesOf(causes[0]?.what ?? ''),
    ]),
    `## ${HISTORY_TITLE}`,
    '',
    `**Setup → Login History** often says more than the message. Look for the user, and for the time in the report: it is UTC, and Setup shows your own time zone. Statuses are from Salesforce’s list (${link(LOGIN_STATUS)}), meanings and fixes are ours.`,
    '',
    '| Status | Meaning | Fix |',
    '| --- | --- | --- |',
    ...Object.values(LOGIN_HISTORY).map((cells) => `| ${cells.slice(0, 3).join(' | ')} |`),
    '',
    `## ${FIXES_TITLE}`,
    '',
    ...FIX_NAMES.flatMap(([{ fix, lines = [] }, name]) => [
      `### ${name}`,
      '',
      fix,
      '',
      ...fence('sh', lines),
    ]),
    `### ${COMPARE_TITLE}`,
    '',
    'The certificate in the app must match the private key in GitHub. The job summary of a failure has the SHA-256 of the public key. For the certificate, this prints it:',
    '',
    ...fence('sh', [FINGERPRINT_COMMAND]),
    'With the input `certificate`, the step compares the two itself.',
    '',
    `## ${PLACES_TITLE}`,
    '',
    `| | External Client App: “${ECA}” | Connected App |`,
    '| --- | --- | --- |',
    ...Object.entries(PLACES).flatMap(([name, [place, connectedApp = '']]) =>
      name === UNLINKED
        ? []
        : `| ${PLACE_NAMES[name as keyof typeof PLACES]} | ${place.replace(ECA, '…')} | ${connectedApp} |`,
    ),
    '',
  ].join('\n');
}

const linkTo = (title: string, anchor = title) => `[${title}](#${anchorOf(anchor)})`;

const link = ([name, url]: Source) => `[${name}](${url})`;

const fence = (language: string, lines: readonly string[], indent = '') => [
  ...[`\`\`\`${language}`, ...lines, '```'].map((line) => indent + line),
  '',
];

function sourcesOf(key: string): string[] {
  const sources = SOURCES[key] ?? [];
  return sources.length > 0 ? [`(${sources.map(link).join(', ')})`, ''] : [];
}

function section(entry: Entry, verbatim: boolean): string[] {
  const also = literalsOf(entry).map((it) => `\`${it}\``);
  return [
    `### ${verbatim ? `\`${entry.title}\`` : entry.title}`,
    '',
    ...(also.length > 0 ? [`Also: ${also.join(', ')}`, ''] : []),
    ...itemsOf(entry.causes, examplesFor(entry), nameOf),
    ...sourcesOf(entry.title),
  ];
}

/** What people may search for, besides the title. */
function literalsOf({ title, says, errors, bare, codes }: Entry): string[] {
  const all = [
    says,
    errors,
    bare,
    codes?.map((code) => code.replace('*', '…')),
    SEARCHED[title],
  ].flat();
  const texts = all.flatMap((it) => (it === undefined || it === '…' ? [] : [it]));
  return [...new Set(texts)].filter(
    (text) =>
      !title.toLowerCase().includes(text.toLowerCase()) &&
      !texts.some((other) => other !== text && other.includes(text)),
  );
}

/** Causes as a list, or as a paragraph where there is one; those with a name as a link to it. */
function itemsOf(
  causes: readonly Cause[],
  values: Readonly<Record<string, string>>,
  named: (cause: Cause) => string | undefined = () => undefined,
): string[] {
  const items = new Map<string, string[]>();
  for (const cause of causes) {
    const name = named(cause);
    items.set(name ?? cause.what, name ? [linkTo(name)] : inFull(cause, values));
  }
  if (items.size === 1) return [...([...items.values()][0] ?? []), ''];
  return [
    ...[...items.values()].flatMap((lines, index) =>
      lines.map((line, number) => line && (number === 0 ? `${index + 1}. ` : '   ') + line),
    ),
    '',
  ];
}

/** What, how to tell, the fix and where, in one paragraph; then lines to copy. What stands elsewhere is a link. */
function inFull(
  { what, tell, fix, lines = [], where }: Cause,
  values: Readonly<Record<string, string>>,
): string[] {
  const sign = tell ? ` This is the cause if ${fill(tell, values)}` : '';
  const elsewhere = fixNameOf(fix);
  const known = elsewhere === nameOf({ what, fix }) ? undefined : elsewhere;
  const links = [
    ...(lines.includes(FINGERPRINT_COMMAND) ? [linkTo(COMPARE_TITLE)] : []),
    ...(lines.includes(STORE_KEY_COMMAND) ? [linkTo(STORE_TITLE)] : []),
    ...(where && where !== UNLINKED ? [linkTo(PLACE_NAMES[where], PLACES_TITLE)] : []),
  ].slice(0, 1);
  const [, text = '', ending = ''] = /^(.*?)([.:]?)$/s.exec(fill(fix, values)) ?? [];
  const whole = `${text}${links.map((it) => ` (${it})`).join('')}${ending}`;
  const block = known ? [] : lines.filter((line) => !ELSEWHERE.includes(line));
  return [
    `**${fill(what, values)}**${sign} ${known ? `${linkTo(known)}.` : whole}`,
    ...(block.length > 0
      ? [
          '',
          ...fence(
            'text',
            block.map((line) => fill(line, values)),
          ).slice(0, -1),
        ]
      : []),
  ];
}

if (import.meta.main) {
  const current = page();
  if (!process.argv.includes('--check')) writeFileSync(PAGE, current);
  else if (readFileSync(PAGE, 'utf8') !== current) {
    console.error('docs/troubleshooting.md is not current. Run "node scripts/troubleshooting.ts".');
    process.exitCode = 1;
  }
}
