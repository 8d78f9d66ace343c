import { type JsonObject, own, sameJson } from '../read/json.ts';
import { type Place, pointerOf, type Sited, under } from '../read/place.ts';
import type { Delta } from '../schema/delta.ts';
import { ANNOTATIONS } from '../schema/equivalence.ts';
import type { OperationPair, Pair } from './operation-pair.ts';

const WORDS = [...ANNOTATIONS].filter((word) => word !== 'default' && word !== 'xml');

/** Descriptions of an operation and of its parameters. */
export function compareOperationWords(both: OperationPair): void {
  reportWords(both.pair, both.label, '', both.base.value, both.head.value);
  const after = new Map(both.head.parameters.map((parameter) => [`${parameter.in} ${parameter.name}`, parameter]));
  for (const parameter of both.base.parameters) {
    const other = after.get(`${parameter.in} ${both.renames.get(parameter.name) ?? parameter.name}`);
    if (other === undefined) continue;
    reportWords(both.pair, both.label, `${other.in} parameter ${other.name}`, parameter.value, other.value);
  }
}

/** Descriptions inside schemas: once per schema, however many operations use it. */
export function compareSchemaWords(pair: Pair, deltas: Iterable<Delta>): void {
  const said = new Set<JsonObject>();
  for (const delta of deltas) {
    if (said.has(delta.head.value)) continue;
    said.add(delta.head.value);
    reportWords(pair, null, schemaName(delta.head.at), delta.base, delta.head);
  }
}

function reportWords(
  pair: Pair,
  operation: string | null,
  path: string,
  base: Sited<JsonObject>,
  head: Sited<JsonObject>,
): void {
  if (base.value === head.value) return;
  for (const word of WORDS) {
    const [from, to] = [own(base.value, word), own(head.value, word)];
    if (from === to || sameJson(from, to)) continue;
    pair.report.add({
      code: 'description-changed',
      direction: 'none',
      effect: 'neutral',
      operation,
      path,
      message: `${path === '' ? 'the operation' : path}: the ${word} changed`,
      base: placeOf(base, word),
      head: placeOf(head, word),
      cosmetic: true,
    });
  }
}

function placeOf(sited: Sited<JsonObject>, word: string): Place {
  return Object.hasOwn(sited.value, word) ? under(sited.at, word) : sited.at;
}

/** By names only, so that it stays when something above it is moved: `components/schemas/Pet/properties/name`. */
function schemaName(at: Place): string {
  return pointerOf(at).slice(1);
}
