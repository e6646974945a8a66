/**
 * Draws the pictures of the README from a real failed step, in light and dark: `node docs/pictures/make.ts`. Needs
 * Chromium, on the PATH or at the path in CHROMIUM (Debian: apt-get install chromium). The styles
 * imitate GitHub; the text is the output of the action.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAppKey } from '../../simulator/org/keys.ts';
import { startOrg } from '../../simulator/org/org.ts';
import { runStep } from '../../support/runner/step.ts';

/** GitHub's colors: text, muted text, background, header, border, code, red, link. */
const THEMES = {
  light: ['#1f2328', '#59636e', '#ffffff', '#f6f8fa', '#d1d9e0', '#eff1f3', '#d1242f', '#0969da'],
  dark: ['#f0f6fc', '#9198a1', '#0d1117', '#151b23', '#3d444d', '#262c36', '#da3633', '#4493f8'],
} as const;

const WIDTH = 940;

const STYLE = `
  body { font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; margin: 0; padding: 16px; width: 908px; color: var(--c0); background: var(--c2); }
  .box { border: 1px solid var(--c4); border-radius: 6px; overflow: hidden; }
  .head { background: var(--c3); border-bottom: 1px solid var(--c4); padding: 12px 16px; font-weight: 600; }
  .row { padding: 12px 16px; display: flex; gap: 10px; }
  .cross { color: #fff; background: var(--c6); border-radius: 50%; width: 18px; height: 18px; text-align: center; line-height: 18px; font-size: 12px; flex: none; margin-top: 2px; }
  .title { font-weight: 600; } .job { color: var(--c1); font-size: 12px; }
  pre { white-space: pre-wrap; font: inherit; margin: 4px 0 0; overflow-wrap: anywhere; }
  table { border-collapse: collapse; margin: 12px 0; } th, td { border: 1px solid var(--c4); padding: 5px 12px; text-align: left; }
  code { background: var(--c5); border-radius: 6px; padding: 2px 5px; font: 12px ui-monospace, monospace; overflow-wrap: anywhere; }
  .markdown { padding: 4px 20px 12px; } a { color: var(--c7); text-decoration: none; }
  .note { color: var(--c1); font-size: 12px; margin-top: 8px; }`;

const NOTE =
  '<div class="note">Drawn from the text of a failed step, in the style of GitHub.</div>';

const org = await startOrg();
const { privateKeyPem, certificatePem } = makeAppKey();
org.uploadCertificate(certificatePem);
const { commands, summary } = await runStep('main', {
  inputs: {
    'consumer-key': org.app.consumerKey,
    'private-key': privateKeyPem,
    username: 'ci@acme.com.uat',
    certificate: certificatePem,
  },
  env: org.environment(),
});
await org.close();

const error = commands.find(({ name }) => name === 'error');
if (!error) throw new Error('the step did not fail');
const { title = '' } = error.properties;

takePictures(
  'annotation',
  `<div class="box"><div class="head">Annotations</div><div class="row"><div class="cross">✕</div>
   <div><div class="job">deploy</div><div class="title">${escapeHtml(title)}</div><pre>${linkUrls(escapeHtml(error.message))}</pre></div></div></div>`,
);
takePictures(
  'summary',
  `<div class="box"><div class="head">deploy summary</div><div class="markdown">${toHtml(withoutSimulator(summary))}</div></div>`,
);

/** Removes the lines that only the simulated network explains. */
function withoutSimulator(markdown: string): string {
  return markdown.replace(/^.*(?:127\.0\.0\.1|localhost|\/tmp\/).*\n/gm, '');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function linkUrls(text: string): string {
  return text.replace(/https:\/\/github\.com\S+/g, '<a>$&</a>');
}

function toHtml(markdown: string): string {
  return execFileSync('npx', ['--yes', 'marked@18.2.1', '--gfm'], {
    input: markdown,
    encoding: 'utf8',
  });
}

function takePictures(name: string, body: string): void {
  for (const [theme, colors] of Object.entries(THEMES)) {
    const variables = colors.map((color, index) => `--c${index}: ${color}`).join('; ');
    const page = `<!doctype html><meta charset="utf-8"><style>:root { ${variables} } ${STYLE}</style>${body}${NOTE}
      <script>document.documentElement.dataset.height = document.body.scrollHeight</script>`;
    takePicture(`${name}-${theme}.png`, page);
  }
}

/** Lays the page out once to learn its height, so that the picture has no empty space below. */
function takePicture(file: string, text: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'picture-'));
  const page = join(folder, 'page.html');
  writeFileSync(page, text);
  const chromium = (...options: string[]) =>
    execFileSync(
      process.env['CHROMIUM'] ?? 'chromium',
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--hide-scrollbars',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        `--user-data-dir=${join(folder, 'profile')}`,
        '--force-device-scale-factor=1.5',
        ...options,
        page,
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
  const [, height = '1000'] =
    /data-height="(\d+)"/.exec(chromium(`--window-size=${WIDTH},100`, '--dump-dom')) ?? [];
  const screenshot = `--screenshot=${join(import.meta.dirname, file)}`;
  chromium(`--window-size=${WIDTH},${height}`, screenshot);
  rmSync(folder, { recursive: true, force: true });
}
