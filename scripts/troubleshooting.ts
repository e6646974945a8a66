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
import { PLACES } from '../src/diagnosis/catalogue/places.ts';
import { anchorOf } from '../src/diagnosis/diagnose.ts';
import { fill } from '../src/diagnosis/words.ts';

export const PAGE = fileURLToPath(new URL('../docs/troubleshooting.md', import.meta.url));

/** What the texts say where a run would fill in its own values. */
const EXAMPLES: Readonly<Record<string, string>> = {
  'login-url': 'https://acme.my.salesforce.com',
  host: 'acme.my.salesforce.com',
  audience: 'the one that was named',
  input: 'username',
  suggested: 'https://acme.my.salesforce.com',
  myDomain: 'https://acme.my.salesforce.com',
  what: 'user info, a query or a fragment',
  min: '1',
  max: '10',
  allowed: 'always, on-failure, never',
  algorithm: 'EC, RSA-PSS or another',
  bits: '1024',
  keyFingerprint: 'one value',
  certificateFingerprint: 'another',
  actual: 'one',
  expected: 'another one',
  seconds: '60',
  name: 'GITHUB_OUTPUT',
  reason: 'ENOSPC',
  issues: 'the issues page of this repository',
};

/** The whole page. */
export function page(): string {
  return [
    '<!-- Written by scripts/troubleshooting.ts from src/diagnosis/. Change the catalogue there. -->',
    '# Troubleshooting',
    '',
    'When the step fails, its annotation and the job summary name the likeliest cause in that very run and link to a section of this page. The section has all causes, the likeliest first. To find one by hand, search this page for the words of the message.',
    '',
    '- **External Client App** and **Connected App** are two kinds of the same thing, called *the app* here. Paths through Setup are those of an External Client App; where a Connected App differs, its path follows.',
    '- Lines such as `login-url` and `audience` stand below `with:` of the step.',
    '- After a change in Setup, Salesforce needs two to ten minutes.',
    '',
    ...CHAPTERS.flatMap(({ title, entries }) => [
      `**${linkTo(title)}**: ${entries.map((entry) => linkTo(entry.title)).join(' · ')}`,
      '',
    ]),
    '## Login History',
    '',
    'The message of the token endpoint is often vague; **Setup → Login History** says more. Look for the user and the time of the run. The table has the words of that page where they are known, and the names used in the `LoginHistory` object and in event log files.',
    '',
    '| Status | Meaning | What to change |',
    '| --- | --- | --- |',
    ...Object.values(LOGIN_HISTORY).map((cells) => `| ${cells.join(' | ')} |`),
    '',
    '## Compare key and certificate',
    '',
    'Salesforce has the certificate, GitHub has the private key, and they must be two halves of one pair. The step writes the SHA-256 of the key’s public half to its log. For the file that was uploaded to the app, this prints the same:',
    '',
    ...fence('sh', [FINGERPRINT_COMMAND]),
    'If it prints another, they are no pair: upload the right certificate, or store the right key. When the certificate is given as `certificate`, the step compares the two itself.',
    '',
    ...CHAPTERS.flatMap(({ title, intro, entries, verbatim = false }) => [
      `## ${title}`,
      '',
      intro,
      '',
      ...entries.flatMap((entry) => section(entry, verbatim)),
    ]),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}

const linkTo = (title: string) => `[${title}](#${anchorOf(title)})`;

const fence = (language: string, lines: readonly string[], indent = '') => [
  ...[`\`\`\`${language}`, ...lines, '```'].map((line) => indent + line),
  '',
];

function section(entry: Entry, verbatim: boolean): string[] {
  const values = entry.input ? { ...EXAMPLES, input: entry.input } : EXAMPLES;
  const literals = new Set(
    [
      entry.says,
      entry.errors,
      entry.bare,
      entry.codes?.map((code) => code.replace('*', '…')),
      entry.also,
    ].flat(),
  );
  literals.delete(entry.title);
  const also = [...literals]
    .filter((it) => it !== undefined && it !== '…')
    .map((it) => `\`${it}\``);
  const history = entry.history?.map((name) => LOGIN_HISTORY[name][0]) ?? [];
  return [
    `### ${verbatim ? `\`${entry.title}\`` : entry.title}`,
    '',
    ...(also.length > 0 ? [`Also: ${also.join(', ')}`, ''] : []),
    ...entry.causes.flatMap((cause, index) => causeLines(cause, `${index + 1}. `, values)),
    ...(history.length > 0 ? [`Login History may show: ${history.join('; ')}.`, ''] : []),
  ];
}

function causeLines(
  cause: Cause,
  number: string,
  values: Readonly<Record<string, string>>,
): string[] {
  const indent = ' '.repeat(number.length);
  const clue = cause.only ?? cause.when;
  const signs = [
    ...(clue ? [`likeliest with: ${clue}`] : []),
    ...(cause.needs && !clue ? [`only with: ${cause.needs}`] : []),
  ];
  const [place, connectedApp] = cause.where ? PLACES[cause.where] : [];
  const where = connectedApp ? `${place}. Connected App: ${connectedApp}` : place;
  return [
    `${number}**${fill(cause.what, values)}**${signs.map((sign) => ` *(${sign})*`).join('')}`,
    '',
    ...(cause.tell ? [`${indent}It is this if ${fill(cause.tell, values)}`, ''] : []),
    indent + fill(cause.fix, values),
    '',
    ...(cause.lines
      ? fence(
          'text',
          cause.lines.map((line) => fill(line, values)),
          indent,
        )
      : []),
    ...(where ? [`${indent}Where: ${where}`, ''] : []),
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
