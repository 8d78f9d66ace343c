import canonicalize from 'canonicalize';

/**
 * RFC 8785 canonical JSON: one text for one value, whatever order its keys were written in.
 * Throws TypeError for what JSON cannot hold (undefined at the top, functions, NaN, BigInt).
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('This value has no JSON form, so it cannot be hashed.');
  return text;
}
