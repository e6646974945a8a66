/**
 * True in .ci/run, which sets the variable: the tests then try every case. `npm cit` leaves out cases that take
 * a process each and differ little, so that it ends within two minutes on two cores.
 */
export const THOROUGH = process.env['THOROUGH'] === 'true';
