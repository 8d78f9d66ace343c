/** One line of a page and what it is in. `spans` are the offsets of inline code, delimiters left out. */
export type PageLine = {
  number: number;
  text: string;
  section: string | null;
  /** Headings from the top down to this line. */
  headings: string[];
  kind: 'prose' | 'heading' | 'table' | 'list' | 'code' | 'comment' | 'front-matter';
  spans: { start: number; end: number }[];
};

export type ParsedPage = { path: string; revision: string; text: string; lines: PageLine[] };

const FENCE = /^\s{0,12}(?:[-*+]\s+|\d+[.)]\s+|>\s*)?(`{3,}|~{3,})/;
const HEADING = /^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const UNDERLINE = /^\s{0,3}(=+|-{3,})\s*$/;
const SPAN = /(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)/g;
const MAX_LINES = 20_000;
/** A longer line is data, not prose; it is read as empty, so that no pattern can be made slow by it. */
const MAX_LINE = 4_000;

/** Reads a Markdown (or reStructuredText) page into lines. Never fails: what it does not know is prose. */
export function parsePage(path: string, revision: string, text: string): ParsedPage {
  const raw = text.split('\n').slice(0, MAX_LINES);
  const lines: PageLine[] = [];
  const headings: string[] = [];
  let fence: string | null = null;
  let isComment = false;
  let isFrontMatter = raw[0]?.trim() === '---';
  for (const [index, withReturn] of raw.entries()) {
    const whole = withReturn.endsWith('\r') ? withReturn.slice(0, -1) : withReturn;
    const line = whole.length > MAX_LINE ? '' : whole;
    const kind = kindOf(line, index);
    lines.push({
      number: index + 1,
      text: line,
      section: headings.at(-1) ?? null,
      headings: headings.filter((heading) => heading !== undefined),
      kind,
      spans: kind === 'code' || kind === 'front-matter' ? [] : spansOf(line),
    });
  }

  function kindOf(line: string, index: number): PageLine['kind'] {
    if (isFrontMatter) {
      if (index > 0 && line.trim() === '---') isFrontMatter = false;
      return 'front-matter';
    }
    const mark = FENCE.exec(line)?.[1] ?? null;
    if (fence !== null) {
      if (mark !== null && mark[0] === fence[0] && mark.length >= fence.length) fence = null;
      return 'code';
    }
    if (mark !== null) {
      fence = mark;
      return 'code';
    }
    if (isComment || line.trimStart().startsWith('<!--')) {
      isComment = !line.includes('-->');
      return 'comment';
    }
    const heading = HEADING.exec(line);
    if (heading !== null) {
      setHeading(headings, (heading[1] ?? '#').length, heading[2] ?? '');
      return 'heading';
    }
    const below = raw[index + 1] ?? '';
    if (line.trim() !== '' && UNDERLINE.test(below) && !line.includes('|') && !/^\s*[-*+>]/.test(line)) {
      setHeading(headings, below.trim().startsWith('=') ? 1 : 2, line.trim());
      return 'heading';
    }
    if (/^(\t| {4,})\S/.test(line) && !isInList(raw, index)) return 'code';
    if (/^\s*\|/.test(line) || /\s\|\s.*\s\|\s/.test(line)) return 'table';
    return /^\s*([-*+]|\d+[.)])\s+/.test(line) ? 'list' : 'prose';
  }

  return { path, revision, text, lines };
}

function setHeading(headings: string[], level: number, title: string): void {
  headings.length = Math.min(headings.length, level - 1);
  headings.push(title.replaceAll(/[`*_]/g, (mark) => (mark === '_' ? mark : '')));
}

function spansOf(line: string): PageLine['spans'] {
  return Array.from(line.matchAll(SPAN), (match) => {
    const start = match.index + (match[1]?.length ?? 1);
    return { start, end: start + (match[2]?.length ?? 0) };
  });
}

/** An indented line continues a list item when the nearest less-indented line above starts one. */
function isInList(raw: readonly string[], index: number): boolean {
  for (let above = index - 1; above >= Math.max(0, index - 30); above -= 1) {
    const line = raw[above] ?? '';
    if (line.trim() === '') continue;
    if (/^(\t| {4,})/.test(line)) continue;
    return /^\s*([-*+]|\d+[.)])\s+/.test(line);
  }
  return false;
}
