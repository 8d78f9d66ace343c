import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffProtobuf } from './diff-protobuf.ts';

const PROTO = `syntax = "proto3";
package acme.pay;

// One payment
message Payment {
  reserved 9, 20 to 30;
  reserved "old";
  string id = 1;
  int32 cents = 2;
  repeated Line lines = 3;
  oneof by {
    string card = 4;
    string bank = 5;
  }
  map<string, Line> tags = 6;
  message Line { string text = 1; }
}
enum State { OPEN = 0; PAID = 1; }
service Payments {
  rpc Get (Payment) returns (Payment);
  rpc Watch (Payment) returns (stream Payment);
}
`;
const at = (text: string, file = 'pay.proto') => ({ file, text });
const diff = (base: string, head: string) => diffProtobuf([{ base: at(base), head: at(head) }]);

describe('protobuf files that changed', () => {
  it.each([
    ['a field goes', '  int32 cents = 2;\n', '', 'FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED', 9, null],
    [
      'a field goes without its name',
      '  int32 cents = 2;\n',
      '  reserved 2;\n',
      'FIELD_NO_DELETE_UNLESS_NAME_RESERVED',
      9,
      null,
    ],
    ['a field gets another number', 'cents = 2', 'cents = 8', 'FIELD_SAME_NUMBER', 9, 9],
    ['a field gets another name', 'cents = 2', 'amount = 2', 'FIELD_SAME_NAME', 5, 9],
    ['a type with other bytes', 'int32 cents', 'string cents', 'FIELD_WIRE_COMPATIBLE_TYPE', 9, 9],
    ['a type with other JSON', 'int32 cents', 'int64 cents', 'FIELD_WIRE_JSON_COMPATIBLE_TYPE', 9, 9],
    ['one becomes many', 'string id', 'repeated string id', 'FIELD_WIRE_COMPATIBLE_CARDINALITY', 8, 8],
    ['a value of a map changes', 'map<string, Line>', 'map<string, string>', 'FIELD_WIRE_COMPATIBLE_TYPE', 15, 15],
    ['a reserved number is free', '9, 20 to 30', '20 to 30', 'RESERVED_MESSAGE_NO_DELETE', 5, 5],
    ['a value goes', ' PAID = 1;', '', 'ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED', 18, null],
    ['a value is renamed', 'PAID', 'DONE', 'ENUM_VALUE_SAME_NAME', 18, 18],
    ['a method goes', '  rpc Get (Payment) returns (Payment);\n', '', 'RPC_NO_DELETE', 20, null],
    ['a stream ends', 'stream ', '', 'RPC_SAME_SERVER_STREAMING', 21, 21],
    ['an enum goes', 'enum State { OPEN = 0; PAID = 1; }', '', 'PACKAGE_ENUM_NO_DELETE', 18, null],
  ])('break when %s', async (_, from, to, code, base, head) => {
    const { changes } = await diff(PROTO, PROTO.replace(from, to));
    const [found, ...more] = changes.filter(({ risk }) => risk === 'breaking');
    expect(found).toMatchObject({ code, level: 'error' });
    expect([more, found?.base?.line ?? null, found?.head?.line ?? null]).toEqual([[], base, head]);
  });

  it('break nobody when a field goes and both its number and its name are reserved, or one comes', async () => {
    const gone = PROTO.replace('  int32 cents = 2;\n', '  reserved 2;\n  reserved "cents";\n');
    expect((await diff(PROTO, gone)).changes).toMatchObject([
      { code: 'FIELD_REMOVED_AND_RESERVED', risk: 'behavioral' },
    ]);
    const come = PROTO.replace('string id = 1;', 'string id = 1; bool paid = 7;');
    expect((await diff(PROTO, come)).changes).toMatchObject([{ code: 'FIELD_ADDED', risk: 'behavioral' }]);
  });
});

describe('protobuf files that say the same in other words', () => {
  it.each([
    ['comments', PROTO.replace('// One payment', '/* Exactly\n one */')],
    ['white space and line ends', PROTO.replaceAll('\n', '\r\n\r\n').replaceAll(' = ', '=')],
    ['reordered fields', PROTO.replace(/( {2}string id = 1;\n)( {2}int32 cents = 2;\n)/, '$2$1')],
    ['reordered declarations', `${PROTO.replace(/enum State.*\n/, '')}enum State { PAID = 1; OPEN = 0; }\n`],
    [
      'types with their package',
      PROTO.replace('repeated Line', 'repeated acme.pay.Payment.Line').replace('(Payment)', '(.acme.pay.Payment)'),
    ],
    ['a byte order mark', `\uFEFF${PROTO}`],
  ])('give nothing: %s', async (_, head) => {
    expect(head).not.toBe(PROTO);
    expect(await diff(PROTO, head)).toEqual({ changes: [], problems: [] });
    expect(await diff(head, PROTO)).toEqual({ changes: [], problems: [] });
  });

  it('give nothing when a declaration moves to another file', async () => {
    const enumeration = 'enum State { OPEN = 0; PAID = 1; }';
    const moved = await diffProtobuf([
      { base: at(PROTO), head: at(PROTO.replace(enumeration, '')) },
      { base: null, head: at(`syntax = "proto3";\npackage acme.pay;\n${enumeration}`, 'state.proto') },
    ]);
    expect(moved).toEqual({ changes: [], problems: [] });
  });

  it('give nothing for the same fields in any order', async () => {
    const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 900 }), { maxLength: 8 });
    const text = (list: number[]) => `message A { ${list.map((one) => `optional int32 f${one} = ${one};`).join(' ')} }`;
    await fc.assert(
      fc.asyncProperty(numbers, async (list) => {
        expect(await diff(text(list), text(list.toReversed()))).toEqual({ changes: [], problems: [] });
      }),
      { numRuns: 40 },
    );
  });
});

it.each([
  ['does not parse', 'message A {\n  int32 a 1;\n}', 'unparsable'],
  ['nests too deep', `message A {${'message B {'.repeat(500)}`, 'too-deep'],
])('a protobuf file that %s is a problem', async (_, head, code) => {
  expect(await diff(PROTO, head)).toMatchObject({ changes: [], problems: [{ code, side: 'head', file: 'pay.proto' }] });
});
