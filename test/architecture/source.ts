import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { parseSync } from 'oxc-parser';

export type ImportKind = 'value' | 'type' | 'dynamic';
export type Import = { target: string; kind: ImportKind; line: number };
/** One file as the checks see it. `path` is relative to the project folder, with forward slashes. */
export type Source = { path: string; lines: number; imports: Import[]; program: unknown };

type Node = { type: string; start: number } & Record<string, unknown>;

/** All TypeScript files below `folders`. */
export function readTree(root: string, folders: readonly string[]): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('node_modules'))
      .map((entry) => {
        const file = join(entry.parentPath, entry.name);
        return readSource(relative(root, file).split(sep).join('/'), readFileSync(file, 'utf8'));
      }),
  );
}

/** Parses one file; throws for text that is not TypeScript, because what cannot be read cannot be checked. */
export function readSource(path: string, text: string): Source {
  const parsed = parseSync(path, text, { astType: 'ts', sourceType: 'module' });
  const [problem] = parsed.errors;
  if (problem !== undefined) throw new Error(`${path} cannot be parsed: ${problem.message}`);
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length;
  const imports = importsOf(parsed.program as unknown as Node).map(({ target, kind, at }) => ({
    target: target.startsWith('.') ? posix.join(dirname(path), target) : target,
    kind,
    line: lineAt(at),
  }));
  return { path, lines: text.split('\n').length - 1, imports, program: parsed.program };
}

type Found = { target: string; kind: ImportKind; at: number };

function importsOf(program: Node): Found[] {
  const found: Found[] = [];
  visit(program, (node) => {
    const target = targetOf(node);
    if (target !== null) found.push({ target, kind: kindOf(node), at: node.start });
  });
  return found;
}

function targetOf(node: Node): string | null {
  const holders = [
    'ImportDeclaration',
    'ExportNamedDeclaration',
    'ExportAllDeclaration',
    'ImportExpression',
    'TSImportType',
  ];
  if (!holders.includes(node.type)) return null;
  const source = node.source as { value?: unknown } | null | undefined;
  return typeof source?.value === 'string' ? source.value : null;
}

function kindOf(node: Node): ImportKind {
  if (node.type === 'ImportExpression') return 'dynamic';
  if (node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type') return 'type';
  const parts = (node.specifiers ?? []) as { importKind?: string; exportKind?: string }[];
  const allTypes = parts.length > 0 && parts.every((part) => part.importKind === 'type' || part.exportKind === 'type');
  return allTypes ? 'type' : 'value';
}

/** Every node of the tree, outermost first. `parent` is null for the program. */
export function visit(root: unknown, look: (node: Node, parent: Node | null) => void): void {
  const walk = (value: unknown, parent: Node | null): void => {
    if (Array.isArray(value)) {
      for (const item of value) walk(item, parent);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const node = value as Node;
    const isNode = typeof node.type === 'string';
    if (isNode) look(node, parent);
    for (const key of Object.keys(node)) if (key !== 'type') walk(node[key], isNode ? node : parent);
  };
  walk(root, null);
}
