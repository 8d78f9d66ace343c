import type { DefinitionNode } from 'graphql';
import type { FileLine } from '../change.ts';
import { nameOf, type Parsed } from './schema.ts';

type Places = ReadonlyMap<string, FileLine>;

/** Where each coordinate stands: `Type`, `Type.field`, `Type.field.argument`, `@directive`, `@directive.argument`. */
export function placesOf(files: readonly Parsed[]): Places {
  const places = new Map<string, FileLine>();
  for (const { file, definitions } of files) {
    for (const definition of definitions) {
      const put = (coordinate: string, node: Located) => {
        const line = node.name?.loc?.startToken.line ?? node.loc?.startToken.line ?? null;
        if (!places.has(coordinate)) places.set(coordinate, { file, line });
      };
      const name = definition.kind === 'DirectiveDefinition' ? `@${nameOf(definition)}` : nameOf(definition);
      put(name, definition as Located);
      for (const member of membersOf(definition)) {
        const coordinate = `${name}.${member.name.value}`;
        put(coordinate, member);
        for (const argument of member.arguments ?? []) put(`${coordinate}.${argument.name.value}`, argument);
      }
    }
  }
  return places;
}

type Located = { loc?: { startToken: { line: number } } | undefined; name?: Named };
type Named = { value: string; loc?: { startToken: { line: number } } | undefined };
type Member = Located & { name: Named; arguments?: readonly (Located & { name: Named })[] };

function membersOf(definition: DefinitionNode): readonly Member[] {
  if (definition.kind === 'DirectiveDefinition') return (definition.arguments ?? []) as readonly Member[];
  if ('values' in definition) return (definition.values ?? []) as readonly Member[];
  return 'fields' in definition ? ((definition.fields ?? []) as readonly Member[]) : [];
}

/** The place of a coordinate, or of the nearest thing around it. */
export function placeAt(places: Places, coordinate: string): FileLine | null {
  for (let path = coordinate; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('.')))) {
    const place = places.get(path);
    if (place !== undefined) return place;
  }
  return null;
}
