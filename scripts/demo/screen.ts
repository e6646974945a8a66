/** Formats text for a terminal: headings, colors, and lines that fit its width. */
import { styleText } from 'node:util';

type Style = 'bold' | 'dim' | 'red' | 'green' | 'cyan' | 'yellow';

/** Returns the text in these styles, or unchanged if the output is not a terminal or NO_COLOR is set. */
export const styled = (styles: Style | Style[], text: string): string =>
  styleText(styles, text, { stream: process.stdout });

export function heading(text: string): void {
  const rule = '─'.repeat(Math.max(0, Math.min(width(), 80) - text.length - 4));
  console.log(`\n${styled('bold', `── ${text}`)} ${styled('dim', rule)}\n`);
}

/** Returns the width of the terminal, or infinity if the output is a file or a pipe. */
const width = (): number =>
  process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;

/** Wraps each line between words, and indents the continuation lines. */
export function wrap(text: string, columns = width()): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, columns))
    .join('\n');
}

function wrapLine(line: string, columns: number): string {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = indent;
  for (const word of line.trim().split(' ')) {
    const longer = current.trim() === '' ? current + word : `${current} ${word}`;
    if (longer.length > columns && current.trim() !== '') {
      lines.push(current);
      current = `${indent}  ${word}`;
    } else {
      current = longer;
    }
  }
  return [...lines, current].join('\n');
}

/** Wraps the log to the width of the terminal, and emphasizes the labels of the report. */
export function colorLog(log: string): string {
  return wrap(log)
    .replace(/^Error:/gm, (label) => styled(['bold', 'red'], label))
    .replace(/^(Warning|Notice):/gm, (label) => styled(['bold', 'yellow'], label))
    .replace(/^(Cause|Most likely cause|Fix|Where|Also possible|Help):/gm, (label) =>
      styled('bold', label),
    );
}

/** Converts the Markdown of a job summary to readable text. */
export function readableSummary(markdown: string): string {
  const text = markdown
    .replaceAll(/<br ?\/?>/g, '\n   ')
    .replaceAll(/<wbr>|<\/?(details|summary|b|code)>/g, '')
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/\\([^\w\s])/g, '$1')
    .replaceAll(/\[([^\]]+)\]\(([^)]+)\)/g, '$1: $2');
  return wrap(readableTable(text))
    .replaceAll(/^#+ (.*)$/gm, (_, title: string) => styled('bold', title))
    .replaceAll(/\*\*([^*]+)\*\*/g, (_, words: string) => styled('bold', words));
}

/** Converts Markdown tables to aligned lines. */
function readableTable(text: string): string {
  const isRow = (line: string) => line.startsWith('| ');
  const lines = text.split('\n').filter((line) => !/^\|[\s:|-]+\|$/.test(line));
  const firstCells = lines.filter(isRow).map((line) => cellsOf(line)[0] ?? '');
  const columns = Math.min(44, Math.max(0, ...firstCells.map(({ length }) => length)));
  return lines
    .map((line) => {
      if (!isRow(line)) return line;
      const [first = '', ...rest] = cellsOf(line);
      return [first.padEnd(columns), ...rest].join('  ').trimEnd();
    })
    .join('\n');
}

const cellsOf = (row: string): string[] => row.replace(/^\| *| *\|$/g, '').split(/ +\|(?: +|$)/);
