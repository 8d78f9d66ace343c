import { child, type SpecDocument } from './document.ts';
import { isObject, type Json, type JsonObject, namesOf, own } from './json.ts';
import type { Body, Content, Parameter } from './operation.ts';
import { type Sited, under } from './place.ts';

const DEFAULT_MEDIA_TYPE = 'application/json';
const FORM = ['application/x-www-form-urlencoded', 'multipart/form-data'];
const NOT_SCHEMA = new Set(['name', 'in', 'required', 'allowEmptyValue', 'collectionFormat']);

/** Swagger 2.0 sends a body as a `body` parameter, or as `formData` parameters that make up one object. */
export function swaggerBody(
  document: SpecDocument,
  operation: Sited<JsonObject>,
  parameters: readonly Parameter[],
): Body | null {
  const body = parameters.find((parameter) => parameter.in === 'body');
  const consumes = mediaTypes(document, operation, 'consumes');
  if (body !== undefined) {
    const schema = child(body.value, 'schema');
    const sited = schema.value === undefined ? null : (schema as Sited<Json>);
    return { at: body.value.at, required: body.required, content: contentFor(consumes, body.value.at, sited) };
  }
  const fields = parameters.filter((parameter) => parameter.in === 'formData');
  if (fields.length === 0) return null;
  const at = under(operation.at, 'parameters');
  const schema: Sited<Json> = { value: formSchema(fields), at };
  const types = consumes.filter((type) => FORM.includes(type));
  const required = fields.some((field) => field.required);
  return { at, required, content: contentFor(types.length === 0 ? [FORM[0] ?? ''] : types, at, schema) };
}

/** A response has one schema, sent as any of the media types the operation or the document produces. */
export function swaggerContent(
  document: SpecDocument,
  operation: Sited<JsonObject>,
  response: Sited<JsonObject>,
): Content {
  const schema = child(response, 'schema');
  if (schema.value === undefined) return new Map();
  return contentFor(mediaTypes(document, operation, 'produces'), response.at, schema as Sited<Json>);
}

function mediaTypes(document: SpecDocument, operation: Sited<JsonObject>, key: 'consumes' | 'produces'): string[] {
  const declared = own(operation.value, key) ?? own(document.root.value, key);
  const types = namesOf(declared);
  return types.length === 0 ? [DEFAULT_MEDIA_TYPE] : types;
}

function contentFor(types: readonly string[], at: Sited<Json>['at'], schema: Sited<Json> | null): Content {
  return new Map(types.map((type) => [type, { at, schema }]));
}

function formSchema(fields: readonly Parameter[]): JsonObject {
  const properties: JsonObject = {};
  for (const field of fields) {
    if (!isObject(field.value.value)) continue;
    const entries = Object.entries(field.value.value).filter(([key]) => !NOT_SCHEMA.has(key));
    properties[field.name] = Object.fromEntries(entries);
  }
  return { type: 'object', properties, required: fields.filter((field) => field.required).map((field) => field.name) };
}
