/** One statement with its place in the file. `line` is that of its first word, 1-based. */
export type Statement = { text: string; line: number };

/**
 * Cuts a script at its semicolons. Strings, quoted names, dollar quotes, comments, `BEGIN ATOMIC` bodies and MySQL's
 * DELIMITER are respected; what follows a marker for the way back (goose, dbmate, sql-migrate) is not part of it.
 */
export function statementsOf(script: string): Statement[] {
  const text = wayForward(script);
  const statements: Statement[] = [];
  let delimiter = ';';
  let start = 0;
  let depth = 0;
  let at = 0;
  while (at < text.length) {
    const skipped = quotedEnd(text, at);
    if (skipped > at) {
      at = skipped;
      continue;
    }
    const changed = lineStart(text, at) ? /^delimiter[ \t]+(\S{1,10})[^\n]*/i.exec(text.slice(at, at + 60)) : null;
    if (changed !== null) {
      push(start, at);
      delimiter = changed[1] ?? ';';
      at += changed[0].length;
      start = at;
      continue;
    }
    if (depth === 0 && text.startsWith(delimiter, at)) {
      push(start, at);
      at += delimiter.length;
      start = at;
      continue;
    }
    const word = wordAt(text, at);
    if (word === '') {
      at += 1;
      continue;
    }
    depth = depthAfter(word.toLowerCase(), depth, text.slice(at + word.length, at + word.length + 20));
    at += word.length;
  }
  push(start, text.length);
  return withLines(statements, text);

  function push(from: number, to: number): void {
    const body = from + blankLength(text.slice(from, to));
    const statement = text.slice(body, to).trimEnd();
    if (statement !== '') statements.push({ text: statement, line: body });
  }
}

/** The statement's offsets become lines in one walk over the file. */
function withLines(statements: readonly Statement[], text: string): Statement[] {
  let line = 1;
  let at = 0;
  return statements.map(({ text: statement, line: offset }) => {
    for (; at < offset; at += 1) if (text[at] === '\n') line += 1;
    return { text: statement, line };
  });
}

function wayForward(script: string): string {
  const plain = script.replace(/^\uFEFF/, '');
  const back = /^[ \t]*--[ \t]*(\+goose[ \t]+down|\+migrate[ \t]+down|migrate:down)\b/im.exec(plain);
  return back === null ? plain : plain.slice(0, back.index);
}

/** Length of white space and comments at the start. MySQL's conditional comments are statements. */
function blankLength(text: string): number {
  let at = 0;
  for (;;) {
    const space = /^\s+/.exec(text.slice(at))?.[0].length ?? 0;
    at += space;
    const comment = commentEnd(text, at);
    if (comment > at) at = comment;
    else if (space === 0) return at;
  }
}

function commentEnd(text: string, at: number): number {
  if (text.startsWith('--', at) || text[at] === '#') return endOf(text, '\n', at);
  if (!text.startsWith('/*', at) || text.startsWith('/*!', at)) return at;
  let depth = 0;
  for (let here = at; here < text.length; here += 1) {
    if (text.startsWith('/*', here)) depth += 1;
    else if (text.startsWith('*/', here)) depth -= 1;
    else continue;
    here += 1;
    if (depth === 0) return here + 1;
  }
  return text.length;
}

function quotedEnd(text: string, at: number): number {
  const char = text[at];
  if (char === "'" || char === '"' || char === '`') return stringEnd(text, at, char);
  // A `#` inside an expression is an operator of PostgreSQL (`#>>`); as a comment it begins a line.
  if (char === '#' && !lineStart(text, at)) return at;
  if (char === '-' || char === '/' || char === '#') return commentEnd(text, at);
  if (char !== '$' || /\w/.test(text[at - 1] ?? '')) return at;
  const tag = /^\$(?:[A-Za-z_]\w{0,60})?\$/.exec(text.slice(at, at + 64))?.[0];
  return tag === undefined ? at : endOf(text, tag, at + tag.length);
}

function stringEnd(text: string, at: number, quote: string): number {
  for (let here = at + 1; here < text.length; here += 1) {
    if (text[here] === '\\' && quote === "'" && text[here + 1] === "'" && text[here + 2] !== ';') here += 1;
    else if (text[here] === quote) {
      if (text[here + 1] !== quote) return here + 1;
      here += 1;
    }
  }
  return text.length;
}

function endOf(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  return end === -1 ? text.length : end + mark.length;
}

function lineStart(text: string, at: number): boolean {
  for (let here = at - 1; here >= 0; here -= 1) {
    if (text[here] === '\n') return true;
    if (text[here] !== ' ' && text[here] !== '\t') return false;
  }
  return true;
}

function wordAt(text: string, at: number): string {
  return /^[A-Za-z_]\w*/.exec(text.slice(at, at + 80))?.[0] ?? '';
}

function depthAfter(word: string, depth: number, next: string): number {
  if (word === 'begin' && /^\s+atomic\b/i.test(next)) return depth + 1;
  if (depth === 0) return 0;
  if (word === 'case') return depth + 1;
  return word === 'end' ? depth - 1 : depth;
}
