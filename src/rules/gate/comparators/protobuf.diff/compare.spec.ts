import { describe, expect, it } from 'vitest';
import { type Given, given } from '../../given.ts';
import { protobufDiff } from './index.ts';

const judge = given(protobufDiff);
const MORE = 'syntax = "proto3";\nmessage Pay {\n  int32 cents = 1;\n}\n';
const LESS = 'syntax = "proto3";\nmessage Pay {\n}\n';
const at = (base: string, head: string, path = 'api/pay.proto'): Given => ({
  base: { [path]: base },
  head: { [path]: head },
});

describe('protobuf.diff', () => {
  it('fails when a number is given up without being reserved, and shows the line', async () => {
    expect(await judge(at(MORE, LESS))).toMatchObject([
      {
        code: 'FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED',
        outcome: 'fail',
        severity: 95,
        evidence: [{ file: 'api/pay.proto', line: 3, side: 'base', read: 'int32 cents = 1;' }],
      },
    ]);
  });

  it('passes when a field comes, and when the file moves', async () => {
    expect(await judge(at(LESS, MORE))).toMatchObject([
      { outcome: 'pass', message: 'api/pay.proto: 1 behavioral change.' },
    ]);
    expect(await judge({ base: { 'a/pay.proto': MORE }, head: { 'b/pay.proto': MORE } })).toMatchObject([
      { outcome: 'pass' },
    ]);
  });

  it('fails when the file was removed, and leaves vendored files alone', async () => {
    expect(await judge({ base: { 'pay.proto': MORE }, head: {} })).toMatchObject([{ code: 'protobuf.file-removed' }]);
    expect(await judge(at(MORE, LESS, 'vendor/pay.proto'))).toEqual([]);
  });

  it.each([
    [
      'is too large',
      { 'pay.proto': { kind: 'unreadable', reason: 'too-large', detail: 'It has 90 MB.' } },
      'protobuf.unreadable',
    ],
    ['does not parse', { 'pay.proto': 'message {' }, 'protobuf.unparsable'],
  ] as const)('does not know about a side that %s', async (_, head, code) => {
    expect(await judge({ base: { 'pay.proto': MORE }, head } as Given)).toMatchObject([{ code, outcome: 'unknown' }]);
  });
});
