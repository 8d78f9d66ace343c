import type { FileLine } from '../change.ts';
import { changesFrom, type FileProblem, type FilesDiff, type Judged, type TextPair, type Wishes } from '../files.ts';
import { detectChanges } from './detect.ts';
import type { Declarations } from './model.ts';
import { readProto } from './read.ts';

/** Compares the declarations of two versions of some files by full name: what moves between files gives nothing. */
export async function diffProtobuf(pairs: readonly TextPair[], wishes: Wishes = {}): Promise<FilesDiff> {
  const protobuf = (await import('protobufjs')).default;
  const problems: FileProblem[] = [];
  const [base, head] = [empty(), empty()];
  for (const pair of pairs) {
    const before = pair.base === null ? null : readProto(protobuf, pair.base);
    const after = pair.head === null ? null : readProto(protobuf, pair.head);
    if (before !== null && 'code' in before) problems.push({ ...before, side: 'base' });
    if (after !== null && 'code' in after) problems.push({ ...after, side: 'head' });
    if ((before !== null && 'code' in before) || (after !== null && 'code' in after)) continue;
    if (before !== null) add(base, before);
    if (after !== null) add(head, after);
  }
  const judged = detectChanges(base, head).map(
    ({ code, level, path, message, rationale, only }): Judged => ({
      code,
      level,
      location: { operation: null, path, pointer: `/${path.replaceAll('.', '/')}` },
      message,
      rationale,
      base: only === 'head' ? null : lineOf(base, path),
      head: only === 'base' ? null : lineOf(head, path),
      confidence: level === 'warn' ? 0.7 : 0.9,
    }),
  );
  return { changes: changesFrom('protobuf', judged, wishes), problems };
}

function empty(): Declarations {
  return { types: new Map(), lines: new Map() };
}

function add(all: Declarations, one: Declarations): void {
  for (const [name, declared] of one.types) all.types.set(name, declared);
  for (const [name, line] of one.lines) all.lines.set(name, line);
}

/** The line of a name, or of what stands around it. */
function lineOf({ lines }: Declarations, path: string): FileLine | null {
  for (let name = path; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('.')))) {
    const line = lines.get(name);
    if (line !== undefined) return line;
  }
  return null;
}
