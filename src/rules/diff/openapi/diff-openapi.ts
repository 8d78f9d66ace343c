import {
  changeFingerprint,
  changeKey,
  type FileLine,
  inReadingOrder,
  type SemanticChange,
  summaryOf,
} from '../change.ts';
import { detect } from './detect/detect.ts';
import type { Detected, Settings, Stability } from './detect/detected.ts';
import { type Adjustments, adjust, NO_ADJUSTMENTS } from './judge/adjust.ts';
import { judge } from './judge/judge.ts';
import { type Place, pointerOf } from './read/place.ts';
import type { SpecProblem } from './read/problem.ts';
import { readSpec, type SpecText, type Unreadable } from './read/read-spec.ts';
import { type Bump, bumpOf, pathMajorOf, VERSION_POINTER, versionOf, versionViolation } from './version.ts';

export type OpenApiDiffOptions = Partial<Adjustments> & {
  /** Epoch milliseconds: sunset dates are compared with it. Null leaves them undecided, to the safe side. */
  now?: number | null;
  deprecationDays?: { stable: number; beta: number };
  stability?: Stability;
};

export type OpenApiDiff = {
  changes: SemanticChange[];
  summary: ReturnType<typeof summaryOf>;
  versions: { base: string; head: string };
  versionLine: { base: number | null; head: number | null };
  bump: Bump;
  /** What could not be compared on either side; MUST be shown with the changes. */
  problems: { base: SpecProblem[]; head: SpecProblem[] };
};

export type DiffFailure = { side: 'base' | 'head'; unreadable: Unreadable };

/** Compares two OpenAPI documents (3.0, 3.1 or Swagger 2.0): detect, then judge, then adjust to the pack's wishes. */
export function diffOpenApi(
  base: SpecText,
  head: SpecText,
  options: OpenApiDiffOptions = {},
): { ok: true; value: OpenApiDiff } | { ok: false; error: DiffFailure } {
  const before = readSpec(base);
  if (!before.ok) return { ok: false, error: { side: 'base', unreadable: before.error } };
  const after = readSpec(head);
  if (!after.ok) return { ok: false, error: { side: 'head', unreadable: after.error } };
  const settings: Settings = {
    now: options.now ?? null,
    deprecationDays: options.deprecationDays ?? { stable: 0, beta: 0 },
    stability: options.stability ?? 'beta',
  };
  const adjustments: Adjustments = {
    strictness: options.strictness ?? NO_ADJUSTMENTS.strictness,
    ignore: options.ignore ?? NO_ADJUSTMENTS.ignore,
    levels: options.levels ?? NO_ADJUSTMENTS.levels,
  };
  const { detected, problems } = detect(before.spec, after.spec, settings);
  const places = { base: new Set([VERSION_POINTER]), head: new Set([VERSION_POINTER]) };
  for (const { base: one, head: other } of detected) {
    if (one !== null) places.base.add(pointerOf(one));
    if (other !== null) places.head.add(pointerOf(other));
  }
  for (const side of ['base', 'head'] as const) {
    for (const problem of problems[side]) if (problem.pointer !== null) places[side].add(problem.pointer);
  }
  const lines = { base: before.spec.linesOf(places.base), head: after.spec.linesOf(places.head) };
  const changes = new Map<string, SemanticChange>();
  for (const one of detected) {
    const adjusted = adjust(one, judge(one), adjustments);
    if (adjusted === null) continue;
    const change = changeOf(one, adjusted, {
      base: fileLine(before.spec.file, lines.base, one.base),
      head: fileLine(after.spec.file, lines.head, one.head),
    });
    if (!changes.has(change.fingerprint)) changes.set(change.fingerprint, change);
  }
  const versions = { base: versionOf(before.spec.root), head: versionOf(after.spec.root) };
  const violation = versionViolation(
    versions,
    [...changes.values()].some(({ level }) => level === 'error'),
  );
  if (violation !== null) {
    const adjusted = adjust(violation, judge(violation), adjustments);
    const sides = {
      base: fileLine(before.spec.file, lines.base, violation.base),
      head: fileLine(after.spec.file, lines.head, violation.head),
    };
    if (adjusted !== null) changes.set('version', changeOf(violation, adjusted, sides));
  }
  const list = inReadingOrder([...changes.values()]);
  return {
    ok: true,
    value: {
      changes: list,
      summary: summaryOf(list),
      versions,
      versionLine: { base: lines.base.get(VERSION_POINTER) ?? null, head: lines.head.get(VERSION_POINTER) ?? null },
      bump: bumpOf(versions, list, { base: pathMajorOf(before.spec.root), head: pathMajorOf(after.spec.root) }),
      problems: { base: located(problems.base, lines.base), head: located(problems.head, lines.head) },
    },
  };
}

function changeOf(
  detected: Detected,
  judged: NonNullable<ReturnType<typeof adjust>>,
  sides: { base: FileLine | null; head: FileLine | null },
): SemanticChange {
  const place = detected.head ?? detected.base;
  const location = {
    operation: detected.operation,
    path: detected.path,
    pointer: place === null ? '' : pointerOf(place),
  };
  const key = changeKey(detected.code, location, detected.message);
  return {
    code: detected.code,
    risk: judged.risk,
    level: judged.level,
    severity: judged.severity,
    location,
    message: detected.message,
    rationale: judged.rationale,
    ...sides,
    confidence: judged.confidence,
    fingerprint: changeFingerprint('openapi', key),
  };
}

function fileLine(file: string, lines: ReadonlyMap<string, number>, place: Place | null): FileLine | null {
  return place === null ? null : { file, line: lines.get(pointerOf(place)) ?? null };
}

function located(problems: readonly SpecProblem[], lines: ReadonlyMap<string, number>): SpecProblem[] {
  return problems.map((problem) => ({
    ...problem,
    line: problem.line ?? (problem.pointer === null ? null : (lines.get(problem.pointer) ?? null)),
  }));
}
