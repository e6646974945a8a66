/**
 * Checks every catalog entry with random combinations of facts that a run can record. The rules
 * compare the text of a report with the facts, so they do not depend on how the diagnosis uses the
 * facts.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { CatalogEntry } from '../../src/diagnosis/catalog/entry.ts';
import { CATALOG, CATALOG_GROUPS } from '../../src/diagnosis/catalog/index.ts';
import { report } from '../../src/diagnosis/report.ts';
import { TransportError } from '../../src/http/errors.ts';
import { HttpStatusError } from '../../src/salesforce/errors.ts';
import { errorsFor } from './errors-from-catalog.ts';
import { allFacts, type Facts } from './random-facts.ts';
import { FIRST, NEVER, NEVER_OF_ERROR } from './report-rules.ts';

function renderReport(error: unknown, { run, environment, missingSecrets }: Facts): string {
  const { message, summary } = report(error, run, {
    version: '1.0.0',
    environment,
    missingSecrets,
  });
  // Skips the lines before the causes, because those lines mention the run's second audience.
  const causes = message.slice(message.search(/^(Most likely cause|Cause):/m));
  return `${causes}\n${summary.split('| This run |')[0]}`;
}

const firstCause = (error: unknown, facts: Facts) =>
  /^(?:Most likely cause|Cause): (.*)$/m.exec(renderReport(error, facts))?.[1] ?? '';

/** Returns the error with the request and the response that the facts describe. */
function errorWith(
  { run, location, signedIn }: Facts,
  error: unknown,
  entry: CatalogEntry,
): unknown {
  const isOAuthError = CATALOG_GROUPS.oauthErrors.includes(entry);
  const request = entry.request ?? (signedIn && !isOAuthError ? 'userinfo' : 'token');
  if (error instanceof TransportError)
    return error.request === 'key-service'
      ? error
      : new TransportError({ ...error, request, host: new URL(run.loginUrl ?? '').host });
  if (!(error instanceof HttpStatusError)) return error;
  const { status } = error.response;
  const isRedirect = location !== undefined && status >= 300 && status < 400;
  const response = { ...error.response, ...(isRedirect ? { location } : {}) };
  return new HttpStatusError({ ...error, request, response });
}

function assertRules(entry: CatalogEntry): void {
  fc.assert(
    fc.property(fc.nat(), allFacts, (number, facts) => {
      // An error about a rejected audience cannot follow a second audience that got further.
      const isRefusedAudience = /audience-invalid|app-not-found/.test(entry.id);
      fc.pre(!isRefusedAudience || facts.run.fallbackAudience?.outcome !== 'got-further');
      const errors = errorsFor(entry, facts.details);
      const error = errorWith(facts, errors[number % errors.length]?.[1], entry);
      const text = renderReport(error, facts);
      assert.match(text, /^(Most likely cause|Cause): /m);
      for (const [name, applies, pattern] of [...NEVER, ...NEVER_OF_ERROR])
        if (applies(facts, error)) assert.doesNotMatch(text, pattern, `${name}:\n${text}`);
      for (const [name, applies, pattern] of FIRST)
        if (applies(facts, error)) assert.match(firstCause(error, facts), pattern, name);
      assert.ok(!/^Cause:/m.test(text) || !/^Also possible:/m.test(text), text);
    }),
    { numRuns: 60 },
  );
}

describe('a report lists no cause that the facts rule out and suggests nothing that is already done', () => {
  for (const entry of CATALOG.filter((candidate) => errorsFor(candidate).length > 0)) {
    it(`for the entry ${entry.id}`, () => assertRules(entry));
  }
});
