export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Line endings that the runner recognizes. */
const LINE_END = /\r\n|\r|\n/;
const LAST_LINE_END = new RegExp(`(?:${LINE_END.source})$`);

/**
 * The runner executes `::name key=value::message` at the beginning of a line, and the older
 * `##[name key=value]message` anywhere in a line. It ignores other names, except that
 * `::stop-commands::token` makes `token` a command, which this parser does not support.
 */
const COMMAND_PATTERN =
  /^\s*::([a-z-]+)(?: ((?:(?!::).)*))?::(.*)$|##\[([a-z-]+)(?: ([^\]]*))?\](.*)$/i;
const COMMAND_NAMES =
  'add-mask add-matcher add-path debug echo endgroup error group notice remove-matcher save-state set-env set-output stop-commands warning'.split(
    ' ',
  );

export function parseCommands(stdout: string): WorkflowCommand[] {
  return stdout.split(LINE_END).flatMap((line) => {
    const [, newName, newProperties, newMessage, oldName, oldProperties, oldMessage] =
      COMMAND_PATTERN.exec(line) ?? [];
    const name = (newName ?? oldName ?? '').toLowerCase();
    if (!COMMAND_NAMES.includes(name)) return [];
    const pairs = (newProperties ?? oldProperties ?? '').split(newName ? ',' : ';');
    const entries = pairs.flatMap((pair) => {
      const [key = '', ...value] = pair.split('=');
      return value.length === 0
        ? []
        : [[key.trim(), decodeEscapes(value.join('='), PROPERTY_ESCAPES)]];
    });
    const message = decodeEscapes(newMessage ?? oldMessage ?? '', MESSAGE_ESCAPES);
    return [{ name, properties: Object.fromEntries(entries), message }];
  });
}

const MESSAGE_ESCAPES = { '%0D': '\r', '%0A': '\n', '%25': '%' };
const PROPERTY_ESCAPES = { ...MESSAGE_ESCAPES, '%3A': ':', '%2C': ',' };

function decodeEscapes(text: string, escapes: Readonly<Record<string, string>>): string {
  return text.replace(/%(0D|0A|25|3A|2C)/g, (code) => escapes[code] ?? code);
}

/**
 * Returns the masks that the commands register. A multi-line value also masks each of its lines.
 */
export function masksOf(commands: readonly WorkflowCommand[]): string[] {
  return commands
    .filter(({ name }) => name === 'add-mask')
    .flatMap(({ message }) => [message, ...message.split('\n').map((line) => line.trim())])
    .filter((mask) => mask !== '');
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
export function renderLog(stdout: string, { debug }: { readonly debug: boolean }): string {
  const masks: string[] = [];
  const rendered: string[] = [];
  for (const line of stdout.replace(LAST_LINE_END, '').split(LINE_END)) {
    const [command] = parseCommands(line);
    if (command?.name === 'add-mask') masks.push(...masksOf([command]));
    const prefix = command && LEVEL_PREFIXES[command.name];
    if (command && (prefix === undefined || (command.name === 'debug' && !debug))) continue;
    const text = command ? prefix + command.message : line;
    rendered.push(applyMasks(text, masks));
  }
  return rendered.join('\n');
}

export function applyMasks(text: string, masks: readonly string[]): string {
  const longestFirst = [...masks].sort((a, b) => b.length - a.length);
  return longestFirst.reduce((masked, mask) => masked.replaceAll(mask, '***'), text);
}
