import { type Json, type JsonObject, objectOf, own } from '../read/json.ts';
import type { Facet } from './delta.ts';

export function compareDiscriminator(base: JsonObject, head: JsonObject, keyword: string): Facet[] {
  const [from, to] = [own(base, keyword), own(head, keyword)];
  // Swagger 2.0 writes the property name alone.
  const object = (value: Json | undefined): JsonObject | null =>
    typeof value === 'string' ? { propertyName: value } : objectOf(value);
  const [before, after] = [object(from), object(to)];
  const say = (action: string, values: Partial<Facet> = {}): Facet => ({
    facet: 'discriminator',
    action,
    effect: 'neutral',
    keyword,
    ...values,
  });
  if (before === null && after === null) return [];
  if (before === null) return [say('added')];
  if (after === null) return [say('removed')];
  const facets: Facet[] = [];
  const names = { from: own(before, 'propertyName') ?? null, to: own(after, 'propertyName') ?? null };
  if (names.from !== names.to) facets.push(say('property-name-changed', names));
  const [one, other] = [own(before, 'mapping'), own(after, 'mapping')];
  const [mapped, remapped] = [objectOf(one) ?? {}, objectOf(other) ?? {}];
  for (const name of new Set([...Object.keys(mapped), ...Object.keys(remapped)])) {
    const values = { name, from: own(mapped, name) ?? null, to: own(remapped, name) ?? null };
    if (!Object.hasOwn(mapped, name)) facets.push(say('mapping-added', values));
    else if (!Object.hasOwn(remapped, name)) facets.push(say('mapping-deleted', values));
    else if (values.from !== values.to) facets.push(say('mapping-changed', values));
  }
  return facets;
}
