import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isLoopback } from '../src/url.ts';

describe('a loopback host', () => {
  for (const host of ['localhost', '127.0.0.1', '127.100.20.30', '[::1]']) {
    it(`can be ${host}`, () => assert.equal(isLoopback(host), true));
  }
  for (const host of ['1127.0.0.1', '127.0.0.1.evil.example', '127.0.0', 'localhost.x', '']) {
    it(`cannot be ${host || 'an empty name'}`, () => assert.equal(isLoopback(host), false));
  }
});
