/**
 * Writes docs/troubleshooting.md from the catalogue that the step itself uses. `--check` writes nothing and
 * fails when the page is not what the catalogue says.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  ANSWER_ENTRIES,
  GUARD_ENTRIES,
  HTTP_ENTRIES,
  RUNNER_ENTRIES,
} from '../src/diagnosis/catalogue/answers.ts';
import type { Cause, Entry } from '../src/diagnosis/catalogue/entry.ts';
import { INPUT_ENTRIES } from '../src/diagnosis/catalogue/inputs.ts';
import { LOGIN_HISTORY } from '../src/diagnosis/catalogue/login-history.ts';
import { PLACES } from '../src/diagnosis/catalogue/places.ts';
import { FINGERPRINT_COMMAND } from '../src/diagnosis/catalogue/shared.ts';
import { TOKEN_ENTRIES } from '../src/diagnosis/catalogue/token.ts';
import { TRANSPORT_ENTRIES } from '../src/diagnosis/catalogue/transport.ts';
import { anchorOf } from '../src/diagnosis/diagnose.ts';
import { BUG, OTHER, OTHER_CONNECTION } from '../src/diagnosis/match.ts';
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
  issues: 'the issues page of this repository',
};

/** An input that a problem belongs to, by the beginning of its code. */
const INPUTS: readonly (readonly [prefix: string, input: string])[] = [
  ['key-', 'private-key'],
  ['certificate-', 'certificate'],
  ['login-url-', 'login-url'],
  ['audience-', 'audience'],
  ['org-id-', 'expected-org-id'],
  ['username-', 'username'],
  ['consumer-key-', 'consumer-key'],
  ['not-a-boolean', 'verify'],
  ['not-one-of', 'job-summary'],
  ['not-a-', 'max-attempts'],
  ['out-of-', 'max-attempts'],
];

interface Section {
  readonly entry: Entry;
  readonly input?: string;
}

interface Chapter {
  readonly title: string;
  readonly intro: string;
  readonly sections: readonly Section[];
}

const sections = (entries: readonly Entry[]): Section[] =>
  [...new Set(entries)].map((entry) => ({ entry }));

const inputSections = (): Section[] => {
  const found = new Map<Entry, Section>();
  for (const [code, entry] of Object.entries(INPUT_ENTRIES)) {
    const input = INPUTS.find(([prefix]) => code.startsWith(prefix))?.[1];
    if (!found.has(entry)) found.set(entry, input ? { entry, input } : { entry });
  }
  return [...found.values()];
};

const CHAPTERS: readonly Chapter[] = [
  {
    title: 'Salesforce refuses the sign-in',
    intro:
      'What the token endpoint answers, mostly with HTTP 400. The titles are Salesforce’s own words.',
    sections: sections(TOKEN_ENTRIES),
  },
  {
    title: 'The answer is something else',
    intro: 'Pages, redirects, and answers to the check that `verify` asks for.',
    sections: sections([...HTTP_ENTRIES, ...Object.values(ANSWER_ENTRIES)]),
  },
  {
    title: 'No answer comes',
    intro: 'Names, connections, proxies and TLS. Nothing of this is seen in Login History.',
    sections: sections(TRANSPORT_ENTRIES),
  },
  {
    title: 'The sign-in went well, but the step stops',
    intro: 'Limits that the workflow set were not kept.',
    sections: sections([
      ...Object.values(GUARD_ENTRIES).filter((it) => it !== GUARD_ENTRIES['unknown-org']),
      ...Object.values(RUNNER_ENTRIES),
    ]),
  },
  {
    title: 'An input cannot be used',
    intro: 'Found before anything is sent to Salesforce.',
    sections: inputSections(),
  },
  {
    title: 'None of these',
    intro: 'Nothing is guessed: these say how to find out.',
    sections: sections([OTHER, OTHER_CONNECTION, BUG]),
  },
];

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
    ...CHAPTERS.flatMap(({ title, sections: list }) => [
      `**[${title}](#${anchorOf(title)})**: ${list.map(({ entry }) => `[${entry.title}](#${anchorOf(entry.title)})`).join(' · ')}`,
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
    ...CHAPTERS.flatMap(({ title, intro, sections: list }) => [
      `## ${title}`,
      '',
      intro,
      '',
      ...list.flatMap(section),
    ]),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}

const fence = (language: string, lines: readonly string[], indent = '') => [
  ...[`\`\`\`${language}`, ...lines, '```'].map((line) => indent + line),
  '',
];

function section({ entry, input }: Section): string[] {
  const values = input ? { ...EXAMPLES, input } : EXAMPLES;
  const isLiteral = TOKEN_ENTRIES.includes(entry);
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
    `### ${isLiteral ? `\`${entry.title}\`` : entry.title}`,
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
