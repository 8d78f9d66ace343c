import { CountersignError } from '../../shared/errors.ts';

export const LONGEST_GLOB = 200;
/** Alternatives of all braces multiplied: `{a,b}/{c,d}` are four. */
export const MOST_ALTERNATIVES = 64;

export type PathMatcher = (path: string) => boolean;

/**
 * Tests a repository path (no leading `/`) against globs. A leading `/` is the repository root; without one the glob
 * matches at any depth. `*` and `?` stop at `/`, `**` as a whole segment is any number of segments, a trailing `/`
 * means everything below, `[a-z]` and `{a,b}` work, dot files match like others, `!` in front takes paths away again.
 * Nothing is compiled to a regular expression: the work is bounded by (length of glob) x (length of path).
 * Throws CountersignError `glob-refused` for what `globProblem` names.
 */
export function globMatcher(globs: readonly string[]): PathMatcher {
  const wanted = globs.filter((glob) => !glob.startsWith('!')).flatMap(compile);
  const unwanted = globs.filter((glob) => glob.startsWith('!')).flatMap((glob) => compile(glob.slice(1)));
  return (path) => {
    const segments = path.split('/');
    const matches = (pattern: Segment[]) => matchSegments(pattern, segments);
    return wanted.some(matches) && !unwanted.some(matches);
  };
}

/** Why a glob is refused, as the end of a sentence; null when it is fine. */
export function globProblem(glob: string): string | null {
  const bare = glob.startsWith('!') ? glob.slice(1) : glob;
  if (bare === '' || bare === '/') return 'is empty';
  if (glob.length > LONGEST_GLOB) return `is longer than ${LONGEST_GLOB} characters`;
  if (expandBraces(bare, MOST_ALTERNATIVES) === null)
    return `has more than ${MOST_ALTERNATIVES} alternatives in its braces`;
  return null;
}

/** One step of a segment: a literal character, any one character, a set of characters, or any run of them. */
type Token = { kind: 'char'; char: string } | { kind: 'one' } | { kind: 'set'; set: CharSet } | { kind: 'run' };
type CharSet = { negated: boolean; ranges: [string, string][] };
type Segment = { kind: 'any-depth' } | { kind: 'literal'; text: string } | { kind: 'tokens'; tokens: Token[] };

function compile(glob: string): Segment[][] {
  const problem = globProblem(glob);
  if (problem !== null) {
    throw new CountersignError('glob-refused', `The glob ${JSON.stringify(glob)} ${problem}: write a simpler one.`, {
      permanent: true,
    });
  }
  return (expandBraces(glob, MOST_ALTERNATIVES) ?? []).map(segmentsOf);
}

function segmentsOf(glob: string): Segment[] {
  const rooted = glob.startsWith('/');
  const below = glob.endsWith('/') ? `${glob}**` : glob;
  const parts = (rooted ? below.slice(1) : below).split('/');
  const segments = parts.map(segmentOf);
  return rooted ? segments : [{ kind: 'any-depth' }, ...segments];
}

function segmentOf(part: string): Segment {
  if (part === '**') return { kind: 'any-depth' };
  const tokens = tokensOf(part);
  const literal = tokens.flatMap((token) => (token.kind === 'char' ? [token.char] : []));
  return literal.length === tokens.length ? { kind: 'literal', text: literal.join('') } : { kind: 'tokens', tokens };
}

function tokensOf(segment: string): Token[] {
  const tokens: Token[] = [];
  const chars = [...segment];
  let at = 0;
  while (at < chars.length) {
    const char = chars[at] ?? '';
    const set = char === '[' ? readSet(chars, at) : null;
    if (set !== null) {
      tokens.push({ kind: 'set', set: set.set });
      at = set.next;
      continue;
    }
    const escaped = char === '\\' && at + 1 < chars.length;
    tokens.push(escaped ? { kind: 'char', char: chars[at + 1] ?? '' } : plainToken(char));
    at += escaped ? 2 : 1;
  }
  return tokens;
}

function plainToken(char: string): Token {
  if (char === '*') return { kind: 'run' };
  if (char === '?') return { kind: 'one' };
  return { kind: 'char', char };
}

/** `[abc]`, `[a-z]`, `[!a]`, `[^a]`; null when the bracket is never closed, and then it is a plain character. */
function readSet(chars: readonly string[], open: number): { set: CharSet; next: number } | null {
  const close = chars.indexOf(']', open + 2);
  if (close === -1) return null;
  const negated = chars[open + 1] === '!' || chars[open + 1] === '^';
  const body = chars.slice(open + (negated ? 2 : 1), close);
  if (body.length === 0) return null;
  const ranges: [string, string][] = [];
  for (let at = 0; at < body.length; at += 1) {
    const from = body[at] ?? '';
    const to = body[at + 1] === '-' ? body[at + 2] : undefined;
    ranges.push([from, to ?? from]);
    if (to !== undefined) at += 2;
  }
  return { set: { negated, ranges }, next: close + 1 };
}

/** Null when there are more than `limit`. An unclosed brace, and one without a comma, is a plain character. */
function expandBraces(glob: string, limit: number): string[] | null {
  const done: string[] = [];
  const open = [glob];
  while (open.length > 0) {
    const next = open.pop() ?? '';
    const group = firstGroup(next);
    if (group === null) done.push(next);
    else open.push(...group.options.map((option) => `${group.before}${option}${group.after}`));
    if (done.length + open.length > limit) return null;
  }
  return done;
}

function firstGroup(glob: string): { before: string; options: string[]; after: string } | null {
  for (let start = indexOfPlain(glob, '{', 0); start !== -1; start = indexOfPlain(glob, '{', start + 1)) {
    const commas: number[] = [];
    let depth = 0;
    for (let at = start; at < glob.length; at += 1) {
      const char = glob[at];
      if (char === '\\') at += 1;
      else if (char === '{') depth += 1;
      else if (char === ',' && depth === 1) commas.push(at);
      else if (char === '}') depth -= 1;
      if (depth > 0 || at <= start) continue;
      if (commas.length === 0) break;
      const edges = [start, ...commas, at];
      const options = edges.slice(1).map((edge, index) => glob.slice((edges[index] ?? 0) + 1, edge));
      return { before: glob.slice(0, start), options, after: glob.slice(at + 1) };
    }
  }
  return null;
}

function indexOfPlain(text: string, char: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === char) return at;
  }
  return -1;
}

/** Walks both lists once per pattern segment, keeping every place the pattern could have reached, lowest first. */
function matchSegments(pattern: readonly Segment[], segments: readonly string[]): boolean {
  const last = pattern.at(-1);
  if (last !== undefined && last.kind !== 'any-depth' && !matchSegment(last, segments.at(-1) ?? '')) return false;
  let reached = [0];
  for (const part of pattern) {
    const next: number[] = [];
    if (part.kind === 'any-depth') {
      for (let at = reached[0] ?? 0; at <= segments.length; at += 1) next.push(at);
    } else {
      for (const at of reached) {
        const segment = segments[at];
        if (segment !== undefined && matchSegment(part, segment)) next.push(at + 1);
      }
    }
    if (next.length === 0) return false;
    reached = next;
  }
  return reached.at(-1) === segments.length;
}

function matchSegment(part: Exclude<Segment, { kind: 'any-depth' }>, segment: string): boolean {
  return part.kind === 'literal' ? part.text === segment : matchTokens(part.tokens, [...segment]);
}

/** The last run takes as little as it can and grows only when what follows fails; earlier runs are never reopened. */
function matchTokens(tokens: readonly Token[], chars: readonly string[]): boolean {
  let token = 0;
  let char = 0;
  let lastRun = -1;
  let runEnd = 0;
  while (char < chars.length) {
    const step = tokens[token];
    if (step?.kind === 'run') {
      lastRun = token;
      runEnd = char;
      token += 1;
    } else if (step !== undefined && matchesOne(step, chars[char] ?? '')) {
      token += 1;
      char += 1;
    } else if (lastRun !== -1) {
      runEnd += 1;
      char = runEnd;
      token = lastRun + 1;
    } else {
      return false;
    }
  }
  return tokens.slice(token).every((step) => step.kind === 'run');
}

function matchesOne(token: Token, char: string): boolean {
  switch (token.kind) {
    case 'char':
      return token.char === char;
    case 'one':
      return true;
    case 'set':
      return token.set.negated !== token.set.ranges.some(([from, to]) => char >= from && char <= to);
    case 'run':
      return false;
  }
}
