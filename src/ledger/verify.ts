import type { LedgerReport, Problem } from '../model/verification.ts';
import type { LedgerReader } from '../ports/ledger-file.ts';
import { type CheckpointToCheck, checkCheckpoints } from './check-notes.ts';
import { type Break, diagnose } from './diagnose.ts';
import { GENESIS, hashHeader, hashPayloadText, headerText } from './ledger-row.ts';
import { parseVerifierKey } from './note.ts';
import { createTree, hashLeafText } from './tree.ts';

const ERASURE = /^entry:(0|[1-9][0-9]{0,15})$/;

/**
 * Checks a ledger from its rows alone: it walks the chain once, and again only to find out what was done to a bad
 * entry. Without `verifierKey` the key that the first entry names is used.
 * Throws what the reader throws, and LedgerError for a verifier key that is none.
 */
export async function verifyLedger(
  reader: LedgerReader,
  options: { checkpoints?: readonly CheckpointToCheck[]; verifierKey?: string | null } = {},
): Promise<LedgerReport> {
  const checkpoints = options.checkpoints ?? [];
  const given = options.verifierKey ?? null;
  const walk = await walkChain(reader, new Set(checkpoints.map(({ checkpoint }) => checkpoint.size)));
  const verifierKey = given ?? walk.verifierKey;
  const verifier = verifierKey === null ? null : parseVerifierKey(verifierKey);
  const checked = checkCheckpoints(checkpoints, verifier, walk);
  const problem =
    walk.payloadProblem ??
    (walk.broken === null ? null : await diagnose(reader, walk.broken)) ??
    /** What was cut off may have held the records of erasures. */
    (checked.problem?.kind === 'cut-off' ? checked.problem : null) ??
    unrecordedErasure(walk) ??
    keyProblem(given, walk.verifierKey) ??
    checked.problem;
  const { entries, missing, rootHash, lastHash } = walk;
  const erasedPayloads = missing.size;
  return { problem, entries, erasedPayloads, rootHash, lastHash, verifierKey, checkpoints: checked.checkpoints };
}

type Walk = {
  entries: number;
  lastHash: string;
  rootHash: string;
  verifierKey: string | null;
  broken: Break | null;
  payloadProblem: Problem | null;
  /** Entries whose payload is gone. */
  missing: Set<number>;
  /** Which entry records the erasure of which. */
  erasures: Map<number, number>;
  /** The root at each size that was asked for. */
  roots: Map<number, string>;
};

async function walkChain(reader: LedgerReader, sizes: ReadonlySet<number>): Promise<Walk> {
  const tree = createTree();
  const walk: Walk = {
    entries: 0,
    lastHash: GENESIS,
    rootHash: '',
    verifierKey: null,
    broken: null,
    payloadProblem: null,
    missing: new Set(),
    erasures: new Map(),
    roots: new Map(),
  };
  if (sizes.has(0)) walk.roots.set(0, hex(tree.root()));
  reading: for await (const page of reader.pages()) {
    for (const row of page) {
      const position = walk.entries;
      const header = headerText(row, row.seq);
      const computed = hashHeader(header);
      if (row.seq !== position || row.prevHash !== walk.lastHash || row.hash !== computed) {
        walk.broken = { position, lastHash: walk.lastHash };
        break reading;
      }
      tree.add(hashLeafText(header));
      if (row.payloadText === null) walk.missing.add(position);
      else if (row.payloadHash !== hashPayloadText(row.payloadText)) walk.payloadProblem ??= changedPayload(position);
      if (row.type === 'payload.erased') noteErasure(row.subject, position, walk.erasures);
      if (position === 0) walk.verifierKey = keyIn(row.payloadText);
      walk.lastHash = computed;
      walk.entries = position + 1;
      if (sizes.has(walk.entries)) walk.roots.set(walk.entries, hex(tree.root()));
    }
  }
  walk.rootHash = hex(tree.root());
  return walk;
}

function changedPayload(seq: number): Problem {
  return {
    kind: 'payload-changed',
    seq,
    sentence: `The payload of entry ${seq} was changed: it no longer has the hash that the entry names.`,
  };
}

function noteErasure(subject: unknown, at: number, erasures: Map<number, number>): void {
  const match = typeof subject === 'string' ? ERASURE.exec(subject) : null;
  if (match !== null) erasures.set(Number(match[1]), at);
}

function unrecordedErasure({ missing, erasures }: Walk): Problem | null {
  for (const seq of missing) {
    if ((erasures.get(seq) ?? -1) > seq) continue;
    return {
      kind: 'payload-removed',
      seq,
      sentence: `The payload of entry ${seq} was removed, and no entry records its erasure.`,
    };
  }
  return null;
}

function keyIn(payloadText: unknown): string | null {
  if (typeof payloadText !== 'string') return null;
  return /"verifierKey":"([^"\\]{1,400})"/.exec(payloadText)?.[1] ?? null;
}

function keyProblem(given: string | null, recorded: string | null): Problem | null {
  if (given === null || recorded === null || given === recorded) return null;
  return {
    kind: 'wrong-key',
    seq: 0,
    sentence: `The ledger was opened with the key ${recorded}, not with the key given.`,
  };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
