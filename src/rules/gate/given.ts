import type { Change, ChangedFile, Facts, FileRequest, ReadOutcome } from '../../model/facts.ts';
import { factKey } from '../../model/facts.ts';
import type { RawFinding } from '../../model/finding.ts';
import { sha256Hex } from '../../shared/sha256.ts';
import { askOnce } from './ask.ts';
import { type Comparator, comparingOf } from './comparator.ts';

type Files = Record<string, string | ReadOutcome>;
/** Two commits written down in a test: contents by path. What differs is the change; `moved` names renames. */
export type Given = {
  base?: Files;
  head?: Files;
  moved?: Record<string, string>;
  labels?: string[];
  truncated?: boolean;
  filesTruncated?: boolean;
  artifacts?: Facts['artifacts'];
};

/** Runs a comparator over two written-down commits the way the road does: it reads only what `wants` names. */
export function given<O>(comparator: Comparator<O>): (files: Given, options?: unknown) => Promise<RawFinding[]> {
  return async (files, options = {}) => {
    const parsed = comparator.Options.parse(options);
    const facts = factsOf(files);
    for (let round = 1; round <= 3; round += 1) {
      const { requests } = askOnce(comparator, facts, parsed);
      for (const request of requests) facts.texts[factKey(request)] = outcomeIn(files, request);
    }
    return await comparator.compare(comparingOf(comparator, facts, parsed));
  };
}

export function factsOf(files: Given): Facts {
  return {
    change: changeOf(files),
    tree: {
      base: Object.keys(files.base ?? {}),
      head: Object.keys(files.head ?? {}),
      truncated: files.truncated ?? false,
    },
    artifacts: files.artifacts ?? [],
    texts: {},
  };
}

export function outcomeIn(files: Given, { side, path }: FileRequest): ReadOutcome {
  const content = (side === 'base' ? files.base : files.head)?.[path];
  if (content === undefined) return { kind: 'absent' };
  if (typeof content !== 'string') return content;
  return { kind: 'text', text: content, bytes: Buffer.byteLength(content), blobSha: sha256Hex(content).slice(0, 40) };
}

export function changeOf(files: Given): Change {
  return {
    repo: 'acme/payments',
    number: 12,
    title: 'Charge in cents',
    body: '',
    author: 'alice',
    authorIsBot: false,
    labels: files.labels ?? [],
    draft: false,
    baseRef: 'main',
    baseSha: 'b'.repeat(40),
    headSha: 'a'.repeat(40),
    files: changedFiles(files),
    filesTruncated: files.filesTruncated ?? false,
  };
}

function changedFiles(files: Given): ChangedFile[] {
  const base = files.base ?? {};
  const head = files.head ?? {};
  const moved = files.moved ?? {};
  const from = new Map(Object.entries(moved).map(([previous, path]) => [path, previous]));
  const changed: ChangedFile[] = [];
  for (const path of [...new Set([...Object.keys(base), ...Object.keys(head)])].sort()) {
    const previousPath = from.get(path) ?? null;
    if (moved[path] !== undefined && head[path] === undefined) continue;
    if (previousPath !== null) changed.push(entry(path, previousPath, 'renamed'));
    else if (base[path] === undefined) changed.push(entry(path, null, 'added'));
    else if (head[path] === undefined) changed.push(entry(path, null, 'removed'));
    else if (base[path] !== head[path]) changed.push(entry(path, null, 'modified'));
  }
  return changed;

  function entry(path: string, previousPath: string | null, status: ChangedFile['status']): ChangedFile {
    return { path, previousPath, status, additions: lines(head, path), deletions: lines(base, previousPath ?? path) };
  }
}

function lines(files: Files, path: string): number {
  const content = files[path];
  return typeof content === 'string' ? content.split('\n').length : 0;
}
