import { escapePart, partsOf } from './place.ts';

/** What to look for in one pass over the text. */
type Wanted = { pointers: string[]; children: Map<string, Wanted> };
type Frame = { isObject: boolean; wanted: Wanted | undefined; index: number; keys: Set<string> | null; name: string };

export type JsonScan = { lines: Map<string, number>; duplicates: { pointer: string; line: number }[]; depth: number };

/**
 * Finds lines (1-based) of pointers, repeated keys and the nesting depth in JSON text that JSON.parse has accepted.
 * One pass whatever the number of pointers, without building a tree: a document of 13 MB stays cheap.
 */
export function scanJson(text: string, pointers: Iterable<string>, options: { duplicates: boolean }): JsonScan {
  const root = wantedOf(pointers);
  const offsets: { pointer: string; offset: number }[] = root.pointers.map((pointer) => ({ pointer, offset: 0 }));
  const repeated: { pointer: string; offset: number }[] = [];
  const stack: Frame[] = [];
  let depth = 0;
  let expectsKey = false;
  let next: Wanted | undefined = root;
  let name = '';
  const enter = (isObject: boolean, at: number): void => {
    stack.push({ isObject, wanted: next, index: 0, keys: isObject && options.duplicates ? new Set() : null, name });
    if (stack.length > depth) depth = stack.length;
    expectsKey = isObject;
    if (!isObject) element(at);
  };
  const element = (at: number): void => {
    const frame = stack[stack.length - 1];
    if (frame === undefined) return;
    name = options.duplicates ? String(frame.index) : '';
    next = frame.wanted?.children.get(String(frame.index));
    if (next !== undefined) for (const pointer of next.pointers) offsets.push({ pointer, offset: at + 1 });
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char <= 0x20) continue;
    if (char === 0x22) {
      const end = endOfString(text, at);
      const frame = stack[stack.length - 1];
      if (expectsKey && frame !== undefined && (frame.wanted !== undefined || frame.keys !== null)) {
        const raw = text.slice(at + 1, end);
        const key = raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
        name = key;
        next = frame.wanted?.children.get(key);
        if (next !== undefined) for (const pointer of next.pointers) offsets.push({ pointer, offset: at });
        if (frame.keys?.has(key)) repeated.push({ pointer: pointerOfFrames(stack, key), offset: at });
        frame.keys?.add(key);
      } else if (expectsKey) next = undefined;
      expectsKey = false;
      at = end;
    } else if (char === 0x7b) enter(true, at);
    else if (char === 0x5b) enter(false, at);
    else if (char === 0x7d || char === 0x5d) {
      stack.pop();
      expectsKey = false;
    } else if (char === 0x2c) {
      const frame = stack[stack.length - 1];
      if (frame?.isObject) expectsKey = true;
      else if (frame !== undefined) {
        frame.index += 1;
        element(at);
      }
    }
  }
  const lineOf = lineCounter(text, [...offsets, ...repeated]);
  return {
    lines: new Map(offsets.map(({ pointer, offset }) => [pointer, lineOf(offset)])),
    duplicates: repeated.map(({ pointer, offset }) => ({ pointer, line: lineOf(offset) })),
    depth,
  };
}

/** 1-based line of a character offset. */
export function lineAt(text: string, offset: number): number {
  return lineCounter(text, [{ offset }])(offset);
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === 0x5c) slashes += 1;
    if (slashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}

function wantedOf(pointers: Iterable<string>): Wanted {
  const root: Wanted = { pointers: [], children: new Map() };
  for (const pointer of pointers) {
    let node = root;
    for (const part of partsOf(pointer) ?? []) {
      const child = node.children.get(part) ?? { pointers: [], children: new Map() };
      node.children.set(part, child);
      node = child;
    }
    node.pointers.push(pointer);
  }
  return root;
}

function pointerOfFrames(stack: readonly Frame[], key: string): string {
  return `/${[...stack.slice(1).map((frame) => frame.name), key].map(escapePart).join('/')}`;
}

/** An element's offset is that of the comma or bracket before it, so the line is taken after the white space. */
function lineCounter(text: string, marks: readonly { offset: number }[]): (offset: number) => number {
  const starts = new Map<number, number>();
  const sorted = [...new Set(marks.map(({ offset }) => offset))].sort((left, right) => left - right);
  let line = 1;
  // Kept between marks: a document on one line must not be searched to its end for each of them.
  let newline = text.indexOf('\n');
  for (const offset of sorted) {
    let target = offset;
    while (target < text.length && text.charCodeAt(target) <= 0x20) target += 1;
    while (newline !== -1 && newline < target) {
      line += 1;
      newline = text.indexOf('\n', newline + 1);
    }
    starts.set(offset, line);
  }
  return (offset) => starts.get(offset) ?? 1;
}
