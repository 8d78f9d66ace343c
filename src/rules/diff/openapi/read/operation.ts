import { child, entriesOf, itemsOf, type SpecDocument } from './document.ts';
import { isObject, type Json, type JsonObject, namesOf, own, textOf } from './json.ts';
import type { Place, Sited } from './place.ts';
import { swaggerBody, swaggerContent } from './swagger.ts';

export const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

/** A request or response body: media type -> schema (null when the media type has none). */
export type Content = Map<string, { at: Place; schema: Sited<Json> | null }>;
export type Parameter = {
  name: string;
  in: string;
  required: boolean;
  /** Declared on the path item, so that every operation below has it. */
  shared: boolean;
  value: Sited<JsonObject>;
  schema: Sited<Json> | null;
  /** A value is serialized as `name=a&name=b`. */
  formExplode: boolean;
};
export type Body = { at: Place; required: boolean; content: Content };
export type Header = { required: boolean; value: Sited<JsonObject>; schema: Sited<Json> | null };
export type Response = { value: Sited<JsonObject>; content: Content; headers: Map<string, Header> };
export type Operation = {
  method: string;
  path: string;
  value: Sited<JsonObject>;
  parameters: Parameter[];
  body: Body | null;
  responses: Map<string, Response>;
};

/** The operations of a path item, each with what it inherits from it, whatever version the document is written in. */
export function operationsOf(document: SpecDocument, path: string, item: Sited<JsonObject>): Map<string, Operation> {
  const operations = new Map<string, Operation>();
  for (const method of METHODS) {
    const value = document.resolve(child(item, method));
    if (value === null) continue;
    const parameters = parametersOf(document, item, value);
    const plain = parameters.filter((parameter) => parameter.in !== 'body' && parameter.in !== 'formData');
    const body = document.kind === 'swagger-2.0' ? swaggerBody(document, value, parameters) : bodyOf(document, value);
    operations.set(method, { method, path, value, parameters: plain, body, responses: responsesOf(document, value) });
  }
  return operations;
}

function parametersOf(document: SpecDocument, item: Sited<JsonObject>, operation: Sited<JsonObject>): Parameter[] {
  const byKey = new Map<string, Parameter>();
  for (const [owner, shared] of [
    [item, true],
    [operation, false],
  ] as const) {
    for (const sited of itemsOf(owner, 'parameters')) {
      const value = document.resolve(sited);
      const parameter = value === null ? null : parameterOf(document, value, shared);
      if (parameter !== null) byKey.set(`${parameter.in} ${parameter.name}`, parameter);
    }
  }
  return [...byKey.values()];
}

function parameterOf(document: SpecDocument, value: Sited<JsonObject>, shared: boolean): Parameter | null {
  const place = textOf(own(value.value, 'in'));
  const written = own(value.value, 'name');
  if (place === null || written === undefined || written === null) return null;
  // Header names do not distinguish case on the wire.
  const name = place === 'header' ? String(written).toLowerCase() : String(written);
  const required = place === 'path' || own(value.value, 'required') === true;
  const swagger = document.kind === 'swagger-2.0';
  const style = textOf(own(value.value, 'style')) ?? (place === 'query' || place === 'cookie' ? 'form' : 'simple');
  const explode = own(value.value, 'explode') ?? style === 'form';
  const formExplode = swagger ? own(value.value, 'collectionFormat') === 'multi' : style === 'form' && explode === true;
  return { name, in: place, required, shared, value, schema: schemaOf(document, value), formExplode };
}

/** A parameter or header holds its schema, or its only media type does; in Swagger 2.0 it is its own schema. */
function schemaOf(document: SpecDocument, value: Sited<JsonObject>): Sited<Json> | null {
  if (document.kind === 'swagger-2.0' && own(value.value, 'schema') === undefined) return value;
  const schema = child(value, 'schema');
  if (schema.value !== undefined) return schema as Sited<Json>;
  const [first] = contentOf(document, value).values();
  return first?.schema ?? null;
}

function contentOf(document: SpecDocument, owner: Sited<JsonObject>): Content {
  const content: Content = new Map();
  for (const [mediaType, sited] of entriesOf(owner, 'content')) {
    const value = document.resolve(sited);
    if (value === null) continue;
    const schema = child(value, 'schema');
    content.set(mediaType, { at: sited.at, schema: schema.value === undefined ? null : (schema as Sited<Json>) });
  }
  return content;
}

function bodyOf(document: SpecDocument, operation: Sited<JsonObject>): Body | null {
  const value = document.resolve(child(operation, 'requestBody'));
  if (value === null) return null;
  const required = own(value.value, 'required') === true;
  return { at: value.at, required, content: contentOf(document, value) };
}

function responsesOf(document: SpecDocument, operation: Sited<JsonObject>): Map<string, Response> {
  const responses = new Map<string, Response>();
  for (const [status, sited] of entriesOf(operation, 'responses')) {
    if (status.startsWith('x-')) continue;
    const value = document.resolve(sited);
    if (value === null) continue;
    const content =
      document.kind === 'swagger-2.0' ? swaggerContent(document, operation, value) : contentOf(document, value);
    responses.set(status, { value, content, headers: headersOf(document, value) });
  }
  return responses;
}

function headersOf(document: SpecDocument, response: Sited<JsonObject>): Map<string, Header> {
  const headers = new Map<string, Header>();
  for (const [name, sited] of entriesOf(response, 'headers')) {
    const value = document.resolve(sited);
    if (value === null) continue;
    const required = own(value.value, 'required') === true;
    headers.set(name.toLowerCase(), { required, value, schema: schemaOf(document, value) });
  }
  return headers;
}

/** One way in: scheme -> scopes. An empty one lets everybody in. */
export type Alternative = Map<string, string[]>;

/** The alternatives of a `security` list; null when there is no such list, which is not the same as an empty one. */
export function securityOf(owner: Sited<JsonObject>): Alternative[] | null {
  const list = own(owner.value, 'security');
  if (!Array.isArray(list)) return null;
  return list
    .filter(isObject)
    .map((alternative) => new Map(Object.keys(alternative).map((name) => [name, namesOf(alternative[name]).sort()])));
}
