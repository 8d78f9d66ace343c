import type { ChangeLevel } from '../change.ts';
import type { Declarations, Enumeration, Field, Message, Method, Range } from './model.ts';

/** `path` and `place` are full names; `gone` and `come` say on which side the thing does not stand. */
export type Detected = {
  code: string;
  level: ChangeLevel;
  path: string;
  message: string;
  rationale: string;
  only?: 'base' | 'head';
};

const WIRE = 'Messages written by one side are read wrongly, or refused, by the other.';
const JSON_FORM = 'The JSON form and generated code change; the bytes on the wire do not.';
const CODE = 'Generated code that uses it no longer compiles, and calls to it fail.';
const FINE = 'What works today keeps working.';

/** Everything that differs between two sets of declarations, in the words of buf's breaking rules. */
export function detectChanges(base: Declarations, head: Declarations): Detected[] {
  const found: Detected[] = [];
  for (const [name, before] of base.types) {
    const after = head.types.get(name);
    if (after === undefined) {
      // What stood inside something that went is said by it.
      if (base.types.has(parentOf(name)) && !head.types.has(parentOf(name))) continue;
      const code = `PACKAGE_${before.kind.toUpperCase()}_NO_DELETE`;
      found.push({
        code,
        level: 'error',
        path: name,
        message: `The ${before.kind} ${name} was removed`,
        rationale: CODE,
        only: 'base',
      });
    } else if (before.kind === 'message' && after.kind === 'message') {
      found.push(...messageChanges(name, before, after, { base, head }));
    } else if (before.kind === 'enum' && after.kind === 'enum') found.push(...enumChanges(name, before, after));
    else if (before.kind === 'service' && after.kind === 'service') {
      found.push(...methodChanges(name, before.methods, after.methods, { base, head }));
    } else {
      const message = `${name} was a ${before.kind} and is a ${after.kind} now`;
      found.push({ code: 'TYPE_KIND_CHANGED', level: 'error', path: name, message, rationale: WIRE });
    }
  }
  for (const [name, { kind }] of head.types) {
    if (base.types.has(name) || (head.types.has(parentOf(name)) && !base.types.has(parentOf(name)))) continue;
    found.push({
      code: `${kind.toUpperCase()}_ADDED`,
      level: 'info',
      path: name,
      message: `The ${kind} ${name} was added`,
      rationale: FINE,
      only: 'head',
    });
  }
  return found;
}

type Sides = { base: Declarations; head: Declarations };

function messageChanges(name: string, before: Message, after: Message, sides: Sides): Detected[] {
  const found: Detected[] = [];
  for (const [number, one] of before.fields) {
    const other = after.fields.get(number);
    const path = `${name}.${one.name}`;
    if (other !== undefined) {
      found.push(...fieldChanges(name, one, other, sides));
      continue;
    }
    const moved = [...after.fields.values()].find(
      (field) => field.name === one.name && !before.fields.has(field.number),
    );
    if (moved !== undefined) {
      const message = `The field ${path} has the number ${moved.number} now, before ${number}`;
      found.push({ code: 'FIELD_SAME_NUMBER', level: 'error', path, message, rationale: WIRE });
      continue;
    }
    const said = `The field ${path} with the number ${number} was removed`;
    found.push(...removal('FIELD', path, said, isReserved(number, after.ranges), after.names.includes(one.name)));
  }
  const names = new Set([...before.fields.values()].map((field) => field.name));
  for (const [number, { name: word, label }] of after.fields) {
    if (before.fields.has(number) || names.has(word)) continue;
    const path = `${name}.${word}`;
    const required = label === 'required';
    found.push({
      code: required ? 'MESSAGE_SAME_REQUIRED_FIELDS' : 'FIELD_ADDED',
      level: required ? 'error' : 'info',
      path,
      message: `The ${required ? 'required ' : ''}field ${path} with the number ${number} was added`,
      rationale: required ? WIRE : FINE,
      only: 'head',
    });
  }
  return [...found, ...unreserved('MESSAGE', name, before, after, (number) => after.fields.has(number))];
}

function removal(word: 'FIELD' | 'ENUM_VALUE', path: string, said: string, number: boolean, name: boolean): Detected[] {
  const one = { path, only: 'base' as const };
  if (number && name)
    return [
      {
        ...one,
        code: `${word}_REMOVED_AND_RESERVED`,
        level: 'info',
        message: `${said}; both its number and its name are reserved`,
        rationale: CODE,
      },
    ];
  if (!number) {
    const rationale = 'Its number may be given to something else, and old messages would be read wrongly.';
    return [
      {
        ...one,
        code: `${word}_NO_DELETE_UNLESS_NUMBER_RESERVED`,
        level: 'error',
        message: `${said} without reserving the number`,
        rationale,
      },
    ];
  }
  return [
    {
      ...one,
      code: `${word}_NO_DELETE_UNLESS_NAME_RESERVED`,
      level: 'error',
      message: `${said} without reserving the name`,
      rationale: JSON_FORM,
    },
  ];
}

/** Types that are read from the same bytes; within the last three also from the same JSON. */
const SAME_BYTES = [
  ['int32', 'uint32', 'int64', 'uint64', 'bool'],
  ['sint32', 'sint64'],
  ['fixed32', 'sfixed32'],
  ['fixed64', 'sfixed64'],
  ['string', 'bytes'],
];
const SAME_JSON = [
  ['int32', 'uint32'],
  ['int64', 'uint64'],
  ['fixed32', 'sfixed32'],
  ['fixed64', 'sfixed64'],
];

function fieldChanges(message: string, one: Field, other: Field, sides: Sides): Detected[] {
  const found: Detected[] = [];
  const path = `${message}.${other.name}`;
  const say = (code: string, level: ChangeLevel, what: string, rationale: string) =>
    found.push({ code, level, path, message: `The field ${path} (${one.number}) ${what}`, rationale });
  if (one.name !== other.name) say('FIELD_SAME_NAME', 'error', `was named ${one.name} before`, JSON_FORM);
  else if (one.jsonName !== other.jsonName)
    say('FIELD_SAME_JSON_NAME', 'error', `is ${other.jsonName} in JSON now, before ${one.jsonName}`, JSON_FORM);
  if (!sameType(message, one.type, other.type, sides)) {
    const within = (groups: string[][]) =>
      groups.some((group) => group.includes(one.type) && group.includes(other.type));
    const what = `changed type from ${one.type} to ${other.type}`;
    if (!within(SAME_BYTES)) say('FIELD_WIRE_COMPATIBLE_TYPE', 'error', what, WIRE);
    else if (!within(SAME_JSON))
      say('FIELD_WIRE_JSON_COMPATIBLE_TYPE', 'error', what, 'Values may be cut off, and the JSON form changes.');
    else say('FIELD_SAME_TYPE', 'warn', what, 'The bytes stay readable; generated code has another type.');
  }
  if (one.label !== other.label) {
    const what = `changed from ${one.label} to ${other.label}`;
    const many = (field: Field) => field.label === 'repeated' || field.label === 'map';
    if (one.label === 'required' || other.label === 'required')
      say('MESSAGE_SAME_REQUIRED_FIELDS', 'error', what, WIRE);
    else if (many(one) !== many(other)) say('FIELD_WIRE_COMPATIBLE_CARDINALITY', 'error', what, WIRE);
    else if (!many(one))
      say(
        'FIELD_SAME_CARDINALITY',
        'warn',
        what,
        'The bytes stay readable; whether a value was set is told differently.',
      );
  }
  if (one.oneof !== other.oneof) {
    const place = (field: Field) => (field.oneof === null ? 'no oneof' : `the oneof ${field.oneof}`);
    say(
      'FIELD_SAME_ONEOF',
      'error',
      `is in ${place(other)} now, before in ${place(one)}`,
      'Setting one field of a oneof clears the others.',
    );
  }
  if (one.default !== other.default)
    say(
      'FIELD_SAME_DEFAULT',
      'error',
      `changed its default from ${one.default || 'none'} to ${other.default || 'none'}`,
      'Messages without the field mean something else.',
    );
  return found;
}

function enumChanges(name: string, before: Enumeration, after: Enumeration): Detected[] {
  const found: Detected[] = [];
  for (const [number, words] of before.values) {
    const others = after.values.get(number) ?? [];
    const path = `${name}.${words[0]}`;
    if (others.length === 0) {
      const said = `The value ${path} with the number ${number} was removed`;
      found.push(
        ...removal(
          'ENUM_VALUE',
          path,
          said,
          isReserved(number, after.ranges),
          words.every((word) => after.names.includes(word)),
        ),
      );
    } else if (!words.every((word) => others.includes(word))) {
      const message = `The value ${number} of ${name} is ${others.join(', ')} now, before ${words.join(', ')}`;
      found.push({
        code: 'ENUM_VALUE_SAME_NAME',
        level: 'error',
        path: `${name}.${others[0]}`,
        message,
        rationale: JSON_FORM,
      });
    }
  }
  for (const [number, words] of after.values) {
    if (before.values.has(number)) continue;
    const path = `${name}.${words[0]}`;
    found.push({
      code: 'ENUM_VALUE_ADDED',
      level: 'info',
      path,
      message: `The value ${path} with the number ${number} was added`,
      rationale: FINE,
      only: 'head',
    });
  }
  return [...found, ...unreserved('ENUM', name, before, after, (number) => after.values.has(number))];
}

type Reserving = { ranges: Range[]; names: string[] };

/** A reserved number that is given out is the harm itself; one that is merely free again may lead to it. */
function unreserved(
  word: 'MESSAGE' | 'ENUM',
  name: string,
  before: Reserving,
  after: Reserving,
  used: (number: number) => boolean,
): Detected[] {
  const lost = before.ranges.filter(([from, to]) => !covered(from, to, after.ranges));
  const names = before.names.filter((one) => !after.names.includes(one));
  if (lost.length === 0 && names.length === 0) return [];
  const what = [...lost.map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`)), ...names].join(', ');
  const taken = lost.some(([from, to]) =>
    Array.from({ length: Math.min(to - from + 1, 1000) }, (_, index) => from + index).some(used),
  );
  const message = `${name} no longer reserves ${what}`;
  const rationale = taken ? WIRE : 'What was given up for good may be given out again.';
  return [{ code: `RESERVED_${word}_NO_DELETE`, level: 'error', path: name, message, rationale }];
}

function covered(from: number, to: number, ranges: readonly Range[]): boolean {
  let next = from;
  for (const [start, end] of [...ranges].sort(([left], [right]) => left - right)) {
    if (start <= next && end >= next) next = end + 1;
  }
  return next > to;
}

function isReserved(number: number, ranges: readonly Range[]): boolean {
  return ranges.some(([from, to]) => number >= from && number <= to);
}

function methodChanges(
  service: string,
  before: ReadonlyMap<string, Method>,
  after: ReadonlyMap<string, Method>,
  sides: Sides,
): Detected[] {
  const found: Detected[] = [];
  for (const [word, one] of before) {
    const other = after.get(word);
    const path = `${service}.${word}`;
    const say = (code: string, message: string, only?: 'base') =>
      found.push({ code, level: 'error', path, message, rationale: CODE, ...(only === undefined ? {} : { only }) });
    if (other === undefined) {
      say('RPC_NO_DELETE', `The method ${path} was removed`, 'base');
      continue;
    }
    if (!sameType(service, one.request, other.request, sides))
      say('RPC_SAME_REQUEST_TYPE', `${path} takes ${other.request} now, before ${one.request}`);
    if (!sameType(service, one.response, other.response, sides))
      say('RPC_SAME_RESPONSE_TYPE', `${path} answers ${other.response} now, before ${one.response}`);
    if (one.clientStreams !== other.clientStreams)
      say(
        'RPC_SAME_CLIENT_STREAMING',
        `${path} ${other.clientStreams ? 'takes a stream now' : 'no longer takes a stream'}`,
      );
    if (one.serverStreams !== other.serverStreams)
      say(
        'RPC_SAME_SERVER_STREAMING',
        `${path} ${other.serverStreams ? 'answers with a stream now' : 'no longer answers with a stream'}`,
      );
  }
  for (const word of after.keys()) {
    const path = `${service}.${word}`;
    if (!before.has(word))
      found.push({
        code: 'RPC_ADDED',
        level: 'info',
        path,
        message: `The method ${path} was added`,
        rationale: FINE,
        only: 'head',
      });
  }
  return found;
}

/** A name may be written with more or less of its package; of types in other files only the ending can be compared. */
function sameType(scope: string, one: string, other: string, { base, head }: Sides): boolean {
  if (one === other) return true;
  const maps = [one, other].map((type) => /^map<(\w+), (.+)>$/.exec(type));
  const [left, right] = maps;
  if (left && right) return left[1] === right[1] && sameType(scope, left[2] ?? '', right[2] ?? '', { base, head });
  const [from, to] = [resolved(scope, one, base), resolved(scope, other, head)];
  if (from === to) return true;
  const known = base.types.has(from) && head.types.has(to);
  return !known && one.includes('.') !== other.includes('.') && (from.endsWith(`.${to}`) || to.endsWith(`.${from}`));
}

function resolved(scope: string, type: string, { types }: Declarations): string {
  if (type.startsWith('.')) return type.slice(1);
  for (let around = scope; ; around = parentOf(around)) {
    const name = around === '' ? type : `${around}.${type}`;
    if (types.has(name) || around === '') return name;
  }
}

function parentOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('.')));
}
