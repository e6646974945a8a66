/** The version in package.json. A test checks that they match. */
export const VERSION = '1.1.0';
