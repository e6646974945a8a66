import type { ExampleCase } from '../case.ts';
import { CASES as ADVANCED } from './advanced.ts';
import { CASES as BROWSER } from './browser.ts';
import { CASES as CLIENTS } from './clients.ts';
import { CASES as EXPIRY } from './expiry.ts';
import { CASES as KEY_SERVICES } from './key-services.ts';
import { CASES as RELEASE } from './release-workflows.ts';
import { CASES as REPOSITORY_WORKFLOWS } from './repository-workflows.ts';
import { CASES as SF } from './sf.ts';
import { CASES as SIGN_IN } from './sign-in.ts';

export const CASES: readonly ExampleCase[] = [
  ...SIGN_IN,
  ...EXPIRY,
  ...SF,
  ...ADVANCED,
  ...CLIENTS,
  ...BROWSER,
  ...KEY_SERVICES,
  ...REPOSITORY_WORKFLOWS,
  ...RELEASE,
];

export const nameOf = ({ file, variant }: ExampleCase): string =>
  variant === undefined ? file : `${file}: ${variant}`;
