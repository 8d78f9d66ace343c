import { extname } from 'node:path';
import { type Kind, kindOf } from './kinds.ts';

/** Where a secret stands. What it says is not part of it, so that nothing behind can show it. Lines are 1-based. */
export type Hit = { kind: Kind; firstLine: number; lastLine: number };

/** What stands for a secret in manuals: sample names, blanks to fill in, this very machine. */
const STANDS_FOR_ONE = /example|x{6,}|\*{3,}|\.{3}|<[^<>\s]+>|\$\{|\{\{|%[sv]|\bchange_?me\b|\byour[-_]/i;
const SAMPLE_LOGIN =
  /:\/\/(user|username|usr|u|me|foo|admin|test|root|postgres|mysql|login|bob|alice):|:(pass|passwd|password|pwd|p|pw|secret|bar|test|foo|postgres|root|admin|hunter2)@|@(localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0|host|db|proxy|[\w.-]+\.(test|local|invalid|localhost))\b/i;

/** What a rule of secretlint needs and gives, as far as it is used here. */
type SecretRule = {
  meta: { id: string };
  create(
    context: {
      createTranslator(): () => { message: string; messageId: string };
      report(found: { range: readonly [number, number] }): void;
    },
    options: object,
  ): { file?(source: { filePath: string; content: string; ext: string; contentType: 'text' }): unknown };
};

/**
 * Searches a whole file with secretlint's recommended rules, in this process and without network or disk. Its rule
 * that lets a comment silence the others is left out: who writes a change does not decide what is seen in it. The
 * rules are called without secretlint's own runner, whose time marks pile up and make each file slower than the last.
 */
export async function secretsIn(path: string, content: string): Promise<Hit[]> {
  const rules: readonly SecretRule[] = (await import('@secretlint/secretlint-rule-preset-recommend')).rules;
  // The rule for Google keys would open a .p12 file of this name on this machine: only JSON says what it is.
  const ext = extname(path) === '.json' ? '.json' : '.txt';
  const source = { filePath: path, content, ext, contentType: 'text' } as const;
  const starts = lineStarts(content);
  const hits: Hit[] = [];
  for (const { meta, create } of rules) {
    const kind = kindOf(meta.id);
    if (kind === null) continue;
    const found: (readonly [number, number])[] = [];
    // What a rule would tell holds the secret, so nothing is told but where it stands.
    const createTranslator = () => () => ({ message: meta.id, messageId: kind });
    await create({ createTranslator, report: ({ range }) => found.push(range) }, {}).file?.(source);
    for (const [from, to] of found) {
      if (standsForOne(kind, content.slice(from, to))) continue;
      hits.push({ kind, firstLine: lineAt(starts, from), lastLine: lineAt(starts, Math.max(from, to - 1)) });
    }
  }
  return hits;
}

function lineStarts(content: string): number[] {
  const starts = [0];
  for (let at = content.indexOf('\n'); at !== -1; at = content.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** 1-based; found by halving. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

function standsForOne(kind: Kind, text: string): boolean {
  if (kind === 'gcp' || kind === 'privatekey') return false;
  if (STANDS_FOR_ONE.test(text)) return true;
  return (kind === 'basicauth' || kind === 'database-connection-string') && SAMPLE_LOGIN.test(text);
}
