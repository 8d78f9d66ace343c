import { readFile } from 'node:fs/promises';
import { STYLES } from './views/layout.ts';

export type Asset = { body: Buffer; contentType: string };

const CONTENT_TYPES = new Map([
  ...STYLES.map((name) => [`${name}.css`, 'text/css; charset=utf-8'] as const),
  ['live.js', 'text/javascript; charset=utf-8'],
  ['icon.svg', 'image/svg+xml'],
]);

/** One of the few files the pages load; null for any other name. */
export async function assetOf(name: string): Promise<Asset | null> {
  const contentType = CONTENT_TYPES.get(name);
  if (contentType === undefined) return null;
  return { body: await readFile(new URL(`./assets/${name}`, import.meta.url)), contentType };
}
