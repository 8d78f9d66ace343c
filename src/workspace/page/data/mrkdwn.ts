/**
 * Slack's mrkdwn as a tree. Pure; what to draw for each node is decided in parts/mrkdwn-view.ts.
 * Source: docs.slack.dev, "Formatting text for app surfaces".
 */

export type Inline =
  | { t: 'text'; value: string }
  | { t: 'bold' | 'italic' | 'strike'; kids: Inline[] }
  | { t: 'code'; value: string }
  | { t: 'link'; url: string; label: string }
  | { t: 'user'; id: string; label: string }
  | { t: 'channel'; id: string; label: string }
  | { t: 'group'; id: string; label: string }
  | { t: 'broadcast'; range: string }
  | { t: 'date'; ts: number; format: string; url: string; fallback: string }
  | { t: 'emoji'; name: string };

export type Paragraph = { t: 'line'; kids: Inline[] } | { t: 'quote'; lines: Inline[][] } | { t: 'pre'; value: string };

const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
const EMOJI = /^:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/;
const BARE_URL = /^https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)\]}'"*_~`]/;

/** Turns the three escapes Slack knows back into the characters they stand for. */
export function unescapeText(text: string): string {
  return text.replace(/&(lt|gt|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', amp: '&' })[name] ?? '');
}

/** Parses a whole mrkdwn text into lines, quotes and preformatted blocks. */
export function parseMrkdwn(text: string): Paragraph[] {
  const out: Paragraph[] = [];
  text.split(/```\n?([\s\S]+?)\n?```\n?/).forEach((part, index) => {
    if (index % 2 === 1) out.push({ t: 'pre', value: plainCode(part) });
    else if (part !== '')
      out.push(...parseLines(index > 0 || !text.startsWith('```') ? part.replace(/\n$/, '') : part));
  });
  return out;
}

function parseLines(text: string): Paragraph[] {
  const out: Paragraph[] = [];
  for (const line of text.split('\n')) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (!quoted) {
      out.push({ t: 'line', kids: parseInline(line) });
      continue;
    }
    const last = out.at(-1);
    const kids = parseInline(quoted[1] ?? '');
    if (last?.t === 'quote') last.lines.push(kids);
    else out.push({ t: 'quote', lines: [kids] });
  }
  return out;
}

/** Parses one line: styles, code, links, mentions, dates, emoji names and bare URLs. */
export function parseInline(line: string): Inline[] {
  const out: Inline[] = [];
  let plain = '';
  let at = 0;
  const flush = () => {
    if (plain !== '') out.push({ t: 'text', value: unescapeText(plain) });
    plain = '';
  };
  while (at < line.length) {
    const found = readToken(line, at);
    if (!found) {
      plain += line[at];
      at += 1;
      continue;
    }
    flush();
    out.push(found.node);
    at += found.length;
  }
  flush();
  return out;
}

function readToken(line: string, at: number): { node: Inline; length: number } | null {
  const c = line[at] ?? '';
  const rest = line.slice(at);
  if (c === '<') return readAngle(rest);
  if (c === '`') {
    const code = /^`([^`\n]+)`/.exec(rest);
    return code ? { node: { t: 'code', value: plainCode(code[1] ?? '') }, length: code[0].length } : null;
  }
  if (c === ':') {
    const emoji = EMOJI.exec(rest);
    return emoji && !/^\d+$/.test(emoji[1] ?? '')
      ? { node: { t: 'emoji', name: emoji[1] ?? '' }, length: emoji[0].length }
      : null;
  }
  if (c === 'h' && !isWord(line[at - 1])) {
    const url = BARE_URL.exec(rest)?.[0];
    return url ? { node: { t: 'link', url: unescapeText(url), label: '' }, length: url.length } : null;
  }
  if (c === '*' || c === '_' || c === '~') return readStyled(line, at, c);
  return null;
}

function readStyled(line: string, at: number, mark: keyof typeof MARKS): { node: Inline; length: number } | null {
  const next = line[at + 1] ?? ' ';
  if (isWord(line[at - 1]) || next === mark || /\s/.test(next)) return null;
  let end = line.indexOf(mark, at + 1);
  while (end !== -1) {
    const closes = !/\s/.test(line[end - 1] ?? ' ') && !isWord(line[end + 1]) && !insideCodeOrAngle(line, at, end);
    if (closes) break;
    end = line.indexOf(mark, end + 1);
  }
  if (end === -1) return null;
  return { node: { t: MARKS[mark], kids: parseInline(line.slice(at + 1, end)) }, length: end - at + 1 };
}

function insideCodeOrAngle(line: string, from: number, to: number): boolean {
  const before = line.slice(from, to);
  const ticks = before.split('`').length - 1;
  return ticks % 2 === 1 || before.lastIndexOf('<') > before.lastIndexOf('>');
}

function readAngle(rest: string): { node: Inline; length: number } | null {
  const match = /^<([^<>\n]+)>/.exec(rest);
  if (!match) return null;
  const [target = '', ...labels] = (match[1] ?? '').split('|');
  const label = unescapeText(labels.join('|'));
  const length = match[0].length;
  if (/^@[UWB]/.test(target)) return { node: { t: 'user', id: target.slice(1), label }, length };
  if (target.startsWith('#')) return { node: { t: 'channel', id: target.slice(1), label }, length };
  if (target.startsWith('!')) return { node: readSpecial(target.slice(1), label), length };
  return { node: { t: 'link', url: unescapeText(target), label }, length };
}

function readSpecial(target: string, label: string): Inline {
  if (/^(here|channel|everyone)$/.test(target)) return { t: 'broadcast', range: target };
  if (target.startsWith('subteam^')) return { t: 'group', id: target.slice(8), label };
  const [kind, ts, format, url] = target.split('^');
  if (kind === 'date' && Number.isFinite(Number(ts)) && format) {
    return { t: 'date', ts: Number(ts), format: unescapeText(format), url: url ?? '', fallback: label };
  }
  return { t: 'text', value: label || `<!${target}>` };
}

function plainCode(code: string): string {
  return unescapeText(code.replace(/<(?:[^<>|\n]*\|)?([^<>|\n]*)>/g, '$1'));
}

function isWord(c: string | undefined): boolean {
  return c !== undefined && /[\p{L}\p{N}]/u.test(c);
}
