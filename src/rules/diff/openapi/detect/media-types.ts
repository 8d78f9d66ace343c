export type MediaType = { type: string; subtype: string; suffix: string; parameters: string };

/** `application/problem+json; charset=utf-8` in parts, lower-case. */
export function mediaTypeOf(name: string): MediaType {
  const [essence = '', ...rest] = name.toLowerCase().split(';');
  const [type = '', full = ''] = essence.trim().split('/');
  const plus = full.lastIndexOf('+');
  const subtype = plus === -1 ? full : full.slice(0, plus);
  const parameters = rest.map((part) => part.trim()).sort();
  return { type, subtype, suffix: plus === -1 ? '' : full.slice(plus + 1), parameters: parameters.join(';') };
}

/** JSON keeps types apart: `1` is not `"1"`. Text formats do not. */
export function isStronglyTyped(name: string): boolean {
  const { type, subtype, suffix } = mediaTypeOf(name);
  return suffix === 'json' || subtype === 'json' ? type !== 'text' || suffix === 'json' : false;
}

/** `application/problem+json` is a kind of `application/json`; parameters do not count. */
export function isKindOf(special: string, general: string): boolean {
  const [one, other] = [mediaTypeOf(special), mediaTypeOf(general)];
  if (one.type !== other.type) return false;
  if (other.suffix === '' && one.suffix !== '' && one.suffix === other.subtype) return true;
  return one.subtype === other.subtype && one.suffix === other.suffix;
}

export type MediaTypePairs = { pairs: [base: string, head: string][]; added: string[]; removed: string[] };

/** The same name first; then one that is a kind of the other. */
export function pairMediaTypes(before: readonly string[], after: readonly string[]): MediaTypePairs {
  const pairs = before.filter((name) => after.includes(name)).map((name): [string, string] => [name, name]);
  let added = after.filter((name) => !before.includes(name));
  const removed: string[] = [];
  for (const name of before) {
    if (after.includes(name)) continue;
    const other = added.find((candidate) => isKindOf(candidate, name) || isKindOf(name, candidate));
    if (other === undefined) removed.push(name);
    else {
      pairs.push([name, other]);
      added = added.filter((candidate) => candidate !== other);
    }
  }
  return { pairs, added, removed };
}
