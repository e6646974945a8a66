/** Longest text that is shown, in characters. */
export const MAX_LINE_LENGTH = 300;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it finds
const ANSI_ESCAPES = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|.)/g;

/** ANSI escape sequences (ECMA-48) go whole, so that no `[31m` remains. */
export const stripAnsi = (text: string): string => text.replace(ANSI_ESCAPES, '');

/** One line without control characters: it cannot colour the log, nor hold a workflow command of the old form (`##[`). */
export function oneLine(text: string, maxLength: number = MAX_LINE_LENGTH): string {
  const line = stripAnsi(text)
    // Control, format (bidirectional overrides, zero width) and private-use characters, line breaks.
    .replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ')
    // The runner obeys `##[` anywhere in a line.
    .replace(/#(?=#\[)/g, '# ')
    .trim();
  // A cut between the two halves of a character leaves neither.
  return line.length > maxLength ? `${line.slice(0, maxLength).replace(/\p{Cs}$/u, '')}…` : line;
}
