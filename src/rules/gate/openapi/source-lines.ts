import { clip } from '../../../shared/text.ts';

const LONGEST = 200;

/** The lines asked for (1-based), trimmed and cut to 200 characters, in one pass over the text. */
export function sourceLines(text: string, wanted: Iterable<number>): Map<number, string> {
  const lines = new Map<number, string>();
  let line = 1;
  let start = 0;
  for (const number of [...new Set(wanted)].sort((left, right) => left - right)) {
    while (line < number && start !== -1) {
      const end = text.indexOf('\n', start);
      start = end === -1 ? -1 : end + 1;
      line += 1;
    }
    if (start === -1) break;
    const end = text.indexOf('\n', start);
    const stop = Math.min(end === -1 ? text.length : end, start + LONGEST * 3);
    lines.set(number, clip(text.slice(start, stop).trim(), LONGEST));
  }
  return lines;
}
