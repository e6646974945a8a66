import type { RunInfo } from '../run-context.ts';
import { LOGIN_HISTORY } from './catalog/login-history.ts';
import { describeProxy } from './diagnosis-input.ts';
import { inlineValue, requestTime } from './messages.ts';
import type { RenderedCause, RenderedDiagnosis } from './render.ts';

/**
 * Escapes characters that could start markup, HTML, a link or a table cell. Code spans are kept:
 * `inlineValue` removes backticks from values, so every code span comes from the catalog.
 */
export function escapeMarkdown(text: string): string {
  const escapePart = (part: string) =>
    part
      .replace(
        /[&<>"|*~[\]\\$]|(?<![a-z\d])_|_(?![a-z\d])|:(?=\/\/)|(?<=www)\./gi,
        (character) => `&#${character.charCodeAt(0)};`,
      )
      // GitHub turns email addresses into links (also after `mailto:` and `xmpp:`) after it has decoded
      // entities. An HTML element within the address prevents this.
      .replaceAll('@', '@<wbr>');
  return text
    .split('`')
    .map((part, index) => (index % 2 === 0 ? escapePart(part) : part))
    .join('`');
}

const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/** Renders a table. Rows without a value are omitted. */
function table(rows: readonly (readonly [string, unknown])[]): string[] {
  return [
    row('This run', ''),
    row('---', '---'),
    ...rows.flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [row(name, escapeMarkdown(inlineValue(value)))],
    ),
  ];
}

/** Returns the text, or undefined if it contains a host that the runner would display as `***`. */
function unlessMasked(text: string | undefined, { maskedHost }: RunInfo): string | undefined {
  return maskedHost && text?.includes(maskedHost) ? undefined : text;
}

/** Abbreviates the consumer key. It is not a secret, but a part of it is enough to identify it. */
function abbreviateKey(key: string | undefined): string | undefined {
  return key && (key.length > 12 ? `${key.slice(0, 5)}…${key.slice(-4)}` : '…');
}

/** Renders the job summary of a failure. */
export function failureSummary(diagnosis: RenderedDiagnosis, run: RunInfo, link: string): string {
  const { title, failureLine, responseLine, notes, causes, loginHistory, stack } = diagnosis;
  const { skewSeconds: skew, fallbackAudience: fallback, revokeError } = run;
  const time = requestTime(run);
  const audienceOrigin = run.audienceFromInput ? ' (from the workflow)' : ' (from the login URL)';
  return [
    `### Salesforce sign-in failed: ${escapeMarkdown(title)}`,
    '',
    escapeMarkdown(failureLine),
    ...(responseLine ? ['', `**${escapeMarkdown(responseLine)}**`] : []),
    ...notes.flatMap((note) => ['', escapeMarkdown(note.trim())]),
    '',
    ...(causes.length > 1 ? ['Possible causes, the most likely first:', ''] : []),
    ...causes.flatMap((cause, index) => causeItem(cause, index + 1)),
    ...(stack.length > 0 ? ['```text', ...stack, '```', ''] : []),
    ...table([
      ['Time of the request', time],
      ['Login URL', unlessMasked(run.loginUrl, run)],
      ['Audience', unlessMasked(run.audience && run.audience + audienceOrigin, run)],
      [
        'Second audience',
        fallback &&
          unlessMasked(`${fallback.audience} (${fallback.outcome.replaceAll('-', ' ')})`, run),
      ],
      ['Consumer key', abbreviateKey(run.consumerKey)],
      ['Username', run.username],
      ['SHA-256 of the public key', run.fingerprint],
      ['Certificate', run.certificateMatched ? 'matches the key' : undefined],
      ['Scope of the token', run.scope],
      ['Proxy', describeProxy(run)],
      ['Attempts', run.attempts || undefined],
      ['Clock difference (Salesforce minus runner)', skew === undefined ? undefined : `${skew} s`],
      ['The token', revokeError && `not revoked: ${revokeError}`],
    ]),
    ...(loginHistory.length > 0
      ? [
          '',
          `**Setup → Login History**, this user${time ? `, ${time}` : ''}: the Status can tell the causes apart. Setup shows times in your own time zone, and the codes only in event log files.`,
          '',
          row('Status', 'Meaning', 'Fix'),
          row('---', '---', '---'),
          ...loginHistory.map((name) => row(...LOGIN_HISTORY[name].slice(0, 3))),
        ]
      : []),
    ...(diagnosis.refused && unlessMasked(run.loginUrl, run) ? diagnoseCommand(run, link) : []),
    '',
    `[More about this failure, and all Login History statuses](${link})`,
    '',
  ].join('\n');
}

/**
 * Renders the command that searches the org for the cause. It finds the app by the abbreviated
 * consumer key.
 */
function diagnoseCommand(run: RunInfo, link: string): string[] {
  const needsOrg = !/^(my-domain|sandbox)$/.test(String(run.hostKind));
  const options = [
    ['login-url', run.loginUrl],
    ['user', run.username],
    ['consumer-key', abbreviateKey(run.consumerKey)],
    ['at', requestTime(run)?.replace(' ', 'T').replace(' UTC', 'Z')],
    ['fingerprint', run.fingerprint],
    ...(needsOrg ? [['org', 'ALIAS']] : []),
  ];
  const args = options.map(
    ([name, value]) => ` --${name} '${inlineValue(value).replaceAll("'", "'\\''")}'`,
  );
  return [
    '',
    `**To find the cause in the org**, with the Salesforce CLI signed in as an administrator, run this in a clone of [the action’s repository](${link.split('/blob')[0]}). It changes nothing.${needsOrg ? ' `sf org list` shows the ALIAS, which a shared login URL needs.' : ''}`,
    '',
    '```text',
    `npm run setup -- --diagnose${args.join('')}`,
    '```',
  ];
}

function causeItem(
  { explanation, evidence, appliesIf, fix, snippet, setupPaths }: RenderedCause,
  number: number,
): string[] {
  const [path, connectedApp] = setupPaths;
  const paragraphs = [
    `${number}. **${escapeMarkdown(explanation)}**${evidence ? ` Here: ${escapeMarkdown(evidence)}.` : ''}`,
    ...(appliesIf ? [`This is the cause if ${escapeMarkdown(appliesIf)}`] : []),
    `Fix: ${escapeMarkdown(fix)}`,
    ...(snippet.length > 0 ? [['```text', ...snippet, '```'].join('\n   ')] : []),
    ...(path
      ? [
          `Where: ${escapeMarkdown(path)}${connectedApp ? `<br>Connected App: ${connectedApp}` : ''}`,
        ]
      : []),
  ];
  return paragraphs.flatMap((text, index) => [index === 0 ? text : `   ${text}`, '']);
}

/** Values in the summary of a successful sign-in. None of them is a secret. */
export interface SuccessSummary {
  readonly orgId: string;
  readonly username: string;
  /** Host that issued the token. Empty if the runner would display it as `***`. */
  readonly host: string;
  /** Either `opaque` or `jwt`. */
  readonly tokenFormat: string;
  readonly scope: string;
  readonly attempts: number;
  readonly fingerprint: string;
}

/** Renders the job summary of a successful sign-in, which `job-summary: always` enables. */
export function successSummary(success: SuccessSummary): string {
  return [
    `### Signed in to Salesforce as ${escapeMarkdown(inlineValue(success.username))}`,
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
