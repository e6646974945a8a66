/**
 * If the release is the highest, opens a pull request that changes the pinned SHA, which users copy
 * from README.md and docs, to the commit of the release.
 */
import type { CallApi } from '../github/api.ts';
import { propose } from '../github/propose.ts';
import { changedTexts, pinnedTexts, withOwnPin } from '../pins.ts';
import { requireImmutable } from './published.ts';
import { remoteTags } from './remote.ts';
import { highestRelease } from './version.ts';

export function proposePin(api: CallApi, tag: string): void {
  const commit = requireImmutable(api, tag);
  const highest = highestRelease(remoteTags(api, 'v'))?.text;
  if (`v${highest}` !== tag) {
    console.log(`${tag} is not the highest version (v${highest}), so the README is not changed.`);
    return;
  }
  const texts = pinnedTexts();
  const changed = changedTexts(texts, withOwnPin(texts, tag, commit));
  if (changed.length === 0) {
    console.log('README.md and docs already contain this commit.');
    return;
  }
  propose(api, {
    branch: `pin-${tag}`,
    title: `Show the commit of ${tag} in README and docs`,
    body: `${tag} is published. Users copy this line, so it should name the newest release.`,
    changes: changed.map(([path, text]) => ({ path, content: Buffer.from(text) })),
  });
  console.log(`Opened a pull request that changes ${changed.map(([file]) => file).join(', ')}.`);
}
