import type { Comparator } from '../comparator.ts';
import { docsAnchorCheck } from './docs.anchor_check/index.ts';
import { docsRequiredSections } from './docs.required_sections/index.ts';
import { obligationFileChanged } from './obligation.file_changed/index.ts';
import { obligationFilePresent } from './obligation.file_present/index.ts';
import { terraformIamReview } from './terraform.iam_review/index.ts';

/** Every comparator a pack may name, one line each. */
// biome-ignore lint/suspicious/noExplicitAny: a registry forgets the options type; options are parsed by the comparator's own schema before use.
const ALL: Comparator<any>[] = [
  docsAnchorCheck,
  docsRequiredSections,
  obligationFileChanged,
  obligationFilePresent,
  terraformIamReview,
];

const BY_ID: ReadonlyMap<string, Comparator> = new Map(
  ALL.map((comparator) => [comparator.id, comparator as Comparator]),
);

export function comparatorById(id: string): Comparator | null {
  return BY_ID.get(id) ?? null;
}

export function comparatorIds(): string[] {
  return [...BY_ID.keys()].sort();
}

export function allComparators(): Comparator[] {
  return [...BY_ID.values()];
}
