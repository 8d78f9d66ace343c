import type { Change, ResolvedArtifact, Side } from '../../model/facts.ts';
import type { StoredPack } from '../../model/pack.ts';

type Declared = StoredPack['trackA']['artifacts'][number];
/** Whether a path exists on a side, as far as the list of files tells. */
export type Exists = (side: Side, path: string) => Promise<boolean>;

const OPENAPI_TYPE = 'openapi_spec';
const OPENAPI_NAMES = /^(openapi|swagger)(\.v?\d+)?\.(ya?ml|json)$/i;
/** Specs kept as examples or test data are nobody's contract. */
const NOT_OURS = /(^|\/)(node_modules|vendor|third_party|fixtures?|__fixtures__|testdata|tests?|examples?|samples?)\//i;
const MOST_DISCOVERED = 20;

/**
 * Where each artifact of a pack stands on either side: the path it names, then its fallbacks, then a well-known name.
 * A pack that names no API description gets those with a well-known name.
 */
export async function resolveArtifacts(
  declared: readonly Declared[],
  change: Change,
  trees: Record<Side, readonly string[]>,
  exists: Exists,
): Promise<ResolvedArtifact[]> {
  const resolved: ResolvedArtifact[] = [];
  for (const artifact of declared) resolved.push(await resolveOne(artifact, change, trees, exists));
  if (declared.some(({ type }) => isOpenapi(type))) return resolved;
  return [...resolved, ...discoverAll(change, trees)];
}

async function resolveOne(
  artifact: Declared,
  change: Change,
  trees: Record<Side, readonly string[]>,
  exists: Exists,
): Promise<ResolvedArtifact> {
  const explicit = rooted(artifact.path);
  const fallbacks = artifact.fallbackPaths.map(rooted);
  const tried = [explicit, ...fallbacks];
  const found = { base: await firstOf('base', tried, exists), head: await firstOf('head', tried, exists) };
  const path = followRenames(found, change);
  const seen = path.head ?? path.base;
  if (seen !== null) {
    return { type: artifact.type, path, from: tried.indexOf(seen) === 0 ? 'explicit' : 'fallback', tried };
  }
  const [first] = isOpenapi(artifact.type) ? discoverAll(change, trees) : [];
  if (first !== undefined) return { ...first, type: artifact.type, tried: [...tried, ...first.tried] };
  return { type: artifact.type, path, from: 'missing', tried };
}

async function firstOf(side: Side, paths: readonly string[], exists: Exists): Promise<string | null> {
  for (const path of paths) if (await exists(side, path)) return path;
  return null;
}

/** A file that only moved is the same artifact on both sides. */
function followRenames(path: ResolvedArtifact['path'], change: Change): ResolvedArtifact['path'] {
  if (path.base === null && path.head !== null) {
    return { ...path, base: change.files.find((file) => file.path === path.head)?.previousPath ?? null };
  }
  if (path.head === null && path.base !== null) {
    return { ...path, head: change.files.find((file) => file.previousPath === path.base)?.path ?? null };
  }
  return path;
}

function discoverAll(change: Change, trees: Record<Side, readonly string[]>): ResolvedArtifact[] {
  const atHead = trees.head.filter(isWellKnown);
  const renamed = new Set(atHead.map((path) => followRenames({ base: null, head: path }, change).base));
  const onlyBase = trees.base.filter((path) => isWellKnown(path) && !atHead.includes(path) && !renamed.has(path));
  const base = new Set(trees.base);
  const sides = [
    ...atHead.map((path) =>
      base.has(path) ? { base: path, head: path } : followRenames({ base: null, head: path }, change),
    ),
    ...onlyBase.map((path) => followRenames({ base: path, head: null }, change)),
  ];
  return sides
    .sort((left, right) => byDepth(left.head ?? left.base ?? '', right.head ?? right.base ?? ''))
    .slice(0, MOST_DISCOVERED)
    .map((path) => ({ type: OPENAPI_TYPE, path, from: 'discovered', tried: [path.head ?? path.base ?? ''] }));
}

function isWellKnown(path: string): boolean {
  return OPENAPI_NAMES.test(path.slice(path.lastIndexOf('/') + 1)) && !NOT_OURS.test(path);
}

function isOpenapi(type: string): boolean {
  return type.startsWith('openapi');
}

function rooted(path: string): string {
  return path.replace(/^\/+/, '');
}

function byDepth(left: string, right: string): number {
  return left.split('/').length - right.split('/').length || (left < right ? -1 : 1);
}
