import {
  type ChangeLevel,
  type ChangeLocation,
  changeFingerprint,
  changeKey,
  type FileLine,
  inReadingOrder,
  type Risk,
  type SemanticChange,
} from './change.ts';

export type SourceText = { file: string; text: string };
/** One file on both sides; null where it is not there. */
export type TextPair = { base: SourceText | null; head: SourceText | null };

/** Something that could not be compared; MUST be shown with the changes. `line` is 1-based. */
export type FileProblem = { code: string; side: 'base' | 'head'; file: string; line: number | null; message: string };
export type FilesDiff = { changes: SemanticChange[]; problems: FileProblem[] };

export const STRICTNESSES = ['strict', 'standard', 'lenient'] as const;
/** What a pack may change of the judgement. */
export type Wishes = {
  /** strict: what may break counts as breaking; lenient: it is only mentioned. */
  strictness?: (typeof STRICTNESSES)[number];
  ignore?: readonly string[];
  levels?: Readonly<Record<string, ChangeLevel | 'none'>>;
};

/** One artifact kind that lives in files of its own: how they are known, and how two versions are compared. */
export type FileKind<O extends Wishes = Wishes> = {
  kind: string;
  /** What one file is called in a sentence. */
  noun: string;
  /** Worth reading, by its name. */
  isCandidate(path: string): boolean;
  /** Certainly one, by its name: when it cannot be read, that has to be said. */
  isCertain(path: string): boolean;
  /** One, by its content. */
  isOne(path: string, text: string): boolean;
  /** True when all files are one artifact, so that a definition may move from file to file. */
  together: boolean;
  /** Never throws for anything a file can contain. */
  diff(pairs: readonly TextPair[], wishes: O): Promise<FilesDiff>;
};

/** A change before the pack has had its say. */
export type Judged = {
  code: string;
  level: ChangeLevel;
  /** Said only where it does not follow from the level: `info` may be words only, `warn` may break nobody. */
  risk?: Risk;
  location: ChangeLocation;
  message: string;
  rationale: string;
  base: FileLine | null;
  head: FileLine | null;
  confidence: number;
};

/** Judged changes as the pack wants them, each once, worst first. */
export function changesFrom(kind: string, judged: readonly Judged[], wishes: Wishes): SemanticChange[] {
  const changes = new Map<string, SemanticChange>();
  for (const one of judged) {
    const change = changeFrom(kind, one, wishes);
    if (change !== null && !changes.has(change.fingerprint)) changes.set(change.fingerprint, change);
  }
  return inReadingOrder([...changes.values()]);
}

function changeFrom(kind: string, judged: Judged, wishes: Wishes): SemanticChange | null {
  if (wishes.ignore?.includes(judged.code)) return null;
  const levels = wishes.levels ?? {};
  const set = Object.hasOwn(levels, judged.code) ? levels[judged.code] : undefined;
  if (set === 'none') return null;
  const level = set ?? strictly(judged.level, wishes.strictness ?? 'standard');
  const risk = level === judged.level ? (judged.risk ?? riskOf(level)) : riskOf(level);
  return {
    code: judged.code,
    risk,
    level,
    severity: severityOf(level, risk, judged.code),
    location: judged.location,
    message: judged.message,
    rationale: judged.rationale,
    base: judged.base,
    head: judged.head,
    confidence: judged.confidence,
    fingerprint: changeFingerprint(kind, changeKey(judged.code, judged.location, judged.message)),
  };
}

function strictly(level: ChangeLevel, strictness: NonNullable<Wishes['strictness']>): ChangeLevel {
  if (level !== 'warn' || strictness === 'standard') return level;
  return strictness === 'strict' ? 'error' : 'info';
}

function riskOf(level: ChangeLevel): Risk {
  return level === 'info' ? 'behavioral' : 'breaking';
}

function severityOf(level: ChangeLevel, risk: Risk, code: string): number {
  if (risk === 'cosmetic') return 5;
  if (risk === 'behavioral') return level === 'warn' ? 40 : 20;
  if (level === 'warn') return 60;
  return /removed|no[_-]delete|required/i.test(code) ? 95 : 85;
}

/** Kept as test data, examples or vendored code, a file is nobody's contract. */
export const NOT_OURS =
  /(^|\/)(node_modules|vendor|third_party|fixtures?|__fixtures__|testdata|tests?|__tests__|examples?|samples?)\//i;
