import { clip } from '../../../../shared/text.ts';
import type { Json } from '../read/json.ts';
import type { Facet } from '../schema/delta.ts';

/** A value as people write it, at most 80 characters. */
export function valueText(value: Json | undefined): string {
  if (value === undefined || value === null) return 'none';
  if (value === Number.POSITIVE_INFINITY) return 'none';
  return clip(typeof value === 'string' ? `"${value}"` : JSON.stringify(value), 80);
}

const VERBS: Readonly<Record<string, string>> = {
  added: 'was added',
  removed: 'was removed',
  'added-annotation-only': 'was added, without any rule in it',
  'removed-annotation-only': 'was removed, without any rule in it',
  forbidden: 'are no longer accepted',
  allowed: 'are accepted now',
  'mapping-added': 'mapping was added',
  'mapping-deleted': 'mapping was removed',
};

const NOUNS: ReadonlyMap<string, string> = new Map([
  ['additional-properties', 'additional properties'],
  ['enum-value', 'the enum value'],
  ['one-of', 'the oneOf branch'],
  ['any-of', 'the anyOf branch'],
  ['all-of', 'the allOf branch'],
  ['x-extensible-enum-value', 'the x-extensible-enum value'],
  ['default-value', 'the default'],
  ['pattern-property', 'the pattern property'],
  ['dependent-schema', 'the dependent schema'],
  ['prefix-items', 'the prefix item'],
  ['not', 'a "not" rule'],
  ['if', 'an "if" rule'],
  ['then', 'a "then" rule'],
  ['else', 'an "else" rule'],
  ['items', 'a rule for items'],
]);

/** `maxLength decreased from 10 to 5`, `the enum value "a" was removed`, `became nullable`. */
export function facetText(facet: Facet): string {
  if (facet.facet === 'became-nullable') return 'null is accepted now';
  if (facet.facet === 'became-not-nullable') return 'null is no longer accepted';
  if (facet.facet === 'became-enum') return `only these values are left: ${valueText(facet.to)}`;
  const noun = NOUNS.get(facet.facet) ?? facet.keyword;
  const name = facet.name === undefined ? '' : ` ${clip(facet.name, 80)}`;
  if (facet.action === 'set') return `${noun} was set to ${valueText(facet.to)}`;
  if (facet.action === 'unset') return `${noun} ${valueText(facet.from)} was removed`;
  const verb = VERBS[facet.action];
  if (verb !== undefined) return `${noun}${name}${valueInFacet(facet)} ${verb}`;
  return `${noun}${name} ${facet.action.replaceAll('-', ' ')} from ${valueText(facet.from)} to ${valueText(facet.to)}`;
}

function valueInFacet(facet: Facet): string {
  if (facet.name !== undefined) return '';
  const value = facet.action.startsWith('added') ? facet.to : facet.from;
  return value === undefined || value === null ? '' : ` ${valueText(value)}`;
}
