import type { DefinitionNode, DocumentNode, GraphQLSchema, NamedTypeNode, TypeNode } from 'graphql';
import { messageOf } from '../../../shared/errors.ts';
import type { SourceText } from '../files.ts';

export type GraphQl = typeof import('graphql');
export type Parsed = { file: string; definitions: DefinitionNode[] };
export type Refused = { file: string; code: string; line: number | null; message: string };

const MAX_CHARS = 8 * 1024 * 1024;
const MAX_TOKENS = 2_000_000;
/** Types and lists nest by recursion in the parser; nobody writes a list of lists this deep. */
const DEEPEST = 200;

/** The type system definitions of one file; null when it holds only queries and fragments. Never throws. */
export function parseSchema(graphql: GraphQl, { file, text }: SourceText): Parsed | Refused | null {
  if (text.length > MAX_CHARS) {
    const message = `The file has ${text.length} characters; more than ${MAX_CHARS} are not read.`;
    return { file, code: 'too-large', line: null, message };
  }
  if (nestsTooDeep(text)) {
    return { file, code: 'too-deep', line: null, message: `The file nests deeper than ${DEEPEST} levels.` };
  }
  let document: DocumentNode;
  try {
    document = graphql.parse(new graphql.Source(text, file), { maxTokens: MAX_TOKENS });
  } catch (thrown) {
    const line = thrown instanceof graphql.GraphQLError ? (thrown.locations?.[0]?.line ?? null) : null;
    // A file of comments only is a schema that says nothing.
    if (/^(\s|,|\uFEFF|#[^\n]*(\n|$))*$/.test(text)) return { file, definitions: [] };
    return { file, code: 'unparsable', line, message: messageOf(thrown) };
  }
  const definitions = document.definitions.filter(
    (one) => graphql.isTypeSystemDefinitionNode(one) || graphql.isTypeSystemExtensionNode(one),
  );
  return definitions.length === 0 ? null : { file, definitions };
}

function nestsTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '[' || char === '{' || char === '(') depth += 1;
    else if ((char === ']' || char === '}' || char === ')') && depth > 0) depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

/** A type or directive that stands twice. Scalars and directives may: every file that uses them may declare them. */
export function repeated(files: readonly Parsed[]): { name: string; file: string; line: number | null } | null {
  const seen = new Set<string>();
  for (const { file, definitions } of files) {
    for (const definition of definitions) {
      if (!definition.kind.endsWith('TypeDefinition') || definition.kind === 'ScalarTypeDefinition') continue;
      const name = nameOf(definition);
      if (seen.has(name)) return { name, file, line: definition.loc?.startToken.line ?? null };
      seen.add(name);
    }
  }
  return null;
}

export function nameOf(definition: DefinitionNode): string {
  return 'name' in definition && definition.name !== undefined ? definition.name.value : 'schema';
}

/** Types that are extended here and defined in none of these files, each with the kind of its definition. */
export function extendedOnly(files: readonly Parsed[]): Map<string, string> {
  const all = files.flatMap(({ definitions }) => definitions);
  const defined = new Set(all.filter(({ kind }) => kind.endsWith('TypeDefinition')).map(nameOf));
  const extensions = all.filter((one) => one.kind.endsWith('TypeExtension') && !defined.has(nameOf(one)));
  return new Map(extensions.map((one) => [nameOf(one), one.kind.replace('Extension', 'Definition')]));
}

export type Wanted = 'scalar' | 'interface' | 'object';

/** What the definitions point at without holding it, and as what: it stands in another file. */
export function missingTypes(definitions: readonly DefinitionNode[]): Map<string, Wanted> {
  const there = new Set(['String', 'Int', 'Float', 'Boolean', 'ID']);
  const wanted = new Map<string, Wanted>();
  for (const one of definitions) if (one.kind.includes('Type')) there.add(nameOf(one));
  const want = (type: TypeNode, as: Wanted): void => {
    let named = type;
    while (named.kind !== 'NamedType') named = named.type;
    if (!there.has(named.name.value) && (as !== 'scalar' || !wanted.has(named.name.value)))
      wanted.set(named.name.value, as);
  };
  const wantAll = (types: readonly NamedTypeNode[] | undefined, as: Wanted) => {
    for (const type of types ?? []) want(type, as);
  };
  for (const one of definitions) {
    if ('operationTypes' in one) for (const { type } of one.operationTypes ?? []) want(type, 'object');
    if ('interfaces' in one) wantAll(one.interfaces, 'interface');
    if ('types' in one) wantAll(one.types, 'object');
    if (one.kind === 'DirectiveDefinition') for (const argument of one.arguments ?? []) want(argument.type, 'scalar');
    if (!('fields' in one)) continue;
    for (const field of one.fields ?? []) {
      want(field.type, 'scalar');
      if ('arguments' in field) for (const argument of field.arguments ?? []) want(argument.type, 'scalar');
    }
  }
  return wanted;
}

/**
 * One schema of many files. `missing` are types of other files: the same stand-ins on both sides, so that they differ
 * in nothing. An extension of a type that is not here counts as its definition; `extendedElsewhere` are types that only
 * the other side extends, and which therefore exist here too, with nothing in them.
 */
export function buildSchema(
  graphql: GraphQl,
  files: readonly Parsed[],
  missing: ReadonlyMap<string, Wanted>,
  extendedElsewhere: ReadonlyMap<string, string>,
): GraphQLSchema {
  const all = files.flatMap(({ definitions }) => definitions);
  const defined = new Set(all.filter(({ kind }) => kind.endsWith('TypeDefinition')).map(nameOf));
  const definitions: DefinitionNode[] = [];
  const once = new Set<string>();
  for (const one of all) {
    if (/^(ScalarTypeDefinition|DirectiveDefinition|SchemaDefinition)$/.test(one.kind)) {
      const key = `${one.kind} ${nameOf(one)}`;
      if (once.has(key)) continue;
      once.add(key);
    }
    const name = nameOf(one);
    if (!one.kind.endsWith('TypeExtension') || defined.has(name)) {
      definitions.push(one);
      continue;
    }
    defined.add(name);
    definitions.push({ ...one, kind: one.kind.replace('Extension', 'Definition') } as DefinitionNode);
  }
  for (const [name, kind] of extendedElsewhere) {
    if (!defined.has(name))
      definitions.push({ kind, name: { kind: graphql.Kind.NAME, value: name } } as DefinitionNode);
  }
  const standIns = [...missing]
    .filter(([name]) => !defined.has(name))
    .map(([name, as]) => STAND_INS[as](name))
    .join('\n');
  if (standIns !== '') definitions.push(...graphql.parse(standIns, { noLocation: true }).definitions);
  return graphql.buildASTSchema(
    { kind: graphql.Kind.DOCUMENT, definitions },
    { assumeValid: true, assumeValidSDL: true },
  );
}

const STAND_INS: Record<Wanted, (name: string) => string> = {
  scalar: (name) => `scalar ${name}`,
  interface: (name) => `interface ${name} { _: ID }`,
  object: (name) => `type ${name} { _: ID }`,
};
