import { type JsonObject, namesOf, own } from '../read/json.ts';

/** The types a schema names, without `null`; empty means any. `type: "null"` alone stays as it is. */
export function typesOf(schema: JsonObject): string[] {
  const written = writtenTypes(schema);
  return written.length === 1 ? written : written.filter((type) => type !== 'null');
}

/** `nullable` (3.0), `x-nullable` (2.0) and a `null` in the list of types (3.1) say the same. */
export function isNullable(schema: JsonObject): boolean {
  return (
    own(schema, 'nullable') === true || own(schema, 'x-nullable') === true || writtenTypes(schema).includes('null')
  );
}

export function isTyped(schema: JsonObject): boolean {
  return writtenTypes(schema).length > 0;
}

function writtenTypes(schema: JsonObject): string[] {
  const type = own(schema, 'type');
  return typeof type === 'string' ? [type] : namesOf(type);
}
