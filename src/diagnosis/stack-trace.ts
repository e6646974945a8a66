const MAX_FRAMES = 8;

/**
 * Returns the class and the code of an unexpected error, and its stack frames. The message is
 * omitted because it may quote a secret. The stack repeats the message, so only lines that have the
 * form of a stack frame are kept.
 */
export function safeStackTrace(error: unknown): string[] {
  if (!(error instanceof Error)) return [typeof error];
  const { name, message, stack = '', code } = error as NodeJS.ErrnoException;
  const word = (text: unknown) =>
    typeof text === 'string' ? /^\w{1,60}$/.exec(text)?.[0] : undefined;
  const frames = (message ? stack.replaceAll(message, '') : stack)
    .split('\n')
    .map((line) => /^\s+at (?:([\w$.<> ]{1,80}) \()?\S*?([\w.-]{1,60}:\d+:\d+)\)?$/.exec(line))
    .flatMap((frame) => (frame ? [`at ${frame[1] ?? '?'} (${frame[2]})`] : []));
  return [
    [word(name) ?? 'Error', word(code)].filter(Boolean).join(' '),
    ...frames.slice(0, MAX_FRAMES),
  ];
}
