import type { Findings } from '../findings.ts';
import { LOGIN_HISTORY } from './catalogue/login-history.ts';
import { proxyOf } from './clues.ts';
import type { Diagnosis, RankedCause } from './diagnose.ts';
import { foreign, whenAsked } from './words.ts';

/**
 * Text for Markdown: whatever could begin markup, HTML, a link or a table cell is written as an entity.
 * Code spans stay: foreign values have no backticks left, so they are all ours.
 */
export function markdown(text: string): string {
  const inert = (part: string) =>
    part.replace(/[&<>"|*~[\]\\$]|(?<!\w)_|_(?!\w)|:(?=\/\/)/g, (it) => `&#${it.charCodeAt(0)};`);
  return text
    .split('`')
    .map((part, index) => (index % 2 === 0 ? inert(part) : part))
    .join('`');
}

const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/** A table of what is known; what is not known has no row. */
function table(rows: readonly (readonly [string, unknown])[]): string[] {
  return [
    row('This run', ''),
    row('---', '---'),
    ...rows.flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [row(name, markdown(foreign(value)))],
    ),
  ];
}

/** A consumer key is no secret, but need not stand in every summary. */
function shortened(key: string | undefined): string | undefined {
  return key && (key.length > 12 ? `${key.slice(0, 5)}…${key.slice(-4)}` : '…');
}

/** The failure as Markdown. */
export function summarise(diagnosis: Diagnosis, run: Findings, link: string): string {
  const { title, failed, answered, causes, history, trace } = diagnosis;
  const { skewSeconds: skew, secondAudience: second, notRevoked } = run;
  const when = whenAsked(run);
  const given = run.audienceGiven ? ' (from the workflow)' : ' (from the login URL)';
  return [
    `### Salesforce sign-in failed: ${markdown(title)}`,
    '',
    markdown(failed),
    ...(answered ? ['', `**${markdown(answered)}**`] : []),
    '',
    ...(causes.length > 1 ? ['Possible causes, the most likely first:', ''] : []),
    ...causes.flatMap((cause, index) => step(cause, index + 1)),
    ...(trace.length > 0 ? ['```text', ...trace, '```', ''] : []),
    ...table([
      ['Time of the request', when],
      ['Login URL', run.loginUrl],
      ['Audience', run.audience && run.audience + given],
      ['Second audience', second && `${second.audience} (${second.outcome})`],
      ['Consumer key', shortened(run.consumerKey)],
      ['Username', run.username],
      ['SHA-256 of the public key', run.fingerprint],
      ['Certificate', run.certificateMatched ? 'matches the key' : undefined],
      ['Proxy', proxyOf(run)],
      ['Attempts', run.attempts || undefined],
      ['Clock difference (Salesforce minus runner)', skew === undefined ? undefined : `${skew} s`],
      ['The token', notRevoked && `not revoked: ${notRevoked}`],
    ]),
    ...(history.length > 0
      ? [
          '',
          `**Setup → Login History**, this user${when ? `, ${when}` : ''}: the Status tells the causes apart. Setup shows times in your own time zone.`,
          '',
          row('Status', 'Meaning', 'Fix'),
          row('---', '---', '---'),
          ...history.map((name) => row(...LOGIN_HISTORY[name].slice(0, 3))),
        ]
      : []),
    '',
    `[More about this failure, and all Login History statuses](${link})`,
    '',
  ].join('\n');
}

function step({ what, why, tell, fix, lines, where }: RankedCause, number: number): string[] {
  const [place, connectedApp] = where;
  const paragraphs = [
    `${number}. **${markdown(what)}**${why ? ` Here: ${markdown(why)}.` : ''}`,
    ...(tell ? [`This is the cause if ${markdown(tell)}`] : []),
    `Fix: ${markdown(fix)}`,
    ...(lines.length > 0 ? [['```text', ...lines, '```'].join('\n   ')] : []),
    ...(place
      ? [`Where: ${markdown(place)}${connectedApp ? `<br>Connected App: ${connectedApp}` : ''}`]
      : []),
  ];
  return paragraphs.flatMap((text, index) => [index === 0 ? text : `   ${text}`, '']);
}

/** What a short summary of a success may name: nothing that is a secret. */
export interface Success {
  readonly orgId: string;
  readonly username: string;
  /** Where the token was asked for. */
  readonly host: string;
  /** `opaque` or `jwt` */
  readonly tokenFormat: string;
  readonly scope: string;
  readonly attempts: number;
  readonly fingerprint: string;
}

/** The summary of `job-summary: always` after a success. */
export function successSummary(success: Success): string {
  return [
    `### Signed in to Salesforce as ${markdown(foreign(success.username))}`,
    '',
    ...table([
      ['Org', success.orgId],
      ['Host', success.host],
      ['Token format', success.tokenFormat],
      ['Scope', success.scope],
      ['Attempts', success.attempts],
      ['SHA-256 of the public key', success.fingerprint],
    ]),
    '',
  ].join('\n');
}
