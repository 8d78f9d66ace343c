/** Deeper than any payload of Slack's; what is deeper would only exhaust the stack of whoever walks it. */
const maxDepth = 60;

/** True when a parsed JSON value is nested more than 60 levels. Does not recurse itself. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) return true;
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
  return false;
}
