import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sendRequest } from '../../../../simulator/client.ts';
import { PACKAGE } from '../../../../simulator/org/api/packages.ts';
import {
  get,
  MY_DOMAIN_URL,
  type OrgFixture,
  post,
  startFixture,
} from '../../../helpers/org-fixture.ts';

const TOOLING = '/services/data/v66.0/tooling';

/** Sends a multipart request with fields and a zip, as the CLI does. */
function request({ org }: OrgFixture, token: string, fields: object) {
  const part = (name: string, text: string) =>
    `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`;
  return sendRequest(org, `${MY_DOMAIN_URL}${TOOLING}/sobjects/Package2VersionCreateRequest`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'multipart/form-data; boundary=x',
    },
    body: `${part('Package2VersionCreateRequest', JSON.stringify(fields))}${part('VersionInfo', 'zip')}--x--`,
  });
}

describe('an unlocked package', () => {
  it('gets a version as soon as one is requested', async () => {
    const fixture = await startFixture();
    const token = await fixture.token();
    const path = `${TOOLING}/sobjects/Package2/${PACKAGE.Id}`;
    assert.equal(JSON.parse((await get(fixture, path, token)).body).Name, 'acme');
    const { id } = JSON.parse((await request(fixture, token, { Package2Id: PACKAGE.Id })).body);
    const soql = `SELECT Status, Package2Version.SubscriberPackageVersionId FROM Package2VersionCreateRequest WHERE Id = '${id}'`;
    const response = await get(fixture, `${TOOLING}/query?q=${encodeURIComponent(soql)}`, token);
    const [record] = JSON.parse(response.body).records;
    assert.equal(record.Status, 'Success');
    assert.match(record.Package2Version.SubscriberPackageVersionId, /^04t\w{15}$/);
  });

  it('gets no version if the package is unknown or the request contains no files', async () => {
    const fixture = await startFixture();
    const token = await fixture.token();
    const other = await request(fixture, token, { Package2Id: '0Ho5g000000OtherAA' });
    const path = `${TOOLING}/sobjects/Package2VersionCreateRequest`;
    const withoutFiles = await post(fixture, path, token, { Package2Id: PACKAGE.Id });
    assert.deepEqual([other.status, withoutFiles.status], [400, 400]);
  });
});
