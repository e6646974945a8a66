import { html, oauthError, type SimResponse } from '../http-message.ts';
import type { Fault, FaultContext } from './types.ts';

// The runner or a terminal would interpret these strings if they were printed unchanged.
const LINE_BREAK = 'bad\n::set-output name=access-token::stolen\n::add-mask::a';
const PERCENT = 'bad%0A::add-mask::e%0D%0A::set-env name=NODE_OPTIONS::--inspect';
const STOP_COMMANDS =
  'bad\r\n::stop-commands::token\r\n##[set-output name=x]y\r\n::error::not from us';
const ANSI = 'bad\u001b[2J\u001b[1;1H\u001b]0;title\u0007\u001b[31mred\u001b[0m\u0000\u0085\u2028';
const LONG = `bad ${'long '.repeat(20_000)}`;
const MARKDOWN = 'bad </code></pre><img src=x onerror=alert(1)> [click](https://evil.example) `x`';

const DESCRIPTIONS: readonly (readonly [name: string, summary: string, text: string])[] = [
  ['injection-line-break', 'A description with workflow commands on separate lines.', LINE_BREAK],
  ['injection-percent', 'A description with workflow commands after %0A.', PERCENT],
  ['injection-stop-commands', 'A description with ::stop-commands:: and ##[…].', STOP_COMMANDS],
  ['injection-ansi', 'A description with escape sequences and control characters.', ANSI],
  ['injection-long', 'A description of a hundred thousand characters.', LONG],
  ['injection-markdown', 'A description with HTML and Markdown.', MARKDOWN],
];

function withScope({ originalResponse }: FaultContext): SimResponse {
  const response = originalResponse();
  if (response.status !== 200) return response;
  const scope = 'api\n::set-output name=username::root';
  return { ...response, body: JSON.stringify({ ...JSON.parse(response.body.toString()), scope }) };
}

export const INJECTION_FAULTS: readonly Fault[] = [
  ...DESCRIPTIONS.map(
    ([name, summary, text]): Fault => ({
      name,
      summary,
      layer: 'response',
      response: () => oauthError('invalid_grant', text),
    }),
  ),
  {
    name: 'injection-error',
    summary: 'An error code with a workflow command on its second line.',
    layer: 'response',
    response: () => oauthError('invalid_grant\n::add-mask::e', 'bad'),
  },
  {
    name: 'injection-title',
    summary: '503 with an HTML page whose title is a workflow command.',
    layer: 'response',
    response: () => html(503, '\n::stop-commands::x\n::error::not from us', LINE_BREAK),
  },
  {
    name: 'injection-header',
    summary: '503 with workflow commands after %0A in its headers.',
    layer: 'response',
    response: () => ({
      status: 503,
      headers: { 'Content-Type': 'text/html;%0A::error::x', 'Retry-After': '%0A::add-mask::e' },
      body: '%0A::error::x',
    }),
  },
  {
    name: 'injection-scope',
    summary: 'A valid response with a workflow command in its scope.',
    layer: 'response',
    response: withScope,
  },
];
