import type * as Core from '@actions/core';

/** An annotation of the run, in words for people. */
export interface Annotation {
  /** Only how it is shown: an error does not fail the step. */
  readonly level: 'notice' | 'warning' | 'error';
  readonly title: string;
  readonly message: string;
}

export type AnnotationCore = Pick<typeof Core, Annotation['level']>;

export function annotate(core: AnnotationCore, { level, title, message }: Annotation): void {
  core[level](message, { title });
}
