/**
 * Takes the pictures of the README from a real failed step: `node docs/pictures/make.ts`. Needs
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

/** GitHub's colors: text, quiet text, border, head, code, link. */
const THEMES = {
  light: ['#1f2328', '#59636e', '#d1d9e0', '#f6f8fa', '#eff1f3', '#0969da', '#ffffff'],
  dark: ['#f0f6fc', '#9198a1', '#3d444d', '#151b23', '#262c36', '#4493f8', '#0d1117'],
} as const;

type Theme = keyof typeof THEMES;

/**
 * Widths of the pictures. The annotation is shown at this width, or at that of the screen of a phone, where
 * its text must still be readable.
 */
const WIDTHS = { annotation: 500, summary: 832 } as const;

type PictureName = keyof typeof WIDTHS;

const MARGIN = 16;

function styleOf(theme: Theme, width: number): string {
  const [text, quiet, border, head, code, link, background] = THEMES[theme];
  return `
  body { font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; margin: ${MARGIN}px; width: ${width - 2 * MARGIN}px; color: ${text}; background: ${background}; }
  .box { border: 1px solid ${border}; border-radius: 6px; overflow: hidden; }
  .head { background: ${head}; border-bottom: 1px solid ${border}; padding: 12px 16px; font-weight: 600; }
  .row { padding: 12px 16px; display: flex; gap: 10px; }
  .cross { color: #fff; background: #d1242f; border-radius: 50%; width: 18px; height: 18px; text-align: center; line-height: 18px; font-size: 12px; flex: none; margin-top: 2px; }
  .title { font-weight: 600; } .job, .note { color: ${quiet}; font-size: 12px; } .note { margin: 6px 2px 0; text-align: right; }
  pre { white-space: pre-wrap; font: inherit; margin: 4px 0 0; overflow-wrap: anywhere; }
  table { border-collapse: collapse; margin: 12px 0; } th, td { border: 1px solid ${border}; padding: 5px 12px; text-align: left; overflow-wrap: anywhere; }
  code { background: ${code}; border-radius: 6px; padding: 2px 5px; font: 12px ui-monospace, monospace; overflow-wrap: anywhere; }
  .markdown { padding: 4px 20px 12px; } .markdown pre { background: ${code}; padding: 10px; border-radius: 6px; } a { color: ${link}; text-decoration: none; }`;
}

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

/** The address of the embedded org's proxy says nothing to a reader. */
const visibleSummary = summary.replace(/^\| Proxy \|.*\n/m, '');

const BODIES: Readonly<Record<PictureName, string>> = {
  annotation: `<div class="box"><div class="head">Annotations</div><div class="row"><div class="cross">✕</div>
   <div><div class="job">deploy</div><div class="title">${escapeHtml(title)}</div><pre>${linkUrls(escapeHtml(error.message))}</pre></div></div></div>`,
  summary: `<div class="box"><div class="head">deploy summary</div><div class="markdown">${toHtml(visibleSummary)}</div></div>`,
};

for (const name of ['annotation', 'summary'] as const) {
  for (const theme of ['light', 'dark'] as const) takePicture(name, theme);
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

function takePicture(name: PictureName, theme: Theme): void {
  const { [name]: width } = WIDTHS;
  const note =
    '<div class="note">drawn from the output of the action, in the style of GitHub</div>';
  const folder = mkdtempSync(join(tmpdir(), 'picture-'));
  const page = join(folder, 'page.html');
  const measure = '<script>document.body.dataset.height = document.body.scrollHeight + 32</script>';
  writeFileSync(
    page,
    `<!doctype html><meta charset="utf-8"><style>${styleOf(theme, width)}</style><body>${BODIES[name]}${note}${measure}</body>`,
  );
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
  const height = /data-height="(\d+)"/.exec(
    chromium(`--window-size=${width},600`, '--dump-dom'),
  )?.[1];
  const file = join(import.meta.dirname, `${name}-${theme}.png`);
  chromium(`--window-size=${width},${height}`, `--screenshot=${file}`);
  rmSync(folder, { recursive: true, force: true });
}
