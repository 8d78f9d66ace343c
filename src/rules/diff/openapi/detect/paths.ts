import { entriesOf, type SpecDocument } from '../read/document.ts';
import { type JsonObject, own, textOf } from '../read/json.ts';
import { type Operation, operationsOf } from '../read/operation.ts';
import type { Sited } from '../read/place.ts';

export type PathItem = { path: string; at: Sited<JsonObject>; operations: Map<string, Operation> };
export type PathPairs = { pairs: { base: PathItem; head: PathItem }[]; added: PathItem[]; removed: PathItem[] };

/** Paths that differ only in the names of their parameters answer the same requests, so they are one path. */
export function pairPaths(base: SpecDocument, head: SpecDocument): PathPairs {
  const [before, after] = [pathItems(base), pathItems(head)];
  const exact = new Map(after.map((item) => [item.path, item]));
  const pairs: PathPairs['pairs'] = [];
  const left: PathItem[] = [];
  for (const item of before) {
    const other = exact.get(item.path);
    if (other === undefined) left.push(item);
    else pairs.push({ base: item, head: other });
  }
  const taken = new Set(pairs.map(({ head: item }) => item.path));
  const byTemplate = new Map<string, PathItem[]>();
  for (const item of after) {
    if (taken.has(item.path)) continue;
    const key = templateOf(item.path);
    byTemplate.set(key, [...(byTemplate.get(key) ?? []), item]);
  }
  const removed: PathItem[] = [];
  for (const item of left) {
    const other = byTemplate.get(templateOf(item.path))?.shift();
    if (other === undefined) removed.push(item);
    else {
      pairs.push({ base: item, head: other });
      taken.add(other.path);
    }
  }
  return { pairs, added: after.filter((item) => !taken.has(item.path)), removed };
}

/** Path parameter names of the base -> those of the head, by position. */
export function parameterRenames(base: string, head: string): ReadonlyMap<string, string> {
  const [before, after] = [parameterNames(base), parameterNames(head)];
  return new Map(before.map((name, index) => [name, after[index] ?? name]));
}

function pathItems(document: SpecDocument): PathItem[] {
  // In Swagger 2.0 every path lies below the base path.
  const basePath = document.kind === 'swagger-2.0' ? (textOf(own(document.root.value, 'basePath')) ?? '') : '';
  const prefix = basePath === '/' ? '' : basePath.replace(/\/$/, '');
  const items: PathItem[] = [];
  for (const [path, sited] of entriesOf(document.root, 'paths')) {
    if (!path.startsWith('/')) continue;
    const at = document.resolve(sited);
    if (at !== null) items.push({ path: prefix + path, at, operations: operationsOf(document, prefix + path, at) });
  }
  return items;
}

export function webhookItems(document: SpecDocument): Map<string, PathItem> {
  const items = new Map<string, PathItem>();
  for (const [name, sited] of entriesOf(document.root, 'webhooks')) {
    const at = document.resolve(sited);
    if (at !== null) items.set(name, { path: name, at, operations: operationsOf(document, name, at) });
  }
  return items;
}

function templateOf(path: string): string {
  return path.replace(/\{[^{}]*\}/g, '{}');
}

function parameterNames(path: string): string[] {
  return [...path.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '');
}
