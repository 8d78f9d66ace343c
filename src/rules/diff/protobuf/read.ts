import type { NamespaceBase, parse as Parse, ReflectionObject } from 'protobufjs';
import { messageOf } from '../../../shared/errors.ts';
import type { SourceText } from '../files.ts';
import { declarationLines } from './lines.ts';
import type { Declarations, Field, Range } from './model.ts';

export type Protobuf = typeof import('protobufjs');
export type Refused = { code: string; file: string; line: number | null; message: string };

const MAX_CHARS = 8 * 1024 * 1024;
const DEEPEST = 100;

/** What one file declares. Never throws for anything a file can contain. */
export function readProto(protobuf: Protobuf, { file, text }: SourceText): Declarations | Refused {
  if (text.length > MAX_CHARS) {
    return { code: 'too-large', file, line: null, message: `The file has more than ${MAX_CHARS} characters.` };
  }
  let depth = 0;
  for (const char of text) {
    if (char === '{') depth += 1;
    else if (char === '}') depth -= 1;
    if (depth > DEEPEST)
      return { code: 'too-deep', file, line: null, message: `It nests deeper than ${DEEPEST} levels.` };
  }
  let parsed: ReturnType<typeof Parse>;
  try {
    const bare = text.startsWith('\uFEFF') ? text.slice(1) : text;
    parsed = protobuf.parse(bare, new protobuf.Root(), { keepCase: true });
  } catch (thrown) {
    const message = messageOf(thrown);
    const line = /line (\d+)/.exec(message)?.[1];
    return { code: 'unparsable', file, line: line === undefined ? null : Number(line), message };
  }
  const declared: Declarations = { types: new Map(), lines: new Map() };
  visit(protobuf, parsed.root, declared);
  for (const [name, line] of declarationLines(protobuf, text, parsed.package ?? ''))
    declared.lines.set(name, { file, line });
  return declared;
}

function visit(protobuf: Protobuf, namespace: NamespaceBase, declared: Declarations): void {
  for (const one of namespace.nestedArray) {
    const name = one.fullName.replace(/^\./, '');
    if (one instanceof protobuf.Type) {
      const fields = new Map(one.fieldsArray.map((field) => [field.id, fieldOf(protobuf, field)]));
      const { ranges, names } = reservedOf(one.reserved);
      declared.types.set(name, { kind: 'message', fields, ranges, names });
    } else if (one instanceof protobuf.Enum) {
      const values = new Map<number, string[]>();
      for (const [word, number] of Object.entries(one.values))
        values.set(number, [...(values.get(number) ?? []), word].sort());
      declared.types.set(name, { kind: 'enum', values, ...reservedOf(one.reserved) });
    } else if (one instanceof protobuf.Service) {
      const methods = one.methodsArray.map(
        (method) =>
          [
            method.name,
            {
              request: method.requestType,
              response: method.responseType,
              clientStreams: method.requestStream === true,
              serverStreams: method.responseStream === true,
            },
          ] as const,
      );
      declared.types.set(name, { kind: 'service', methods: new Map(methods) });
    }
    if (isNamespace(protobuf, one)) visit(protobuf, one, declared);
  }
}

function isNamespace(protobuf: Protobuf, one: ReflectionObject): one is NamespaceBase & ReflectionObject {
  return one instanceof protobuf.Namespace;
}

type ParsedField = InstanceType<Protobuf['Field']>;

function fieldOf(protobuf: Protobuf, field: ParsedField): Field {
  const options = (field.options ?? {}) as Record<string, unknown>;
  const isMap = field instanceof protobuf.MapField;
  const oneof = field.partOf ?? null;
  const isSynthetic = options.proto3_optional === true;
  const rule = (field as { rule?: string }).rule ?? 'implicit';
  const label = isSynthetic ? 'optional' : (rule as Field['label']);
  return {
    number: field.id,
    name: field.name,
    jsonName: typeof options.json_name === 'string' ? options.json_name : camel(field.name),
    type: isMap ? `map<${field.keyType}, ${field.type}>` : field.type,
    label: isMap ? 'map' : label,
    oneof: isSynthetic ? null : (oneof?.name ?? null),
    default: options.default === undefined ? '' : String(options.default),
  };
}

function camel(name: string): string {
  return name.replace(/_+([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function reservedOf(reserved: readonly (readonly number[] | string)[] | undefined): {
  ranges: Range[];
  names: string[];
} {
  const ranges: Range[] = [];
  const names: string[] = [];
  for (const one of reserved ?? []) {
    if (typeof one === 'string') names.push(one);
    else ranges.push([one[0] ?? 0, one[1] ?? one[0] ?? 0]);
  }
  return { ranges, names };
}
