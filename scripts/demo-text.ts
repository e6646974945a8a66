/** Prints the demo: colors, lines that fit the terminal, and the job summary without its Markdown. */
import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Adds the style if standard output is a terminal that shows colors, and NO_COLOR is not set. */
export const styled = (style: Style, text: string): string =>
  styleText(style, text, { stream: process.stdout });

const NARROWEST = 40;

const terminalWidth = (): number => Math.max(NARROWEST, process.stdout.columns || 80);

export function heading(text: string): void {
  const line = '─'.repeat(Math.max(0, terminalWidth() - text.length - 4));
  console.log(`\n${styled('dim', '──')} ${styled('bold', text)} ${styled('dim', line)}\n`);
}

/** Prints a paragraph. */
export function say(text: string): void {
  console.log(wrapped(text, ''));
}

/** Breaks each line between words. `indent` shows in the lines that follow where the next one begins. */
export function wrapped(text: string, indent = '  '): string {
  return text
    .split('\n')
    .map((line) => wrappedLine(line, indent))
    .join('\n');
}

function wrappedLine(line: string, indent: string): string {
  const [, margin = '', content = ''] = /^(\s*)(.*)$/.exec(line) ?? [];
  const width = terminalWidth();
  const lines: string[] = [];
  let current = margin;
  for (const word of content.split(' ')) {
    const candidate = current.trim() === '' ? current + word : `${current} ${word}`;
    if (candidate.length <= width || current.trim() === '') {
      current = candidate;
    } else {
      lines.push(current);
      current = margin + indent + word;
    }
  }
  return [...lines, current].join('\n');
}

/** Makes the words at the beginning of a line stand out, and the error red. */
export function coloredLog(log: string, title: string | undefined): string {
  return log
    .split('\n')
    .map((line) => {
      const [, label = '', rest = ''] =
        /^((?:Error|Warning|Notice|Cause|Most likely cause|Fix|Where|Also possible|Help):)(.*)$/.exec(
          line,
        ) ?? [];
      if (label === '') return line;
      if (label !== 'Error:')
        return `${styled(label === 'Warning:' ? 'yellow' : 'bold', label)}${rest}`;
      const heading = title === undefined ? '' : `${styled('bold', title)}\n`;
      return `${heading}${styled('red', label)}${rest}`;
    })
    .join('\n');
}

/** Returns the job summary as it reads on GitHub: no escapes, no HTML, rows as lines. */
export function plainMarkdown(markdown: string): string {
  return (
    markdown
      // Of a table's head, only the first cell says something without the columns.
      .replace(/^\| (.*?) \|.*\n\|(?: -+ \|)+\n/gm, '$1\n')
      .replace(/^\| (.*) \|$/gm, (_, cells: string) => {
        const [first = '', ...others] = cells.split(' | ').map((cell) => cell.trim());
        return `${first}: ${others.join(' ')}`;
      })
      .replace(/<wbr>/g, '')
      .replace(/<br>/g, '\n   ')
      .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&amp;/g, '&')
      .replace(/\[([^\]]*)\]\(([^)]*)\)/g, '$1: $2')
      .replace(/\*\*|`/g, '')
      .replace(/^#+ /gm, '')
      .replace(/\\([^\w\s])/g, '$1')
      .trim()
  );
}
