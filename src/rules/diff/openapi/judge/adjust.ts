import type { ChangeLevel } from '../../change.ts';
import type { Detected } from '../detect/detected.ts';
import { type Judgement, riskOf, severityOf } from './judge.ts';

export const STRICTNESS = ['strict', 'standard', 'lenient'] as const;
/** strict: what may break counts as breaking for certain; lenient: what may break is told, and does not count. */
export type Strictness = (typeof STRICTNESS)[number];

/** What a pack may change: the judgement, never the detection. */
export type Adjustments = {
  strictness: Strictness;
  /** Codes that are not reported at all. */
  ignore: readonly string[];
  /** Level per code, as in oasdiff's `--severity-levels` files; `none` leaves the code out. */
  levels: Readonly<Record<string, ChangeLevel | 'none'>>;
};

export const NO_ADJUSTMENTS: Adjustments = { strictness: 'standard', ignore: [], levels: {} };

/** The judgement as the pack wants it; null when the pack does not want to hear of it. */
export function adjust(detected: Detected, judged: Judgement, adjustments: Adjustments): Judgement | null {
  if (adjustments.ignore.includes(detected.code)) return null;
  const set = Object.hasOwn(adjustments.levels, detected.code) ? adjustments.levels[detected.code] : undefined;
  if (set === 'none') return null;
  const level = set ?? strictly(judged.level, adjustments.strictness);
  if (level === judged.level) return judged;
  const risk = riskOf(level, detected);
  return { ...judged, level, risk, severity: severityOf(level, risk, detected.code) };
}

function strictly(level: ChangeLevel, strictness: Strictness): ChangeLevel {
  if (level !== 'warn' || strictness === 'standard') return level;
  return strictness === 'strict' ? 'error' : 'info';
}

export type SeverityFile = {
  levels: Record<string, ChangeLevel | 'none'>;
  unreadable: { line: number; text: string }[];
};

const WORDS: Readonly<Record<string, ChangeLevel | 'none'>> = {
  err: 'error',
  error: 'error',
  warn: 'warn',
  warning: 'warn',
  info: 'info',
  none: 'none',
};

/** Reads lines of `code level`, as oasdiff's severity files have them; empty lines and `#` comments are passed over. */
export function readSeverityLevels(text: string): SeverityFile {
  const file: SeverityFile = { levels: {}, unreadable: [] };
  text.split(/\r?\n/).forEach((line, index) => {
    const content = line.replace(/#.*$/, '').trim();
    if (content === '') return;
    const match = /^([A-Za-z][A-Za-z0-9_-]*)\s+(\w+)$/.exec(content);
    const level = WORDS[match?.[2]?.toLowerCase() ?? ''];
    if (match?.[1] === undefined || level === undefined) file.unreadable.push({ line: index + 1, text: content });
    else file.levels[match[1]] = level;
  });
  return file;
}
