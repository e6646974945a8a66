import type * as Core from '@actions/core';

/** An annotation of the run, in words for people. */
export interface Notice {
  /** Only how it is shown: an error does not fail the step. */
  readonly level: 'notice' | 'warning' | 'error';
  readonly title: string;
  readonly message: string;
}

export type Annotator = Pick<typeof Core, Notice['level']>;

export function annotate(core: Annotator, { level, title, message }: Notice): void {
  core[level](message, { title });
}
