import type { EntryProof, LedgerReport } from '../../model/verification.ts';
import type { LedgerFile } from '../../ports/ledger-file.ts';
import { messageOf } from '../../shared/errors.ts';
import { oneOf, readOptions, whyUnread } from './arguments.ts';
import { entriesAsText, entryAsText, problemAsText, reportAsText, shownRow } from './formats/ledger-text.ts';

export const LEDGER_USAGE = `countersign ledger verify [--db FILE] [--checkpoint FILE|-] [--key VERIFIER_KEY] [--format text|json]
countersign ledger checkpoint [--db FILE] [--format text|json]
countersign ledger prove SEQ [--db FILE] [--format text|json]
countersign ledger show [SEQ] [--db FILE] [--subject SUBJECT] [--limit N] [--format text|json]`;

/** 0: good; 1: the ledger is not whole; 2: it could not be looked at. */
export type LedgerExit = 0 | 1 | 2;

/** What the commands need from outside; none of it may be the ledger's writer. */
export type LedgerDeps = {
  /** The database file that is configured, or null when none is. */
  databaseFile: string | null;
  openFile(file: string): Promise<LedgerFile>;
  verify(
    file: LedgerFile,
    options: { checkpointText: string | null; verifierKey: string | null },
  ): Promise<LedgerReport>;
  prove(file: LedgerFile, seq: number): Promise<EntryProof>;
  formatProof(proof: EntryProof, checkpointText: string): string;
  /** Signs a checkpoint with the key of the ledger in `db`; throws when there is no key to sign with. */
  sign(state: { size: number; rootHash: string }, db: string): Promise<{ text: string; verifierKey: string }>;
  /** The text of a file; `-` is the standard input. */
  readText(path: string): Promise<string>;
  out(text: string): void;
  complain(text: string): void;
};

const FORMATS = ['text', 'json'] as const;
export type LedgerFormat = (typeof FORMATS)[number];
export type LedgerArgs = {
  db: string;
  format: LedgerFormat;
  checkpoint: string | null;
  key: string | null;
  seq: number | null;
  subject: string | null;
  limit: number;
};

const COMMANDS: Readonly<Record<string, (args: LedgerArgs, deps: LedgerDeps) => Promise<LedgerExit>>> = {
  verify: ledgerVerify,
  checkpoint: ledgerCheckpoint,
  prove: ledgerProve,
  show: ledgerShow,
};

/** Runs `ledger <command> ...`; answers the exit code and never throws. */
export async function runLedger(args: readonly string[], deps: LedgerDeps): Promise<LedgerExit> {
  try {
    const [name = '', ...rest] = args;
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (command === undefined) throw new TypeError(`use one of these:\n${LEDGER_USAGE}`);
    return await command(readArguments(rest, deps), deps);
  } catch (thrown) {
    deps.complain(`Could not check the ledger: ${messageOf(thrown)}`);
    return 2;
  }
}

/** Says whether the ledger is whole, and if not, which entry is the first bad one and what was done to it. */
export async function ledgerVerify(args: LedgerArgs, deps: LedgerDeps): Promise<LedgerExit> {
  const checkpointText = args.checkpoint === null ? null : await checkpointIn(args.checkpoint, deps);
  return withFile(args, deps, async (file) => {
    const report = await deps.verify(file, { checkpointText, verifierKey: args.key });
    deps.out(args.format === 'json' ? asJson(report) : reportAsText(report, checkpointText !== null));
    if (report.problem !== null) return 1;
    if (report.checkpoints.every(({ from, verdict }) => from === 'stored' || verdict === 'good')) return 0;
    deps.complain('The signature could not be checked: the ledger names no key; give one with --key.');
    return 2;
  });
}

async function checkpointIn(file: string, { readText }: LedgerDeps): Promise<string> {
  try {
    return await readText(file);
  } catch (thrown) {
    throw new TypeError(`${file} cannot be read: ${whyUnread(thrown)}.`, { cause: thrown });
  }
}

/** Signs the ledger as it is; one that is not whole is never signed. */
export async function ledgerCheckpoint(args: LedgerArgs, deps: LedgerDeps): Promise<LedgerExit> {
  return withFile(args, deps, async (file) => {
    const report = await verifiedOr(file, deps);
    if (report === null) return 1;
    const { text } = await signed(report, args.db, deps);
    const { entries: size, rootHash } = report;
    deps.out(args.format === 'json' ? asJson({ size, rootHash, text }) : text);
    return 0;
  });
}

/** Gives the proof that one entry is in the ledger, with the checkpoint it leads to. */
export async function ledgerProve(args: LedgerArgs, deps: LedgerDeps): Promise<LedgerExit> {
  const { seq } = args;
  if (seq === null) throw new TypeError('name the entry: countersign ledger prove SEQ.');
  return withFile(args, deps, async (file) => {
    const report = await verifiedOr(file, deps);
    if (report === null) return 1;
    const proof = await deps.prove(file, seq);
    const { text, verifierKey } = await signed(report, args.db, deps);
    deps.out(
      args.format === 'json' ? asJson({ ...proof, checkpoint: text, verifierKey }) : deps.formatProof(proof, text),
    );
    return 0;
  });
}

/** Shows entries, the newest at the end, or one entry with its payload. Verifies nothing. */
export async function ledgerShow(args: LedgerArgs, deps: LedgerDeps): Promise<LedgerExit> {
  return withFile(args, deps, async (file) => {
    const { seq, subject, limit } = args;
    const rows = await file.rows({ ...(seq === null ? {} : { seq }), ...(subject === null ? {} : { subject }), limit });
    if (seq !== null && rows.length === 0) throw new TypeError(`the ledger has no entry ${seq}.`);
    const shown = rows.toReversed().map(shownRow);
    if (args.format === 'json') deps.out(asJson(shown));
    else deps.out(seq === null ? entriesAsText(shown) : shown.map(entryAsText).join(''));
    return 0;
  });
}

async function withFile(
  args: LedgerArgs,
  deps: LedgerDeps,
  work: (file: LedgerFile) => Promise<LedgerExit>,
): Promise<LedgerExit> {
  const file = await deps.openFile(args.db);
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

async function verifiedOr(file: LedgerFile, deps: LedgerDeps): Promise<LedgerReport | null> {
  const report = await deps.verify(file, { checkpointText: null, verifierKey: null });
  if (report.problem === null) return report;
  deps.complain(problemAsText(report.problem));
  return null;
}

async function signed(
  report: LedgerReport,
  db: string,
  deps: LedgerDeps,
): Promise<{ text: string; verifierKey: string }> {
  const note = await deps.sign({ size: report.entries, rootHash: report.rootHash }, db);
  if (report.verifierKey === null || report.verifierKey === note.verifierKey) return note;
  throw new TypeError(`the ledger was opened with the key ${report.verifierKey}; sign with that one.`);
}

function readArguments(args: readonly string[], deps: LedgerDeps): LedgerArgs {
  const { values, positionals } = readOptions({
    args: [...args],
    strict: true,
    allowPositionals: true,
    options: {
      db: { type: 'string' },
      checkpoint: { type: 'string' },
      key: { type: 'string' },
      subject: { type: 'string' },
      limit: { type: 'string', default: '20' },
      format: { type: 'string', default: 'text' },
    },
  });
  const format = oneOf(FORMATS, values.format, 'format');
  const db = values.db ?? deps.databaseFile;
  if (db === null) throw new TypeError('no database file is configured; name one with --db.');
  if (positionals.length > 1) throw new TypeError(`${positionals[1]} is one word too many; use:\n${LEDGER_USAGE}`);
  const { checkpoint = null, key = null, subject = null } = values;
  const seq = positionals[0] === undefined ? null : wholeNumber(positionals[0], 'an entry number');
  return { db, format, checkpoint, key, seq, subject, limit: wholeNumber(values.limit, 'a limit') };
}

function wholeNumber(text: string, what: string): number {
  if (/^[0-9]{1,15}$/.test(text)) return Number(text);
  throw new TypeError(`${text} is not ${what}; use digits only.`);
}

function asJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
