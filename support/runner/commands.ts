export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Matches the line endings that the runner recognizes. */
const LINE_END = /\r\n|\r|\n/;
const LAST_LINE_END = new RegExp(`(?:${LINE_END.source})$`);

const COMMAND_NAMES =
  'add-mask add-matcher add-path debug echo endgroup error group notice remove-matcher save-state set-env set-output stop-commands warning'.split(
    ' ',
  );

/**
 * Returns the commands in an output, in order. The output must contain standard error before
 * standard output, as in `runStep`.
 */
export function parseCommands(output: string): WorkflowCommand[] {
  return output.split(LINE_END).flatMap((line) => parseCommand(line) ?? []);
}

/**
 * The runner executes `::name key=value::message` at the beginning of a line. If the command is
 * unknown, the runner tries the older form `##[name key=value]message`, which may be anywhere in the
 * line. `::stop-commands::token` makes `token` a command; this parser does not support that.
 */
function parseCommand(line: string): WorkflowCommand | undefined {
  // C# trims U+0085 as well, which JavaScript does not treat as white space.
  const [, info, message] = /^[\s\u0085]*::(.*?)::(.*)$/.exec(line) ?? [];
  const [, oldInfo, oldMessage] = /##\[([^\]]*)\](.*)$/.exec(line) ?? [];
  return (
    toCommand(info, message, { separator: ',', ...ESCAPES }) ??
    toCommand(oldInfo, oldMessage, { separator: ';', ...OLD_ESCAPES })
  );
}

interface Syntax {
  readonly separator: string;
  readonly inMessage: RegExp;
  readonly inProperty: RegExp;
}

const ESCAPES = { inMessage: /%(0D|0A|25)/g, inProperty: /%(0D|0A|3A|2C|25)/g };
const OLD_ESCAPES = { inMessage: /%(3B|0D|0A|5D|25)/g, inProperty: /%(3B|0D|0A|5D|25)/g };

function toCommand(
  info: string | undefined,
  message: string | undefined,
  { separator, inMessage, inProperty }: Syntax,
): WorkflowCommand | undefined {
  if (info === undefined || message === undefined) return undefined;
  const nameEnd = info.includes(' ') ? info.indexOf(' ') : info.length;
  const name = info.slice(0, nameEnd).toLowerCase();
  if (!COMMAND_NAMES.includes(name)) return undefined;
  const properties = info
    .slice(nameEnd)
    .trim()
    .split(separator)
    .map((pair) => /^=*([^=]+)=+(.+)$/.exec(pair))
    .flatMap((match) => (match ? [[match[1], decodeEscapes(match[2] ?? '', inProperty)]] : []));
  return {
    name,
    properties: Object.fromEntries(properties),
    message: decodeEscapes(message, inMessage),
  };
}

const decodeEscapes = (text: string, escapes: RegExp): string =>
  text.replace(escapes, (code) => decodeURIComponent(code));

/**
 * Returns the masks that the commands register. A multi-line value also masks each of its lines,
 * trimmed. The runner ignores a blank value.
 */
export function masksOf(commands: readonly WorkflowCommand[]): string[] {
  return commands
    .filter(({ name }) => name === 'add-mask')
    .flatMap(({ message }) => [message, ...message.split(/[\r\n]/).map((line) => line.trim())])
    .filter((mask) => mask.trim() !== '');
}

const LEVEL_PREFIXES: Readonly<Record<string, string>> = {
  error: 'Error: ',
  warning: 'Warning: ',
  notice: 'Notice: ',
  debug: 'Debug: ',
};

/**
 * Renders the log as GitHub shows it: masked values as `***`, and messages of commands with a prefix.
 * @param options `debug` keeps debug messages, which the runner otherwise drops
 */
export function renderLog(output: string, { debug }: { readonly debug: boolean }): string {
  const masks: string[] = [];
  const rendered: string[] = [];
  for (const line of output.replace(LAST_LINE_END, '').split(LINE_END)) {
    const command = parseCommand(line);
    if (command?.name === 'add-mask') masks.push(...masksOf([command]));
    const prefix = command && LEVEL_PREFIXES[command.name];
    if (command && (prefix === undefined || (command.name === 'debug' && !debug))) continue;
    const text = command
      ? prefix + applyMasks(command.message, masks).slice(0, MAX_MESSAGE_LENGTH)
      : applyMasks(line, masks);
    rendered.push(text);
  }
  return rendered.join('\n');
}

/**
 * Maximum length of a message, in characters. The runner truncates longer messages, in the log too.
 */
const MAX_MESSAGE_LENGTH = 4096;
/** Maximum number of annotations per level that the runner keeps for a step. */
const MAX_ANNOTATIONS = 10;

/** An annotation as GitHub shows it. */
export interface DisplayedAnnotation {
  readonly level: string;
  /** The title is not masked, because the runner only masks the message. */
  readonly title: string;
  readonly message: string;
}

/** Returns the annotations of a step as GitHub shows them. */
export function displayedAnnotations(commands: readonly WorkflowCommand[]): DisplayedAnnotation[] {
  const masks: string[] = [];
  const counts: Record<string, number> = {};
  return commands.flatMap((command) => {
    const { name: level, properties, message } = command;
    masks.push(...masksOf([command]));
    if (!['error', 'warning', 'notice'].includes(level)) return [];
    counts[level] = (counts[level] ?? 0) + 1;
    if (counts[level] > MAX_ANNOTATIONS) return [];
    const displayed = applyMasks(message, masks).slice(0, MAX_MESSAGE_LENGTH);
    return [{ level, title: properties['title'] ?? '', message: displayed }];
  });
}

export function applyMasks(text: string, masks: readonly string[]): string {
  const longestFirst = [...masks].sort((a, b) => b.length - a.length);
  return longestFirst.reduce((masked, mask) => masked.replaceAll(mask, '***'), text);
}
