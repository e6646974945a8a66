/**
 * True in .ci/run, which sets the variable to run every test case. `npm cit` skips cases that each start a
 * process and are similar to others, so that it takes less than two minutes on two cores.
 */
export const THOROUGH = process.env['THOROUGH'] === 'true';
