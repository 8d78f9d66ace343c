import { describe, expect, it } from 'vitest';
import { arrayLedger } from '../../test/support/array-ledger.ts';
import { appendEntry } from './append.ts';
import { makeCheckpoint } from './checkpoint.ts';
import { canonicalEntry } from './entry.ts';
import { findCheckpoints } from './find-checkpoint.ts';
import { createLedgerKey, ledgerKeyFromPem } from './key.ts';
import { parseVerifierKey, verifyCheckpoint } from './note.ts';
import { createTree, hashLeafText, rootOf } from './tree.ts';

/** A note and key that golang.org/x/mod/sumdb/note gives as its example. */
const PETER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const PETER_TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const PETER_SIGNATURE = 'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=';

describe('makeCheckpoint', () => {
  it('signs the size and the root of all entries, and catches up with a tree it is given', async () => {
    const ledger = arrayLedger();
    const key = createLedgerKey('countersign.test');
    const tree = createTree();
    for (let n = 0; n < 1_205; n += 1) {
      await appendEntry(ledger, {
        type: 'gate.decided',
        actor: { type: 'cli', id: 'x' },
        subject: 's',
        payload: { n },
        at: n,
      });
      if (n === 600) await makeCheckpoint(ledger, key, tree);
    }
    const root = Buffer.from(rootOf(ledger.kept.map(({ entry }) => hashLeafText(canonicalEntry(entry))))).toString(
      'hex',
    );
    const fresh = await makeCheckpoint(ledger, key);
    expect(fresh).toMatchObject({ size: 1_206, rootHash: root });
    expect(await makeCheckpoint(ledger, key, tree)).toEqual(fresh);
    expect(fresh.text.split('\n').slice(0, 4)).toEqual([
      'countersign.test',
      '1206',
      Buffer.from(root, 'hex').toString('base64'),
      '',
    ]);
  });
});

describe('makeCheckpoint with a tree that is kept', () => {
  it('gives the same note to all who ask at once', async () => {
    const ledger = arrayLedger();
    const key = createLedgerKey('countersign.test');
    for (let n = 0; n < 30; n += 1) {
      await appendEntry(ledger, {
        type: 'gate.decided',
        actor: { type: 'cli', id: 'x' },
        subject: 's',
        payload: { n },
        at: n,
      });
    }
    const tree = createTree();
    const notes = await Promise.all([1, 2, 3].map(() => makeCheckpoint(ledger, key, tree)));
    expect(new Set([...notes, await makeCheckpoint(ledger, key)].map(({ text }) => text)).size).toBe(1);
  });

  it('signs nothing when an entry is missing', async () => {
    const ledger = arrayLedger();
    const draft = { type: 'gate.decided', actor: { type: 'cli', id: 'x' }, subject: 's', payload: {}, at: 1 } as const;
    for (let n = 0; n < 3; n += 1) await appendEntry(ledger, draft);
    ledger.kept.splice(1, 1);
    await expect(makeCheckpoint(ledger, createLedgerKey('countersign.test'))).rejects.toMatchObject({
      code: 'ledger.bad-checkpoint',
    });
  });
});

describe('the signed-note form', () => {
  it('verifies a note that another implementation signed', () => {
    const bytes = Buffer.from(PETER_SIGNATURE, 'base64');
    const signatures = [{ name: 'PeterNeumann', keyHash: bytes.subarray(0, 4), signature: bytes.subarray(4) }];
    const note = { origin: 'PeterNeumann', size: 0, rootHash: '', extension: [], signatures };
    expect(verifyCheckpoint({ ...note, signedText: PETER_TEXT }, parseVerifierKey(PETER))).toBe('good');
    expect(verifyCheckpoint({ ...note, signedText: `${PETER_TEXT} ` }, parseVerifierKey(PETER))).toBe('bad');
  });

  it.each([
    ['nothing', ''],
    ['a name alone', 'PeterNeumann'],
    ['another name', PETER.replace('PeterNeumann', 'AliceNeumann')],
    ['another hash', PETER.replace('c74f20a3', 'c74f20a4')],
    ['another algorithm', PETER.replace('+ARpc', '+AhpC')],
    ['a key cut short', PETER.slice(0, -4)],
  ])('refuses a verifier key with %s', (_, text) => {
    expect(() => parseVerifierKey(text)).toThrow(expect.objectContaining({ code: 'ledger.bad-key' }));
  });

  it('gives the same note for the same state, and names the key in it', async () => {
    const pem =
      '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH\n-----END PRIVATE KEY-----\n';
    const key = ledgerKeyFromPem(pem, 'countersign.test');
    const { text } = await makeCheckpoint(arrayLedger(), key);
    expect(await makeCheckpoint(arrayLedger(), key)).toMatchObject({ text });
    const [note] = findCheckpoints(text);
    expect(note?.size).toBe(0);
    expect(note?.signatures[0]?.keyHash.toString('hex')).toBe(key.verifierKey.split('+')[1]);
  });
});
