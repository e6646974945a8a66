/**
 * True in .ci/run, which sets the variable to run every test case. `npm cit` skips cases that each
 * start a process and are similar to others. A case takes up to several seconds.
 */
export const THOROUGH = process.env['THOROUGH'] === 'true';
