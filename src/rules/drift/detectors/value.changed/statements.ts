import { wholeWord } from '../../change/tokens.ts';
import { distinctiveness } from '../../distinctiveness.ts';
import type { PageLine, ParsedPage } from '../../page/parse-page.ts';
import { isQuietLine } from '../../page/quiet.ts';

/** Where a page says what the value of a setting is. */
export type Statement = { line: PageLine; start: number; end: number; sureness: number };

const ESCAPE = /[.*+?^${}()|[\]\\/]/g;
const WITH_UNIT = /^\d+[a-z]+$|:\d|^\d+(\.\d+){3}$/i;
const MAX_GAP = 60;
/** Below this the name of a setting is a word like any other: the line must begin with it, and call the value default. */
const DISTINCT_NAME = 0.6;
const LONG_NUMBER = /^\d{3,}$/;
const WORD = /^[A-Za-z][\w.-]*$/;

/**
 * Statements of the old value for the setting named by one of `anchors`: on the line that names it,
 * or, when a heading names it, on a line below that speaks of the default.
 */
export function statementsOf(
  page: ParsedPage,
  anchors: readonly string[],
  old: string,
  fresh: string,
  maxLines: number,
): Statement[] {
  const found = new Map<number, Statement>();
  for (const anchor of anchors) {
    if (!page.text.includes(anchor)) continue;
    const pattern = wholeWord(anchor);
    for (const line of page.lines) {
      if (!line.text.includes(anchor) || line.text.search(pattern) === -1 || isQuietLine(line)) continue;
      const statement = line.kind === 'heading' ? below(page, line, anchor, old, maxLines) : onLine(line, anchor, old);
      if (statement !== null && !has(statement.line.text, fresh)) found.set(statement.line.number, statement);
    }
  }
  return [...found.values()].sort((left, right) => left.line.number - right.line.number);
}

function below(page: ParsedPage, heading: PageLine, anchor: string, old: string, maxLines: number): Statement | null {
  const title = heading.text.replaceAll(/[#`*\s]/g, '');
  if (distinctiveness(anchor) < DISTINCT_NAME && (title !== anchor || isBoolean(old))) return null;
  for (const line of page.lines.slice(heading.number, heading.number + maxLines)) {
    if (line.kind === 'heading') return null;
    if (isQuietLine(line)) continue;
    const stated = /default/i.test(line.text) ? afterDefault(line, old) : null;
    if (stated !== null) return { ...stated, sureness: 0.85 };
  }
  return null;
}

function onLine(line: PageLine, anchor: string, old: string): Statement | null {
  const isWord = WORD.test(old) && !isBoolean(old);
  if (distinctiveness(anchor) < DISTINCT_NAME) return isWord || isBoolean(old) ? null : plainlyNamed(line, anchor, old);
  if (isWord) {
    const stated = line.kind === 'code' ? null : afterDefault(line, old);
    return stated === null ? null : { ...stated, sureness: 0.75 };
  }
  const assigned = assignment(line, anchor, old);
  const isExample = line.kind === 'code' && !WITH_UNIT.test(old) && !LONG_NUMBER.test(old);
  const isCase = isBoolean(old) && !/default/i.test(line.text);
  if (assigned !== null && !isExample && !isCase) return { ...assigned, sureness: line.kind === 'code' ? 0.65 : 0.8 };
  if (line.kind === 'code') return null;
  const cell = line.kind === 'table' ? tableCell(line, anchor, old) : null;
  if (cell !== null) return { ...cell, sureness: 0.8 };
  const stated = afterDefault(line, old);
  if (stated !== null) return { ...stated, sureness: 0.85 };
  const matches = positions(line.text, old);
  const only = matches[0];
  if (matches.length === 1 && only !== undefined && WITH_UNIT.test(old)) return { line, ...only, sureness: 0.75 };
  return null;
}

/** A row or item that begins with the plain name as code, and states a number of its own. */
function plainlyNamed(line: PageLine, anchor: string, old: string): Statement | null {
  if (line.kind === 'code' || !(LONG_NUMBER.test(old) || WITH_UNIT.test(old))) return null;
  const escaped = anchor.replace(ESCAPE, '\\$&');
  if (!new RegExp(`^\\s*([-*+|]|\\d+[.)])\\s*[*"']*[\`*]-{0,2}${escaped}[\`*:=]`).test(line.text)) return null;
  const stated = afterDefault(line, old) ?? (line.kind === 'table' ? tableCell(line, anchor, old) : null);
  return stated === null ? null : { ...stated, sureness: 0.7 };
}

function isBoolean(text: string): boolean {
  return /^(true|false)$/i.test(text);
}

/** `anchor = value`, `--anchor value`, `anchor: value`, with or without quotes. */
function assignment(line: PageLine, anchor: string, old: string): Omit<Statement, 'sureness'> | null {
  const escaped = anchor.replace(ESCAPE, '\\$&');
  const pattern = new RegExp(`(?<!\\w|\\w-)${escaped}["'\`*]*\\s*(?:[=:]|=>)\\s*["'\`]?$`);
  const at = positions(line.text, old).find(({ start }) => pattern.test(line.text.slice(0, start)));
  return at === undefined ? null : { line, ...at };
}

/** The only cell that is the value, in a row whose first cell names the setting. */
function tableCell(line: PageLine, anchor: string, old: string): Omit<Statement, 'sureness'> | null {
  const first = line.text.replace(/^\s*\|/, '').split('|')[0] ?? '';
  if (!first.includes(anchor)) return null;
  const cells = positions(line.text, old).filter(({ start, end }) => {
    const before = line.text.slice(0, start);
    const after = line.text.slice(end);
    return /\|\s*["'`(]*$/.test(before) && /^["'`)]*\s*\|/.test(after);
  });
  const only = cells[0];
  return cells.length === 1 && only !== undefined ? { line, ...only } : null;
}

function afterDefault(line: PageLine, old: string): Omit<Statement, 'sureness'> | null {
  const at = positions(line.text, old).find(({ start }) => {
    const before = line.text.slice(Math.max(0, start - MAX_GAP), start);
    return /default(s|ed)?(\s+(to|is|value|of|are|port|size|as|being))*[\s:=*`"'([]*$/i.test(before);
  });
  return at === undefined ? null : { line, ...at };
}

function has(text: string, value: string): boolean {
  return positions(text, value).length > 0;
}

/** Where a literal stands alone: `60` is not in `60s`, `3.60`, `60%` or `8:60`. */
function positions(text: string, value: string): { start: number; end: number }[] {
  if (!text.includes(value)) return [];
  const escaped = value.replace(ESCAPE, '\\$&');
  const pattern = new RegExp(`(?<![\\w.:$-])${escaped}(?![\\w%]|[.:-]\\w)`, 'g');
  return Array.from(text.matchAll(pattern), ({ index }) => ({ start: index, end: index + value.length }));
}
