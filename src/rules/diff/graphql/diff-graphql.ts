import type { Change } from '@graphql-inspector/core';
import type { GraphQLSchema } from 'graphql';
import { changesFrom, type FileProblem, type FilesDiff, type Judged, type TextPair, type Wishes } from '../files.ts';
import { EXECUTABLE, judge } from './judge.ts';
import { placeAt, placesOf } from './places.ts';
import {
  buildSchema,
  extendedOnly,
  type GraphQl,
  missingTypes,
  type Parsed,
  parseSchema,
  type Refused,
  repeated,
} from './schema.ts';

export type GraphqlWishes = Wishes & {
  /** True: removing what was deprecated before is told, and breaks nobody. */
  deprecatedMayGo?: boolean;
};

type Side = 'base' | 'head';
type ParsedPair = Record<Side, Parsed | null>;

/**
 * Compares the schema definitions of two versions of some files, as one schema: what moves from file to file gives
 * nothing. A file that does not parse on one side is left out on both and named among the problems; files with only
 * queries are passed over. Where two files hold types of the same name, each directory is a schema of its own, and
 * where that does not separate them either, each file.
 */
export async function diffGraphql(pairs: readonly TextPair[], wishes: GraphqlWishes = {}): Promise<FilesDiff> {
  // Named by its file: a bundler and Node would otherwise pick two copies, and a schema of one is refused by the other.
  const graphql = await import('graphql/index.js');
  const problems: FileProblem[] = [];
  const parsed: ParsedPair[] = [];
  for (const { base, head } of pairs) {
    const before = base === null ? null : parseSchema(graphql, base);
    const after = head === null ? null : parseSchema(graphql, head);
    if (isRefused(before)) problems.push({ ...before, side: 'base' });
    if (isRefused(after)) problems.push({ ...after, side: 'head' });
    if (isRefused(before) || isRefused(after) || (before === null && after === null)) continue;
    parsed.push({ base: before, head: after });
  }
  const judged: Judged[] = [];
  for (const group of groupsOf(parsed)) {
    const twice = duplicate(group);
    if (twice !== null) problems.push(twice);
    else judged.push(...(await compareGroup(graphql, group, wishes)));
  }
  return { changes: changesFrom('graphql', judged, wishes), problems };
}

function isRefused(parsed: Parsed | Refused | null): parsed is Refused {
  return parsed !== null && 'message' in parsed;
}

function filesOf(group: readonly ParsedPair[], side: Side): Parsed[] {
  return group.map((pair) => pair[side]).filter((file) => file !== null);
}

function groupsOf(pairs: readonly ParsedPair[]): ParsedPair[][] {
  if (duplicate(pairs) === null) return pairs.length === 0 ? [] : [[...pairs]];
  const directories = Map.groupBy(pairs, (pair) => (pair.head ?? pair.base)?.file.replace(/[^/]*$/, '') ?? '');
  return [...directories.values()].flatMap((group) =>
    duplicate(group) === null ? [group] : group.map((pair) => [pair]),
  );
}

function duplicate(pairs: readonly ParsedPair[]): FileProblem | null {
  for (const side of ['base', 'head'] as const) {
    const twice = repeated(filesOf(pairs, side));
    if (twice === null) continue;
    const message = `The type ${twice.name} is defined twice, so it cannot be told which definition counts.`;
    return { code: 'defined-twice', side, file: twice.file, line: twice.line, message };
  }
  return null;
}

async function compareGroup(graphql: GraphQl, group: readonly ParsedPair[], wishes: GraphqlWishes): Promise<Judged[]> {
  const [base, head] = [filesOf(group, 'base'), filesOf(group, 'head')];
  const missing = new Map([
    ...missingTypes(head.flatMap(({ definitions }) => definitions)),
    ...missingTypes(base.flatMap(({ definitions }) => definitions)),
  ]);
  const before = buildSchema(graphql, base, missing, extendedOnly(head));
  const after = buildSchema(graphql, head, missing, extendedOnly(base));
  const { diff } = await import('@graphql-inspector/core');
  const settings = { executable: executableOf(before), deprecatedMayGo: wishes.deprecatedMayGo ?? false };
  const places = { base: placesOf(base), head: placesOf(head) };
  const roots = rootsOf(before, after);
  const changes = await diff(before, after);
  const added = new Set(changes.filter(({ type }) => type === 'TYPE_ADDED').map(({ path }) => path ?? ''));
  const isPartOfAdded = ({ type, path }: Change) =>
    type !== 'TYPE_ADDED' && added.has((path ?? '').split('.')[0] ?? '');
  return changes
    .filter((change) => !isPartOfAdded(change) && !isSaidTwice(change))
    .map((change): Judged => {
      const path = change.path ?? '';
      const [type, field] = path.split('.');
      const root = roots.get(type ?? '');
      const coordinate = path.replace(/\.@.*$/, '');
      const gone = /_REMOVED$/.test(String(change.type));
      const come = /_ADDED$/.test(String(change.type));
      return {
        code: String(change.type),
        ...judge(change, settings),
        location: {
          operation: root === undefined || field === undefined ? null : `${root} ${field}`,
          path,
          pointer: path === '' ? '' : `/${path.replaceAll('.', '/')}`,
        },
        message: change.message,
        base: come && !places.base.has(coordinate) ? null : placeAt(places.base, coordinate),
        head: gone && !places.head.has(coordinate) ? null : placeAt(places.head, coordinate),
      };
    });
}

/** `@deprecated` comes as a change of the field already. */
function isSaidTwice({ type, path, meta }: Change): boolean {
  if (!String(type).startsWith('DIRECTIVE_USAGE')) return false;
  return (
    /@(deprecated|specifiedBy)\b/.test(`${path ?? ''} ${JSON.stringify(meta)}`) ||
    /"deprecated"/.test(JSON.stringify(meta))
  );
}

function executableOf(schema: GraphQLSchema): Set<string> {
  const directives = schema.getDirectives().filter(({ locations }) => locations.some((one) => EXECUTABLE.has(one)));
  return new Set(directives.map(({ name }) => name));
}

function rootsOf(...schemas: GraphQLSchema[]): Map<string, string> {
  const roots = new Map<string, string>();
  for (const schema of schemas) {
    for (const [word, type] of [
      ['query', schema.getQueryType()],
      ['mutation', schema.getMutationType()],
      ['subscription', schema.getSubscriptionType()],
    ] as const) {
      if (type !== null && type !== undefined) roots.set(type.name, word);
    }
  }
  return roots;
}
