import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { soap, startFixture } from '../../../helpers/org-fixture.ts';

describe('the Partner API', () => {
  it('returns the records of a query in its own namespace', async () => {
    const fixture = await startFixture();
    const token = await fixture.token();
    const body = '<query><queryString>SELECT Id, Name FROM Account LIMIT 1</queryString></query>';
    const { status, body: xml } = await soap(fixture, token, body, 'u/65.0');
    assert.equal(status, 200);
    assert.match(xml, /<queryResponse xmlns="urn:partner\.soap\.sforce\.com">/);
    assert.match(xml, /<sf:type>Account<\/sf:type>.*<sf:Name>Acme<\/sf:Name>/);
    assert.match(xml, /<size>1<\/size>/);
    const nonsense = '<query><queryString>SELECT Colour FROM Account</queryString></query>';
    assert.match((await soap(fixture, token, nonsense, 'u/65.0')).body, /sf:MALFORMED_QUERY/);
  });
});
