/** Maximum length of displayed text, in characters. */
export const MAX_LINE_LENGTH = 300;

// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern must match control characters
const ANSI_ESCAPES = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|.)/g;

/** Removes complete ANSI escape sequences (ECMA-48), so that no `[31m` remains. */
export const stripAnsi = (text: string): string => text.replace(ANSI_ESCAPES, '');

/**
 * Returns one line, cut off after `maxLength` characters and without control characters, so that it
 * cannot color the log or contain a legacy workflow command (`##[`).
 */
export function oneLine(text: string, maxLength: number = MAX_LINE_LENGTH): string {
  const line = stripAnsi(text)
    // Replace line breaks, control characters, format characters (such as zero-width ones) and
    // private-use characters.
    .replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ')
    // The runner interprets `##[` anywhere in a line.
    .replace(/#(?=#\[)/g, '# ')
    .trim();
  // Remove a lone surrogate where the text was cut off.
  return line.length > maxLength ? `${line.slice(0, maxLength).replace(/\p{Cs}$/u, '')}…` : line;
}
