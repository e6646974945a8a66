/**
 * Writes docs/troubleshooting.md from the catalogue that the step itself uses. `--check` writes nothing and
 * fails when the page is not what the catalogue says.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FINGERPRINT_COMMAND } from '../src/diagnosis/catalogue/commands.ts';
import type { Cause, Entry } from '../src/diagnosis/catalogue/entry.ts';
import { CHAPTERS } from '../src/diagnosis/catalogue/index.ts';
import { LOGIN_HISTORY } from '../src/diagnosis/catalogue/login-history.ts';
import { PLACES, type PlaceName } from '../src/diagnosis/catalogue/places.ts';
import { anchorOf } from '../src/diagnosis/diagnose.ts';
import { fill } from '../src/diagnosis/words.ts';
import { CURES, EXAMPLES, SHARED, sharedFor } from './troubleshooting-shared.ts';

export const PAGE = fileURLToPath(new URL('../docs/troubleshooting.md', import.meta.url));

/** The whole page. */
export function page(): string {
  return [
    '<!-- Written by scripts/troubleshooting.ts from src/diagnosis/. Change the catalogue there. -->',
    '# Troubleshooting',
    '',
    'When the step fails, its annotation and job summary name the most likely cause in that run, and link to a section of this page. Each section lists the possible causes, the most likely first. You can also search this page for the words of the message.',
    '',
    '*The app* is the External Client App or Connected App. Lines such as `login-url:` go under `with:` of the step. A change in Setup takes 2 to 10 minutes to take effect.',
    '',
    ...CHAPTERS.map(({ title }) => `- ${linkTo(title)}`),
    `- ${linkTo(SHARED_TITLE)}`,
    '- [Where to click](#where-to-click)',
    '- [Login History](#login-history)',
    '- [Compare key and certificate](#compare-key-and-certificate)',
    '',
    ...CHAPTERS.flatMap(({ title, intro, entries, verbatim = false }) => [
      `## ${title}`,
      '',
      intro,
      '',
      ...entries.flatMap((entry) => section(entry, verbatim)),
    ]),
    `## ${SHARED_TITLE}`,
    '',
    ...SHARED.flatMap(({ title, causes }) => [
      `### ${title}`,
      '',
      ...causes.flatMap((cause) => whole(cause, EXAMPLES, '')),
    ]),
    ...CURES.flatMap(({ title, cure: { fix, lines } }) => [
      `### ${title}`,
      '',
      fix,
      '',
      ...fence('text', lines),
    ]),
    ...places(),
    '## Login History',
    '',
    '**Setup → Login History** often says more than the answer. Look for the user and the UTC time in the annotation.',
    '',
    '| Status | Meaning | What to change |',
    '| --- | --- | --- |',
    ...Object.values(LOGIN_HISTORY).map((cells) => `| ${cells.join(' | ')} |`),
    '',
    '## Compare key and certificate',
    '',
    'The certificate in Salesforce must match the private key in GitHub. The job summary of a failed step has the SHA-256 of the public key. For the certificate, this prints it:',
    '',
    ...fence('sh', [FINGERPRINT_COMMAND]),
    'If the values differ, upload the matching certificate or store the matching key. With the input `certificate`, the step compares them itself.',
  ]
    .join('\n')
    .replace(/\n*$/, '\n');
}

const SHARED_TITLE = 'Causes that several messages share';

const linkTo = (title: string) => `[${title}](#${anchorOf(title)})`;

const fence = (language: string, lines: readonly string[], indent = '') => [
  ...[`\`\`\`${language}`, ...lines, '```'].map((line) => indent + line),
  '',
];

/** Paths that are long, or differ for a Connected App, stand once, under these names. */
const NAMED_PLACES = {
  policies: 'policies of the app',
  settings: 'settings of the app',
  certificate: 'certificate of the app',
  consumerKey: 'consumer key',
  myDomain: 'My Domain',
  permissions: 'permissions of the user',
  secrets: 'secrets',
  dependabot: 'Dependabot’s secrets',
} as const satisfies Partial<Record<PlaceName, string>>;

function places(): string[] {
  const rows = Object.entries(NAMED_PLACES).map(([place, name]) => {
    const paths = PLACES[place as keyof typeof NAMED_PLACES];
    return `| ${name} | ${paths[0]} | ${paths[1] ?? 'the same'} |`;
  });
  return [
    '## Where to click',
    '',
    '| | Path | Connected App |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ];
}

/** In brackets, where it says more than the fix does. */
function placeOf(place: PlaceName | undefined): string {
  if (!place || ['workflow', 'step', 'secrets', 'runner'].includes(place)) return '';
  return place in NAMED_PLACES
    ? ` ([${NAMED_PLACES[place as keyof typeof NAMED_PLACES]}](#where-to-click))`
    : ` (${PLACES[place][0]})`;
}

function valuesFor({ input }: Entry): Readonly<Record<string, string>> {
  // The one entry about an audience that names a host is about one that is not Salesforce's.
  if (input === 'audience') return { ...EXAMPLES, input, host: 'login.acme.com' };
  return input ? { ...EXAMPLES, input } : EXAMPLES;
}

function section(entry: Entry, verbatim: boolean): string[] {
  const values = valuesFor(entry);
  const literals = new Set(
    [
      entry.says,
      entry.errors,
      entry.bare,
      entry.codes?.map((code) => code.replace('*', '…')),
      entry.also,
    ].flat(),
  );
  const also = [...literals]
    .filter((it) => it !== undefined && it !== '…' && !entry.title.includes(it))
    .map((it) => `\`${it}\``);
  return [
    `### ${verbatim ? `\`${entry.title}\`` : entry.title}`,
    '',
    ...(also.length > 0 ? [`Also: ${also.join(', ')}`, ''] : []),
    ...listed(entry.causes, values),
  ];
}

/** A list where there are several; a cause that others share is a link. */
function listed(causes: readonly Cause[], values: Readonly<Record<string, string>>): string[] {
  const once = causes.filter((cause, index) => {
    const title = sharedFor(cause);
    return !title || causes.findIndex((other) => sharedFor(other) === title) === index;
  });
  return once.flatMap((cause, index) => {
    const bullet = once.length > 1 ? `${index + 1}. ` : '';
    const title = sharedFor(cause);
    return title ? [`${bullet}${linkTo(title)}`, ''] : whole(cause, values, bullet);
  });
}

function whole(cause: Cause, values: Readonly<Record<string, string>>, bullet: string): string[] {
  const indent = ' '.repeat(bullet.length);
  const what = `${bullet}**${fill(cause.what, values)}**`;
  const cure = CURES.find((it) => it.cure.fix === cause.fix);
  if (cure) return [`${what} ${linkTo(cure.title)}.`, ''];
  const place = placeOf(cause.where);
  const tell = cause.tell ? `This is the cause if ${fill(cause.tell, values)} ` : '';
  const fix = fill(cause.fix, values);
  const ending = /[.:]$/.exec(fix)?.[0] ?? '';
  return [
    `${what} ${tell}${fix.slice(0, fix.length - ending.length)}${place}${ending}`,
    '',
    ...(cause.lines
      ? fence(
          'text',
          cause.lines.map((line) => fill(line, values)),
          indent,
        )
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
