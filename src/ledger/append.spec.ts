import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrayLedger, rowsOf } from '../../test/support/array-ledger.ts';
import { PRINCIPAL_TYPES } from '../model/actor.ts';
import { ENTRY_TYPES, type EntryDraft } from '../model/entry.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import { appendEntry, openLedger } from './append.ts';
import { canonicalEntry, GENESIS_HASH, hashEntry, hashPayload } from './entry.ts';
import { erasePayload } from './erase.ts';
import { GENESIS, hashHeader, hashPayloadText, headerText } from './ledger-row.ts';

const ALICE = { type: 'slack-user', id: 'U0ALICE' } as const;
const DRAFT: EntryDraft = {
  type: 'gate.decided',
  actor: ALICE,
  subject: 'pr:acme/payments#12',
  payload: { n: 1 },
  at: 5,
};
const OPENING = { origin: 'countersign.test', verifierKey: 'countersign.test+00000000+AAAA' };

describe('appendEntry', () => {
  it('opens an empty ledger by itself and links each entry to the one before', async () => {
    const ledger = arrayLedger();
    const first = await appendEntry(ledger, DRAFT);
    const second = await appendEntry(ledger, { ...DRAFT, payload: { b: 1, a: 2 } });
    expect(ledger.kept.map(({ entry }) => [entry.seq, entry.type])).toEqual([
      [0, 'ledger.opened'],
      [1, 'gate.decided'],
      [2, 'gate.decided'],
    ]);
    expect(ledger.kept[0]?.entry.prevHash).toBe(GENESIS_HASH);
    expect(first.prevHash).toBe(ledger.kept[0]?.entry.hash);
    expect(second.prevHash).toBe(first.hash);
    expect(ledger.kept[2]?.payloadText).toBe('{"a":2,"b":1}');
  });

  it.each<[string, Partial<EntryDraft>]>([
    ['a second opening', { type: 'ledger.opened' }],
    ['an empty subject', { subject: '' }],
    ['a subject of 501 characters', { subject: 'x'.repeat(501) }],
    ['half a surrogate pair', { subject: 'pr:\ud800' }],
    ['a zero byte', { actor: { type: 'slack-user', id: 'U\0' } }],
    ['a time with a fraction', { at: 1.5 }],
    ['a time before 1970', { at: -1 }],
    ['a payload with NaN', { payload: { n: Number.NaN } }],
    ['a payload with half a surrogate pair', { payload: { text: '\udc00' } }],
    ['a payload that contains itself', { payload: circular() }],
    ['a payload of more than 8 MiB', { payload: { text: 'x'.repeat(8 * 1024 * 1024) } }],
  ])('refuses %s and writes nothing', async (_, change) => {
    const ledger = arrayLedger();
    await openLedger(ledger, OPENING, 1);
    await expect(appendEntry(ledger, { ...DRAFT, ...change })).rejects.toMatchObject({
      code: 'ledger.bad-draft',
      permanent: true,
    });
    expect(ledger.kept).toHaveLength(1);
  });
});

describe('openLedger', () => {
  it('records the key once and accepts the same one again', async () => {
    const ledger = arrayLedger();
    await openLedger(ledger, OPENING, 1);
    await openLedger(ledger, OPENING, 2);
    expect(ledger.kept.map(({ payloadText }) => JSON.parse(payloadText ?? ''))).toEqual([
      { format: 'countersign/ledger/v1', ...OPENING },
    ]);
  });

  it('refuses another key', async () => {
    const ledger = arrayLedger();
    await openLedger(ledger, OPENING, 1);
    const other = { ...OPENING, verifierKey: 'countersign.test+11111111+AAAA' };
    await expect(openLedger(ledger, other, 2)).rejects.toMatchObject({ code: 'ledger.wrong-key' });
  });
});

describe('erasePayload', () => {
  it('removes the payload, keeps its hash and records who did it', async () => {
    const ledger = arrayLedger();
    const { seq, payloadHash } = await appendEntry(ledger, DRAFT);
    const entry = await erasePayload(ledger, { seq, actor: ALICE, reason: 'a name was in it', at: 7 });
    expect(ledger.kept[seq]).toMatchObject({ payloadText: null, entry: { payloadHash } });
    expect(entry).toMatchObject({ type: 'payload.erased', subject: 'entry:1', actor: ALICE });
  });

  it.each([
    ['an entry that is not there', 9, 'ledger.no-such-entry'],
    ['the opening', 0, 'ledger.not-erasable'],
    ['an erasure', 2, 'ledger.not-erasable'],
    ['what was erased before', 1, 'ledger.not-erasable'],
  ])('refuses to erase %s', async (_, seq, code) => {
    const ledger = arrayLedger();
    await appendEntry(ledger, DRAFT);
    await erasePayload(ledger, { seq: 1, actor: ALICE, reason: 'asked for', at: 7 });
    await expect(erasePayload(ledger, { seq, actor: ALICE, reason: 'x', at: 8 })).rejects.toMatchObject({ code });
    expect(ledger.kept).toHaveLength(3);
  });
});

describe('the canonical header', () => {
  const hash = fc.stringMatching(/^[0-9a-f]{64}$/);
  const text = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((value) => value.isWellFormed());
  const header = fc.record({
    seq: fc.maxSafeNat(),
    type: fc.constantFrom(...ENTRY_TYPES),
    actor: fc.record({ type: fc.constantFrom(...PRINCIPAL_TYPES), id: text }),
    subject: text,
    payloadHash: hash,
    prevHash: hash,
    at: fc.maxSafeNat(),
  });

  it('is RFC 8785 for every header, and the verifier comes to the same by itself', () => {
    fc.assert(
      fc.property(header, (value) => {
        expect(canonicalEntry(value)).toBe(canonicalJson(value));
        const [row] = rowsOf([{ entry: { ...value, hash: '' }, payloadText: null }]);
        const read = headerText(row ?? (null as never), value.seq);
        expect(read).toBe(canonicalEntry(value));
        expect(hashHeader(read)).toBe(hashEntry(value));
      }),
    );
    expect(GENESIS).toBe(GENESIS_HASH);
  });

  it('hashes payloads as the verifier does, and under another domain than headers', () => {
    fc.assert(
      fc.property(fc.json(), (value) => {
        expect(hashPayloadText(value)).toBe(hashPayload(value));
        expect(hashHeader(value)).not.toBe(hashPayload(value));
      }),
    );
  });
});

function circular(): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  value.self = value;
  return value;
}
