import { type Import, type Source, visit } from './source.ts';
import { COMPOSITION, FORBIDDEN_NAMES, MAY_IMPORT, PURE_NODE, SHARED_RULES, VENDOR_HOMES } from './table.ts';

const isTest = (path: string) => /\.(spec|test)\.ts$/.test(path) || path.startsWith('test/');
/** Inline data that several specs of one folder share. */
const isSample = (path: string) => /\/(samples|test-[\w-]+)\.ts$/.test(path);
const isWhole = (path: string) =>
  COMPOSITION.some((place) => (place.endsWith('/') ? path.startsWith(place) : path === place));
const isLocal = (target: string) => /^(src|test|migrations|fixtures)\//.test(target);

/** `rules` for src/rules/gate/x.ts, `migrations` for migrations/x.ts; null for files that stand beside the folders. */
function folderOf(path: string): string | null {
  const match = /^src\/([\w-]+)\//.exec(path);
  return match?.[1] ?? /^(migrations)\//.exec(path)?.[1] ?? null;
}

const at = ({ path }: Source, { line, target }: Import) => `${path}:${line} imports ${target}`;

/** Imports that the table "who may import whom" does not allow. Specs put parts together and are free to. */
export function folderViolations(sources: readonly Source[]): string[] {
  return pairs(sources)
    .filter(({ source, imported }) => !isTest(source.path) && !isSample(source.path) && isLocal(imported.target))
    .flatMap(({ source, imported }) => {
      const { target } = imported;
      if (isTest(target) || isSample(target) || target.startsWith('fixtures/'))
        return [`${at(source, imported)}: that is a test`];
      if (isWhole(source.path)) return [];
      const [from, to] = [folderOf(source.path), folderOf(target)];
      if (from === null) return [`${source.path} stands in no folder of the table`];
      if (to === from || (to !== null && MAY_IMPORT[from]?.includes(to) === true)) return [];
      return [`${at(source, imported)}: ${from} may not import ${to ?? target}`];
    });
}

/** Inside `rules` siblings stay apart, so that one can be read without the others. */
export function siblingRuleViolations(sources: readonly Source[]): string[] {
  const room = (path: string) => /^src\/rules\/([\w-]+)\//.exec(path)?.[1] ?? null;
  return pairs(sources)
    .filter(({ source }) => !isTest(source.path))
    .filter(({ source, imported }) => {
      const [from, to] = [room(source.path), room(imported.target)];
      return from !== null && to !== null && from !== to && !SHARED_RULES.some((shared) => shared === to);
    })
    .map(({ source, imported }) => at(source, imported));
}

/** Packages that are imported outside of their home, or have none. */
export function vendorViolations(sources: readonly Source[]): string[] {
  return pairs(sources)
    .filter(({ source, imported }) => !isTest(source.path) && !isSample(source.path) && isPackage(imported.target))
    .filter(({ source, imported }) => {
      const home = VENDOR_HOMES[packageOf(imported.target)];
      if (home === undefined) return true;
      const places = imported.kind === 'type' ? [...home.in, ...(home.typesIn ?? [])] : home.in;
      return !places.some((place) => source.path.startsWith(place));
    })
    .map(({ source, imported }) => at(source, imported));
}

function isPackage(target: string): boolean {
  return !isLocal(target) && !target.startsWith('node:') && !target.startsWith('.') && !target.startsWith('/');
}

function packageOf(target: string): string {
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
}

const IMPURE_GLOBALS = ['process', 'fetch', 'performance', 'console', 'setTimeout', 'setInterval', 'setImmediate'];
const IMPURE_MEMBERS = ['Date.now', 'Math.random', 'crypto.randomUUID', 'crypto.getRandomValues', 'globalThis.process'];
const RANDOM_SHARED = 'src/shared/ids.ts';

/** I/O, clock and chance in a file that promises to have none. */
export function impurities(source: Source): string[] {
  const found = source.imports
    .filter(({ target, kind }) => kind !== 'type' && (isImpureNode(target) || target === RANDOM_SHARED))
    .map((imported) => at(source, imported));
  visit(source.program, (node, parent) => {
    const name = impureName(node, parent);
    if (name !== null) found.push(`${source.path} uses ${name}`);
  });
  return found;
}

function isImpureNode(target: string): boolean {
  return target.startsWith('node:') && !PURE_NODE.some((pure) => pure === target);
}

type Node = Parameters<Parameters<typeof visit>[1]>[0];

function impureName(node: Node, parent: Node | null): string | null {
  if (node.type === 'MemberExpression') {
    const name = `${nameOf(node.object)}.${nameOf(node.property)}`;
    return IMPURE_MEMBERS.includes(name) ? name : null;
  }
  const isDate = nameOf(node.callee) === 'Date';
  if (node.type === 'NewExpression' && isDate && (node.arguments as unknown[]).length === 0) return 'new Date()';
  if (node.type === 'CallExpression' && isDate) return 'Date()';
  if (node.type !== 'Identifier' || !IMPURE_GLOBALS.includes(String(node.name))) return null;
  return isReference(node, parent) ? String(node.name) : null;
}

function isReference(node: Node, parent: Node | null): boolean {
  if (parent === null) return true;
  if (parent.type === 'MemberExpression') return parent.object === node || parent.computed === true;
  if (
    ['Property', 'TSPropertySignature', 'TSMethodSignature', 'MethodDefinition', 'PropertyDefinition'].includes(
      parent.type,
    )
  )
    return parent.value === node && parent.key !== node;
  return parent.type !== 'ImportSpecifier';
}

function nameOf(node: unknown): string {
  return String((node as { name?: unknown } | null | undefined)?.name ?? '');
}

/** The chain of files by which `from` comes to `to` with values, not types alone; null when it never does. */
export function pathBetween(sources: readonly Source[], from: string, to: string): string[] | null {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const reachedFrom = new Map<string, string | null>([[from, null]]);
  const queue = [from];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (path === to) return trail(reachedFrom, to);
    for (const { target, kind } of byPath.get(path)?.imports ?? []) {
      if (kind === 'type' || reachedFrom.has(target)) continue;
      reachedFrom.set(target, path);
      queue.push(target);
    }
  }
  return null;
}

function trail(reachedFrom: ReadonlyMap<string, string | null>, end: string): string[] {
  const steps: string[] = [];
  for (let path: string | null | undefined = end; typeof path === 'string'; path = reachedFrom.get(path))
    steps.unshift(path);
  return steps;
}

/** Every ring of files that import each other, each once. Types are gone when the code runs, so they make no ring. */
export function cycles(sources: readonly Source[]): string[] {
  const edges = new Map(
    sources.map(({ path, imports }) => [
      path,
      imports.filter(({ kind, target }) => kind === 'value' && isLocal(target)).map(({ target }) => target),
    ]),
  );
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, above: readonly string[]): void => {
    const start = above.indexOf(path);
    if (start >= 0) {
      found.push([...above.slice(start), path].join(' -> '));
      return;
    }
    if (done.has(path)) return;
    for (const target of edges.get(path) ?? []) walk(target, [...above, path]);
    done.add(path);
  };
  for (const path of edges.keys()) walk(path, []);
  return found;
}

/** Names that say nothing about what is inside. */
export function badNames(paths: readonly string[]): string[] {
  return paths.filter((path) => FORBIDDEN_NAMES.test(path));
}

/** String literals that repeat one of `ids`. */
export function spelledIds(source: Source, ids: readonly string[]): string[] {
  const found: string[] = [];
  visit(source.program, (node) => {
    if (node.type === 'Literal' && ids.includes(String(node.value)))
      found.push(`${source.path} spells ${String(node.value)}`);
  });
  return found;
}

/** A catch block without a statement hides what went wrong, whatever comment stands in it. */
export function emptyCatches(source: Source): string[] {
  const found: string[] = [];
  visit(source.program, (node) => {
    if (node.type !== 'CatchClause') return;
    const body = node.body as { body: unknown[] };
    if (body.body.length === 0) found.push(`${source.path} has an empty catch`);
  });
  return found;
}

function pairs(sources: readonly Source[]): { source: Source; imported: Import }[] {
  return sources.flatMap((source) => source.imports.map((imported) => ({ source, imported })));
}
