import type { Problem } from '../model/verification.ts';
import type { LedgerReader, LedgerRow } from '../ports/ledger-file.ts';
import { GENESIS, hashHeader, headerText, verifiesAs } from './ledger-row.ts';

/** How far entries may have been moved up after a removal for it still to be recognised. */
const SHIFT_LIMIT = 1_000;

/** The place where the chain stops being right, and the hash that should be continued there. */
export type Break = { position: number; lastHash: string };

type Place = { position: number; row: LedgerRow };

/** What stands around a break, gathered in one pass. */
type Scene = Break & {
  bad: LedgerRow | null;
  next: LedgerRow | null;
  /** The row that continues the good part but stands later, and the one before it. */
  expected: Place | null;
  beforeExpected: LedgerRow | null;
  /** Where the row stands that the bad one names as its predecessor; -1 is the very beginning. */
  predecessor: { position: number; seq: number } | null;
  /** The bad row's hash stands somewhere else too. */
  twin: boolean;
};

/** Says what was done at the first place where the chain is not right. */
export async function diagnose(reader: LedgerReader, broken: Break): Promise<Problem> {
  const scene = await lookAround(reader, broken);
  const { bad } = scene;
  if (bad === null) return removed(broken.position, 1);
  return bad.prevHash === broken.lastHash ? linkedButWrong(scene, bad) : notLinked(scene, bad);
}

/** The row continues the good part, but is not what its own hash says. */
function linkedButWrong(scene: Scene, bad: LedgerRow): Problem {
  const { position, expected, next } = scene;
  if (expected !== null) return inserted(position, expected.position - 1, bad);
  if (bad.seq !== position && verifiesAs(bad, position)) {
    return changed(position, `it now carries the number ${String(bad.seq)}`);
  }
  if (next !== null && bad.seq === position && next.prevHash === hashHeader(headerText(bad, bad.seq))) {
    return changed(position, 'its stored hash is not the one that the next entry names');
  }
  return changed(position, 'its fields no longer have the hash stored with them');
}

/** The row does not continue the good part. */
function notLinked(scene: Scene, bad: LedgerRow): Problem {
  const { position, expected, predecessor } = scene;
  if (scene.twin) return inserted(position, position, bad);
  if (expected !== null) return displaced(scene, bad, expected);
  const isPassedBy = predecessor !== null && predecessor.position < position - 1;
  if (isPassedBy && verifiesAs(bad, predecessor.seq + 1)) {
    return inserted(predecessor.position + 1, position - 1, bad);
  }
  const seq = Number(bad.seq);
  if (seq > position) return removed(position, seq - position);
  if (seq !== position) return inserted(position, position, bad);
  return inPlace(scene, bad);
}

/** The right row exists, but something else stands where it belongs. */
function displaced(scene: Scene, bad: LedgerRow, expected: Place): Problem {
  const { position, predecessor } = scene;
  const follows = bad.prevHash === expected.row.hash;
  const fitsThere = follows ? expected.position === position + 1 : bad.prevHash === scene.beforeExpected?.hash;
  if (fitsThere && bad.seq === position && expected.row.seq === expected.position) {
    return swapped(position, expected.position);
  }
  if (follows && verifiesAs(bad, bad.seq)) {
    return changed(position, `it now carries the number ${String(expected.row.seq)}`);
  }
  const own = predecessor === null ? null : predecessor.seq + 1;
  if (own !== null && bad.seq !== own && verifiesAs(bad, own)) {
    return changed(own, `it now carries the number ${String(bad.seq)}`);
  }
  const seq = Number(bad.seq);
  return seq < position ? inserted(seq, seq, bad) : inserted(position, expected.position - 1, bad);
}

/** The number is right, the link is not, and the right row is nowhere. */
function inPlace(scene: Scene, bad: LedgerRow): Problem {
  const { position, next } = scene;
  if (verifiesAs(bad, position)) {
    const isAnchored = next === null || next.prevHash === bad.hash;
    if (!isAnchored || position === 0) return changed(position, 'it was hashed anew with another previous hash');
    return changed(position - 1, `it was hashed anew, but entry ${position} still names its earlier hash`);
  }
  for (let shift = 1; shift <= SHIFT_LIMIT; shift += 1) {
    if (verifiesAs(bad, position + shift)) return removed(position, shift);
  }
  return changed(position, 'its fields no longer have the hash stored with them');
}

async function lookAround(reader: LedgerReader, broken: Break): Promise<Scene> {
  const [bad, next] = await rowsAt(reader, broken.position);
  const scene: Scene = { ...broken, bad, next, expected: null, beforeExpected: null, predecessor: null, twin: false };
  if (bad === null) return scene;
  if (bad.prevHash === GENESIS && broken.position > 0) scene.predecessor = { position: -1, seq: -1 };
  let position = 0;
  let before: LedgerRow | null = null;
  for await (const page of reader.pages()) {
    for (const row of page) {
      if (position !== broken.position) {
        if (row.hash === bad.hash) scene.twin = true;
        if (row.hash === bad.prevHash) scene.predecessor ??= { position, seq: Number(row.seq) };
        if (position > broken.position && row.prevHash === broken.lastHash && scene.expected === null) {
          scene.expected = { position, row };
          scene.beforeExpected = before;
        }
      }
      before = row;
      position += 1;
    }
  }
  return scene;
}

async function rowsAt(reader: LedgerReader, wanted: number): Promise<[LedgerRow | null, LedgerRow | null]> {
  const found: LedgerRow[] = [];
  let position = 0;
  for await (const page of reader.pages()) {
    for (const row of page) {
      if (position >= wanted) found.push(row);
      if (found.length === 2) return [found[0] ?? null, found[1] ?? null];
      position += 1;
    }
  }
  return [found[0] ?? null, null];
}

function changed(seq: number, how: string): Problem {
  return { kind: 'changed', seq, sentence: `Entry ${seq} was changed: ${how}.` };
}

function removed(seq: number, count: number): Problem {
  const which = count === 1 ? `Entry ${seq} was removed` : `Entries ${seq} to ${seq + count - 1} were removed`;
  return { kind: 'removed', seq, sentence: `${which}: what follows does not continue what stands before.` };
}

function inserted(from: number, to: number, row: LedgerRow): Problem {
  const type = typeof row.type === 'string' ? row.type.slice(0, 40) : 'unreadable';
  const which = to > from ? `Entries ${from} to ${to} were inserted` : `Entry ${from} was inserted`;
  return {
    kind: 'inserted',
    seq: from,
    sentence: `${which}: the chain passes it by (found at a row of type ${type}).`,
  };
}

function swapped(seq: number, other: number): Problem {
  return { kind: 'swapped', seq, sentence: `Entries ${seq} and ${other} were swapped.` };
}
