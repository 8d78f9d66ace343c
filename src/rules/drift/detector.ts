import type { ZodType } from 'zod';
import type { DriftEvidence, DriftType, TokenKind } from '../../model/drift.ts';
import type { CodeChange } from './change/code-change.ts';
import type { PageLine, ParsedPage } from './page/parse-page.ts';

/**
 * Something a change made untrue, if a page says it.
 * `spellings` are the literal words to look for, each with what should stand there instead (null: nothing).
 * `goneWords` must all be absent from the code at head, or the statement is still true.
 * `strength`, 0-1, is how clearly the code says so. `anchor` names the setting a changed value belongs to.
 * `neighbours`, where given, are words of the changed lines of which a page must have one on the same line.
 */
export type Suspicion = {
  kind: TokenKind;
  driftType: DriftType;
  oldToken: string;
  newToken: string | null;
  spellings: { old: string; fresh: string | null }[];
  goneWords: string[];
  anchor: string[];
  neighbours?: string[];
  strength: number;
  evidence: DriftEvidence[];
  why: string;
};

/**
 * A stretch of a line of the page and what should stand there; null when nothing can be proposed.
 * `wholeLines` says that this line and as many after it as make that number document nothing else, and go as a whole.
 */
export type Edit = { line: PageLine; start: number; end: number; fresh: string | null; wholeLines?: number };

/** A suspicion that a page bears out. `edits` are in reading order and never overlap; the first is the one shown. */
export type Confirmed = { suspicion: Suspicion; edits: Edit[]; confidence: number };

/**
 * What is known of the code at head: how often a word still stands there, or null where nobody looked.
 * With a folder, only what is below it counts.
 */
export type Remaining = (word: string, folder?: string) => number | null;

export type Asking = { change: CodeChange };

/**
 * One way in which a change makes a page wrong. Both questions are pure.
 * `suspect` reads the code change alone; `confirm` looks at one page and answers null when it is still true.
 */
export type Detector<O = unknown> = {
  id: string;
  /** Add one when the same change and page could now give another answer. */
  version: number;
  question: string;
  Options: ZodType<O>;
  suspect(asking: Asking, options: O): Suspicion[];
  confirm(suspicion: Suspicion, page: ParsedPage, remaining: Remaining, options: O): Confirmed | null;
};

/** Keeps the options type between the three, then forgets it for the registry. */
export function defineDetector<O>(detector: Detector<O>): Detector<O> {
  return detector;
}
