import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KeyServiceError, SigningError } from '../../src/signing/errors.ts';
import { readOidcAccess, requestIdToken } from '../../src/signing/github-oidc.ts';
import { catchError } from '../helpers/errors.ts';
import { deadline, keyServices, serviceContext } from '../helpers/key-services.ts';

const services = await keyServices();

describe('the OIDC token of the job', () => {
  it("is requested from the runner's URL and masked", async () => {
    const context = serviceContext(services, 'azure');
    const token = await requestIdToken(readOidcAccess(context, 'Azure'), deadline(), context);
    assert.deepEqual(context.masks, [services.state.credentials.oidcBearer, token]);
  });

  it('requires the permission id-token: write', async () => {
    for (const missing of ['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN']) {
      const context = serviceContext(services, 'azure', { [missing]: '' });
      const error = await catchError(() => readOidcAccess(context, 'Azure'));
      assert.ok(error instanceof SigningError);
      assert.equal(error.code, 'id-token-missing');
      assert.deepEqual(error.details, { service: 'Azure' });
    }
  });

  for (const url of [
    'http://runner.example/token?x=1',
    'https://runner.example/token?x=1#',
    'https://runner.example/token#?x=1',
  ]) {
    it(`is not requested over plain HTTP, or if the audience would be part of a fragment: ${url}`, async () => {
      const context = serviceContext(services, 'azure', { ACTIONS_ID_TOKEN_REQUEST_URL: url });
      const error = await catchError(() => readOidcAccess(context, 'Azure'));
      assert.ok(error instanceof SigningError);
      assert.equal(error.code, 'endpoint-format');
    });
  }

  it("cannot be requested with another job's bearer token, and the error has GitHub's code", async () => {
    const context = serviceContext(services, 'azure');
    const access = { ...readOidcAccess(context, 'Azure'), bearer: 'of-another-job' };
    const error = await catchError(() => requestIdToken(access, deadline(), context));
    assert.ok(error instanceof KeyServiceError);
    assert.equal(error.code, 'UnauthorizedException');
    assert.equal(error.details['service'], 'GitHub’s OIDC provider');
  });
});
