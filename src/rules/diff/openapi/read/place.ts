/** A position in a document, kept as a chain so that no pointer text is built for what never changes. */
export type Place = { readonly parent: Place | null; readonly key: string };

/** A value with where it stands. */
export type Sited<T> = { readonly value: T; readonly at: Place };

export const ROOT: Place = { parent: null, key: '' };

export function under(place: Place, ...keys: readonly (string | number)[]): Place {
  let current = place;
  for (const key of keys) current = { parent: current, key: String(key) };
  return current;
}

/** RFC 6901 pointer of a place; the root is the empty text. */
export function pointerOf(place: Place): string {
  const parts: string[] = [];
  for (let current = place; current.parent !== null; current = current.parent) parts.push(escapePart(current.key));
  return parts.length === 0 ? '' : `/${parts.reverse().join('/')}`;
}

export function escapePart(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The keys of a pointer, unescaped; null when it is not one. */
export function partsOf(pointer: string): string[] | null {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) return null;
  return pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}
