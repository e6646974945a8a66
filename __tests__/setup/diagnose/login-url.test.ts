import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { listFiles } from '../../../setup/metadata-project.ts';
import { fakeSf } from '../fake-sf.ts';
import { TENANT_BY_ALIAS } from '../harness.ts';
import {
  causesOf,
  createStory,
  type DiagnosisStory,
  findingsWith,
  hideFiles,
  suspectsOf,
} from './refused-sign-in.ts';

describe('the login URL in a report of --diagnose', { concurrency: 2 }, () => {
  const replaceUrl = ({ harness }: DiagnosisStory, url: string): void => {
    harness.intercept = (command) => {
      if (command.args.slice(0, 3).join(' ') !== 'org list auth') return undefined;
      const result = fakeSf(harness.org, TENANT_BY_ALIAS, command);
      const stdout = result.stdout.replaceAll('https://acme.my.salesforce.com', url);
      return { ...result, stdout };
    };
  };
  for (const [title, url] of [
    ['the URL of an instance', 'https://na139.salesforce.com'],
    ['a former My Domain', 'https://former.my.salesforce.com'],
  ] as const) {
    it(`proves no wrong org if the Salesforce CLI reads the org at ${title}`, async (t) => {
      const story = await createStory(t);
      replaceUrl(story, url);
      const changes = { org: 'prod', 'login-url': 'https://other.my.salesforce.com' };
      const diagnosis = await story.diagnose(...story.options(changes));
      assert.deepEqual(causesOf(diagnosis), []);
      assert.deepEqual(suspectsOf(diagnosis), ['wrong-org']);
      assert.ok(findingsWith(diagnosis, 'open').some((text) => text.includes(url)));
    });
  }

  it('is not that of a wrong org if it contains the name of My Domain in the settings of the org', async (t) => {
    const story = await createStory(t);
    replaceUrl(story, 'https://acme.develop.my.salesforce.com');
    const diagnosis = await story.diagnose(...story.options({ org: 'prod' }));
    assert.deepEqual([...causesOf(diagnosis), ...diagnosis.suspects], []);
    assert.match(findingsWith(diagnosis, 'open').join('\n'), /Org: the name of My Domain .* acme,/);
  });

  it('may be that of a wrong org if it is for production, and a sandbox shows the same name', async (t) => {
    const story = await createStory(t);
    const { harness } = story;
    harness.intercept = (command) => {
      if (command.args[1] !== 'retrieve') return undefined;
      const result = fakeSf(harness.org, TENANT_BY_ALIAS, command);
      for (const path of listFiles(command.folder ?? '')) {
        const xml = readFileSync(path, 'utf8');
        writeFileSync(path, xml.replace('<myDomainName>acme--uat<', '<myDomainName>acme<'));
      }
      return result;
    };
    const diagnosis = await story.diagnose(...story.options({ org: 'uat' }));
    assert.ok(!causesOf(diagnosis).includes('wrong-org'));
    assert.ok(diagnosis.suspects.some(({ id }) => id === 'wrong-org'));
  });

  it('proves no wrong org if the org does not show the name of its My Domain', async (t) => {
    const story = await createStory(t);
    hideFiles(story, 'settings');
    const changes = { org: 'prod', 'login-url': 'https://other.my.salesforce.com' };
    const diagnosis = await story.diagnose(...story.options(changes));
    assert.deepEqual(causesOf(diagnosis), []);
    assert.deepEqual(suspectsOf(diagnosis), ['wrong-org']);
  });

  it('is not said to be the one that My Domain requires if it is that of another org', async (t) => {
    const story = await createStory(t);
    story.harness.org.policy.preventGenericLogin = true;
    const diagnosis = await story.diagnose(...story.options({ org: 'uat' }));
    assert.deepEqual(causesOf(diagnosis)[0], 'wrong-org');
    assert.doesNotMatch(findingsWith(diagnosis, 'right').join('\n'), /which this one used/);
  });
});
