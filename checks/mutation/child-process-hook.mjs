// This file is loaded before tests that run the mutated file in a child process. Stryker cannot
// measure which mutants such a test covers, so every test counts as covering all of them. The child
// process reads the active mutant from its environment.
const ids = Array.from({ length: 1000 }, (_, id) => [id, 1]);
globalThis[process.env['STRYKER_NAMESPACE']].mutantCoverage = {
  static: Object.fromEntries(ids),
  perTest: {},
};
