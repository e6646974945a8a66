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

const STYLE = `
  body { font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; margin: 16px; width: 900px; color: #1f2328; }
  .box { border: 1px solid #d1d9e0; border-radius: 6px; overflow: hidden; }
  .head { background: #f6f8fa; border-bottom: 1px solid #d1d9e0; padding: 12px 16px; font-weight: 600; }
  .row { padding: 12px 16px; display: flex; gap: 10px; }
  .cross { color: #fff; background: #d1242f; border-radius: 50%; width: 18px; height: 18px; text-align: center; line-height: 18px; font-size: 12px; flex: none; margin-top: 2px; }
  .title { font-weight: 600; } .job { color: #59636e; font-size: 12px; }
  pre { white-space: pre-wrap; font: inherit; margin: 4px 0 0; overflow-wrap: anywhere; }
  table { border-collapse: collapse; margin: 12px 0; } th, td { border: 1px solid #d1d9e0; padding: 5px 12px; text-align: left; }
  code { background: #eff1f3; border-radius: 6px; padding: 2px 5px; font: 12px ui-monospace, monospace; overflow-wrap: anywhere; }
  .markdown { padding: 4px 20px 12px; } a { color: #0969da; text-decoration: none; }`;

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

takePicture(
  'annotation.png',
  `<div class="box"><div class="head">Annotations</div><div class="row"><div class="cross">✕</div>
   <div><div class="job">deploy</div><div class="title">${escapeHtml(title)}</div><pre>${linkUrls(escapeHtml(error.message))}</pre></div></div></div>`,
  Number(process.env['ANNOTATION_HEIGHT'] ?? 400),
);
takePicture(
  'summary.png',
  `<div class="box"><div class="head">deploy summary</div><div class="markdown">${toHtml(summary)}</div></div>`,
  Number(process.env['SUMMARY_HEIGHT'] ?? 1760),
);

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

function takePicture(file: string, body: string, height: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'picture-'));
  const page = join(folder, 'page.html');
  writeFileSync(page, `<meta charset="utf-8"><style>${STYLE}</style>${body}`);
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
      `--window-size=940,${height}`,
      `--screenshot=${join(import.meta.dirname, file)}`,
      page,
    ],
    { stdio: 'ignore' },
  );
  rmSync(folder, { recursive: true, force: true });
}
