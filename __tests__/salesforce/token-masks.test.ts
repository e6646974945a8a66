/** Tests that a token is still masked in the log if a later step encodes it in base64. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyMasks } from '../../support/runner/commands.ts';
import { JWT, requestTokenWith, VALID_RESPONSE } from '../helpers/token-response.ts';

const OPAQUE =
  '00D5g00000AcmeA!AQcAQH0dMHZfz972Szmpkb58urFRkgeBGsxL_QJWwYMfAbUeeG7c1E6LYUfiDUkWe6H34r1AAT4C8b.P9n06VPV1fx2vEVyk';
const PREFIXES = ['', 'x', 'xx', 'Bearer ', '{"token":"', 'user:'];
const SUFFIXES = ['', 'x', 'xx', '\n', '"}', ':x\n'];

/**
 * Returns what the runner masks for one `add-mask` command: the value and its base64 encodings from
 * the first, second and third byte on, each padded as if the text ended there. The runner's other
 * encodings do not change a token.
 */
function runnerMasks(value: string): string[] {
  const bytes = Buffer.from(value);
  return [value, ...[0, 1, 2].map((start) => bytes.subarray(start).toString('base64'))];
}

async function masksFor(token: string): Promise<string[]> {
  const { masks } = await requestTokenWith({ ...VALID_RESPONSE, access_token: token });
  return masks.flatMap(runnerMasks);
}

/** Returns the length of the longest visible part of the encoded token. */
function longestVisiblePart(text: string, encoded: string): number {
  const parts = text.split('***').filter((part) => encoded.includes(part));
  return Math.max(0, ...parts.map(({ length }) => length));
}

for (const [format, token] of Object.entries({ opaque: OPAQUE, jwt: JWT })) {
  describe(`the base64 of a token with the format ${format}`, () => {
    for (const prefix of PREFIXES) {
      for (const suffix of SUFFIXES) {
        it(`is masked between ${JSON.stringify(prefix)} and ${JSON.stringify(suffix)}`, async () => {
          const encoded = Buffer.from(prefix + token + suffix).toString('base64');
          const log = applyMasks(encoded, await masksFor(token));
          assert.ok(log.includes('***'));
          // The text around the token and up to two bytes of the token on each side remain visible.
          const maxLength = Math.ceil((Math.max(prefix.length, suffix.length) + 2) / 3) * 4;
          assert.ok(longestVisiblePart(log, encoded) <= maxLength, log);
        });
      }
    }
  });
}
