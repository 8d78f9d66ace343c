/** Where a link of a page leads: inside the repository, or to a place on the page itself. */
export type Target = { path: string; anchor: string | null };

/**
 * Resolves as GitHub does: relative to the page, a leading `/` from the repository root, percent-decoded.
 * Null for everything that leaves the repository: other schemes, `//host`, and paths above the root.
 */
export function targetOf(page: string, url: string): Target | null {
  const trimmed = url.trim();
  if (trimmed === '' || /^[a-z][a-z0-9+.-]*:/i.test(trimmed) || trimmed.startsWith('//')) return null;
  const hash = trimmed.indexOf('#');
  const anchor = hash === -1 ? null : decoded(trimmed.slice(hash + 1));
  const way = decoded((hash === -1 ? trimmed : trimmed.slice(0, hash)).replace(/\?.*$/, ''));
  if (way === '') return { path: page, anchor };
  const folder = page.includes('/') ? page.slice(0, page.lastIndexOf('/')) : '';
  const path = joined(way.startsWith('/') ? '' : folder, way);
  return path === null ? null : { path, anchor };
}

function joined(folder: string, way: string): string | null {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of way.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}

/** A malformed escape stays as it is written. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escaped) => {
    const bytes = Buffer.from(escaped.replaceAll('%', ''), 'hex');
    const plain = bytes.toString('utf8');
    return plain.includes('\uFFFD') ? escaped : plain;
  });
}
