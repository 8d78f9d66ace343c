import { canonicalJson } from '../../shared/canonical-json.ts';
import { domainHash } from '../../shared/sha256.ts';

export const RISKS = ['breaking', 'behavioral', 'cosmetic'] as const;
/** breaking: a consumer that works today may fail; behavioral: nothing is forbidden, something differs; cosmetic: words only. */
export type Risk = (typeof RISKS)[number];

export const CHANGE_LEVELS = ['error', 'warn', 'info'] as const;
/** error: certainly breaks someone who uses it; warn: the document alone cannot tell; info: does not break. */
export type ChangeLevel = (typeof CHANGE_LEVELS)[number];

/** `line` is 1-based; null when the file as a whole is meant. */
export type FileLine = { file: string; line: number | null };

export type ChangeLocation = {
  /** `POST /pets`, `webhook pet.created`, or null for what belongs to the whole document. */
  operation: string | null;
  /** Where inside the operation, by names only, e.g. `request application/json name/items`. */
  path: string;
  /** JSON pointer into the head document, or into the base document for what was removed. */
  pointer: string;
};

/** One difference in meaning between two versions of an artifact, judged. */
export type SemanticChange = {
  code: string;
  risk: Risk;
  level: ChangeLevel;
  /** 0-100. */
  severity: number;
  location: ChangeLocation;
  message: string;
  rationale: string;
  base: FileLine | null;
  head: FileLine | null;
  /** 0-1: how sure the judgement is, not how bad the change is. */
  confidence: number;
  /** SHA-256, 64 hex: the same change keeps it when the file moves or is reordered. */
  fingerprint: string;
};

/** What names a change and does not move: no file, no line, no array index. */
export function changeKey(code: string, location: ChangeLocation, message: string): string {
  return canonicalJson({ code, operation: location.operation, path: location.path, message });
}

export function changeFingerprint(kind: string, key: string): string {
  return domainHash('countersign/change/v1', `${kind}\n${key}`);
}

export function summaryOf(changes: readonly SemanticChange[]): Record<Risk, number> {
  const summary = { breaking: 0, behavioral: 0, cosmetic: 0 };
  for (const change of changes) summary[change.risk] += 1;
  return summary;
}

/** Worst first, then by place and code, so that the same pair always reads the same. */
export function inReadingOrder(changes: readonly SemanticChange[]): SemanticChange[] {
  return [...changes].sort(
    (left, right) =>
      RISKS.indexOf(left.risk) - RISKS.indexOf(right.risk) ||
      right.severity - left.severity ||
      compareText(left.location.operation ?? '', right.location.operation ?? '') ||
      compareText(left.location.path, right.location.path) ||
      compareText(left.code, right.code) ||
      compareText(left.message, right.message),
  );
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
