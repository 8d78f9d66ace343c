import { existsSync } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { dirname, extname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pageVendor } from '../page-vendor.ts';

export type Asset = { body: string | Buffer; contentType: string };

const pageFolder = resolve(dirname(fileURLToPath(import.meta.url)), '..', 'page');
const script = 'text/javascript; charset=utf-8';
const types: Record<string, string> = {
  '.ts': script,
  '.js': script,
  '.mjs': script,
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};

/** The page may load from this server only; pictures may also be inline data. */
export const pageHeaders = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'EISDIR', 'ENOTDIR'].includes(String((error as NodeJS.ErrnoException).code));
}

/** Turns bare imports (`from 'preact'`) into addresses of this server, as browsers cannot resolve them. */
export function withVendorAddresses(code: string): string {
  return code.replaceAll(
    /(\bfrom\s*|\bimport\s*\(?\s*)(["'])([@\w./-]+)\2/g,
    (all, before: string, quote: string, name: string) => {
      const found = Object.entries(pageVendor).find(([, entry]) => entry.specifier === name);
      return found ? `${before}${quote}/vendor/${found[0]}${quote}` : all;
    },
  );
}

const scripts = new Map<string, { changedAtMs: number; code: string }>();

/** A script as browsers can run it; made again only when the file changed. */
async function scriptOf(file: string): Promise<string> {
  const { mtimeMs: changedAtMs } = await stat(file);
  const known = scripts.get(file);
  if (known?.changedAtMs === changedAtMs) return known.code;
  const source = await readFile(file, 'utf8');
  const code = withVendorAddresses(extname(file) === '.ts' ? stripTypeScriptTypes(source) : source);
  scripts.set(file, { changedAtMs, code });
  return code;
}

/** A file of the page folder; TypeScript comes out as JavaScript. Null when there is none. */
export async function pageAsset(path: string): Promise<Asset | null> {
  const contentType = types[extname(path)];
  const isTest = /\.(spec|test)\.ts$/.test(path);
  if (!contentType || isTest || path.includes('\0')) return null;
  const file = resolve(pageFolder, path);
  if (!file.startsWith(pageFolder + sep)) return null;
  try {
    // A link inside the folder must not lead out of it.
    const real = await realpath(file);
    if (!real.startsWith((await realpath(pageFolder)) + sep)) return null;
    if (contentType === script) return { body: await scriptOf(real), contentType };
    return { body: await readFile(real), contentType };
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

/** `file` below the nearest node_modules folder that has it. */
function vendorFile(file: string): string | undefined {
  const places = createRequire(import.meta.url).resolve.paths(file) ?? [];
  return places.map((place) => join(place, file)).find((path) => existsSync(path));
}

export async function vendorAsset(name: string): Promise<Asset | null> {
  const entry = Object.hasOwn(pageVendor, name) ? pageVendor[name] : undefined;
  if (!entry) return null;
  const file = vendorFile(entry.file);
  if (!file) return null;
  const bytes = await readFile(file);
  const isScript = entry.contentType === script;
  return { body: isScript ? withVendorAddresses(bytes.toString()) : bytes, contentType: entry.contentType };
}
