/**
 * Numbers (1-based) of the lines of `head` that `base` does not have, each of its lines counted once. A line that only
 * moved within the file is not added; white space at its ends does not make it another.
 */
export function addedLines(base: string, head: string): Set<number> {
  const had = new Map<string, number>();
  for (const line of base.split('\n')) had.set(line.trim(), (had.get(line.trim()) ?? 0) + 1);
  const added = new Set<number>();
  for (const [index, line] of head.split('\n').entries()) {
    const left = had.get(line.trim()) ?? 0;
    if (left > 0) had.set(line.trim(), left - 1);
    else added.add(index + 1);
  }
  return added;
}
