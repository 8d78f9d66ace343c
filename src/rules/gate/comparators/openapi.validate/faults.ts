import { entriesOf, type SpecDocument } from '../../../diff/openapi/read/document.ts';
import { isObject, type Json, own, textOf } from '../../../diff/openapi/read/json.ts';
import { type Operation, operationsOf, securityOf } from '../../../diff/openapi/read/operation.ts';
import { pointerOf, ROOT, type Sited, under } from '../../../diff/openapi/read/place.ts';

/** Something a tool would stumble over. `line` is null until the document says where the pointer stands. */
export type Fault = {
  code: string;
  message: string;
  pointer: string;
  line: number | null;
  severity: number;
  fix?: string;
};

const MOST_VISITED = 3_000_000;

/** Follows every `$ref` once, without recursion; what cannot be followed becomes a fault. */
export function referenceFaults(document: SpecDocument): Fault[] {
  const waiting: Sited<Json>[] = [{ value: document.root.value, at: ROOT }];
  const seen = new Set<Json>();
  const before = document.problems.length;
  for (let next = waiting.pop(); next !== undefined && seen.size < MOST_VISITED; next = waiting.pop()) {
    const { value, at } = next;
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (Array.isArray(value)) {
      value.forEach((item, index) => {
        waiting.push({ value: item, at: under(at, index) });
      });
      continue;
    }
    // Examples hold whatever they hold; a property may be called `$ref`.
    if (typeof value.$ref === 'string' && at.parent?.key !== 'properties') document.resolve({ value, at });
    for (const key of Object.keys(value)) {
      if (key === 'example' || key === 'examples' || key === 'default' || key.startsWith('x-')) continue;
      waiting.push({ value: value[key] ?? null, at: under(at, key) });
    }
  }
  return document.problems.slice(before).map(({ code, message, pointer }) => ({
    code: `openapi.${code}`,
    message,
    pointer: pointer ?? '',
    line: null,
    severity: code === 'remote-ref' ? 30 : 75,
  }));
}

/** What the schema of OpenAPI cannot say: names that must be unique, or be declared elsewhere. */
export function usageFaults(document: SpecDocument): Fault[] {
  const faults: Fault[] = [];
  const ids = new Map<string, string>();
  const schemes = schemeNames(document);
  for (const [path, sited] of entriesOf(document.root, 'paths')) {
    const item = document.resolve(sited);
    if (item === null || !path.startsWith('/')) continue;
    for (const operation of operationsOf(document, path, item).values()) {
      const label = `${operation.method.toUpperCase()} ${path}`;
      faults.push(...repeatedId(operation, label, ids), ...pathParameters(operation, label));
      faults.push(...undeclaredSchemes(operation, schemes));
    }
  }
  return faults;
}

function repeatedId(operation: Operation, label: string, ids: Map<string, string>): Fault[] {
  const id = textOf(own(operation.value.value, 'operationId'));
  if (id === null) return [];
  const first = ids.get(id);
  if (first === undefined) {
    ids.set(id, label);
    return [];
  }
  const message = `The operationId "${id}" is already used by ${first}.`;
  const pointer = pointerOf(under(operation.value.at, 'operationId'));
  return [
    {
      code: 'openapi.operation-id-repeated',
      message,
      pointer,
      line: null,
      severity: 60,
      fix: 'Give each operation its own operationId.',
    },
  ];
}

function pathParameters(operation: Operation, label: string): Fault[] {
  const inPath = new Set([...operation.path.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? ''));
  const declared = new Set(operation.parameters.filter(({ in: place }) => place === 'path').map(({ name }) => name));
  const pointer = pointerOf(operation.value.at);
  const undeclared = [...inPath].filter((name) => !declared.has(name));
  const unused = [...declared].filter((name) => !inPath.has(name));
  return [
    ...undeclared.map(
      (name): Fault => ({
        code: 'openapi.path-parameter-undeclared',
        message: `${label} has {${name}} in its path and declares no such parameter.`,
        pointer,
        line: null,
        severity: 60,
        fix: `Declare the path parameter "${name}".`,
      }),
    ),
    ...unused.map(
      (name): Fault => ({
        code: 'openapi.path-parameter-unused',
        message: `${label} declares the path parameter "${name}", which its path does not have.`,
        pointer,
        line: null,
        severity: 60,
        fix: `Remove the parameter, or write {${name}} into the path.`,
      }),
    ),
  ];
}

function undeclaredSchemes(operation: Operation, schemes: ReadonlySet<string>): Fault[] {
  const used = new Set((securityOf(operation.value) ?? []).flatMap((alternative) => [...alternative.keys()]));
  const pointer = pointerOf(under(operation.value.at, 'security'));
  return [...used]
    .filter((name) => !schemes.has(name))
    .map((name) => ({
      code: 'openapi.security-scheme-undeclared',
      message: `The security scheme "${name}" is not declared.`,
      pointer,
      line: null,
      severity: 60,
      fix: `Declare the security scheme "${name}".`,
    }));
}

function schemeNames(document: SpecDocument): Set<string> {
  if (document.kind === 'swagger-2.0')
    return new Set(entriesOf(document.root, 'securityDefinitions').map(([name]) => name));
  const components = own(document.root.value, 'components');
  if (!isObject(components)) return new Set();
  const sited = { value: components, at: under(ROOT, 'components') };
  return new Set(entriesOf(sited, 'securitySchemes').map(([name]) => name));
}
