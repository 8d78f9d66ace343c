import type { CheckedCheckpoint, CheckpointVerdict, LedgerReport, Problem } from '../../../model/verification.ts';
import type { LedgerRow } from '../../../ports/ledger-file.ts';
import { countOf } from '../../../shared/text.ts';
import { isoTime } from '../../../shared/time.ts';

/** A row for people: whatever the file holds, it has a form that can be printed. */
export type ShownRow = {
  seq: unknown;
  at: unknown;
  time: string;
  type: unknown;
  actor: { type: unknown; id: unknown };
  subject: unknown;
  payloadHash: unknown;
  prevHash: unknown;
  hash: unknown;
  /** Null when it was erased; text when it is no JSON. */
  payload: unknown;
};

const LABEL_WIDTH = 14;

const SAID: Readonly<Record<CheckpointVerdict, string>> = {
  good: 'signed by this ledger, and the same entries',
  'cut-off': 'entries are missing at the end',
  rewritten: 'not the same entries',
  'wrong-key': 'not signed by this ledger',
  unsigned: 'the same entries; no key is known to check the signature',
  'not-reached': 'not reached',
};

/** `isAgainstOutside`: a checkpoint from outside was given. */
export function reportAsText(report: LedgerReport, isAgainstOutside: boolean): string {
  const lines = report.problem === null ? [wholeLine(report)] : [problemAsText(report.problem)];
  if (report.entries > 0) {
    lines.push(
      labelled('good', `${countOf(report.entries, 'entry', 'entries')}, from 0 to ${report.entries - 1}`),
      labelled('last hash', report.lastHash),
      labelled('tree root', report.rootHash),
    );
  }
  if (report.erasedPayloads > 0) {
    const recorded = report.problem?.kind === 'payload-removed' ? 'missing' : 'erased, each with an entry that says so';
    lines.push(labelled('payloads', `${report.erasedPayloads} ${recorded}`));
  }
  if (report.verifierKey !== null) lines.push(labelled('key', printable(report.verifierKey)));
  lines.push(...report.checkpoints.map(checkpointLine));
  if (!isAgainstOutside)
    lines.push('Entries cut off at the end show only against a checkpoint from outside (--checkpoint).');
  return `${lines.join('\n')}\n`;
}

export function problemAsText(problem: Problem): string {
  return `The ledger is NOT whole. ${printable(problem.sentence)}`;
}

export function shownRow(row: LedgerRow): ShownRow {
  const { seq, at, type, subject, payloadHash, prevHash, hash } = row;
  const actor = { type: row.actorType, id: row.actorId };
  return {
    seq,
    at,
    time: timeOf(at),
    type,
    actor,
    subject,
    payloadHash,
    prevHash,
    hash,
    payload: payloadOf(row.payloadText),
  };
}

/** One line for each entry, in columns. */
export function entriesAsText(rows: readonly ShownRow[]): string {
  if (rows.length === 0) return 'No entries.\n';
  const cells = rows.map(({ seq, time, type, actor, subject }) =>
    [`${seq}`, time, `${type}`, `${actor.type} ${actor.id}`, `${subject}`].map(oneLine),
  );
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((cell) => cell[column]?.length ?? 0)));
  return cells
    .map((cell) =>
      cell.map((text, column) => (column === 0 ? text.padStart(widths[0] ?? 0) : text.padEnd(widths[column] ?? 0))),
    )
    .map((line) => `${line.join('  ').trimEnd()}\n`)
    .join('');
}

/** Everything of one entry. */
export function entryAsText(row: ShownRow): string {
  const payload = row.payload === null ? '(erased)' : JSON.stringify(row.payload, null, 2);
  const lines = [
    `Entry ${row.seq}`,
    labelled('type', oneLine(`${row.type}`)),
    labelled('time', row.time),
    labelled('actor', oneLine(`${row.actor.type} ${row.actor.id}`)),
    labelled('subject', oneLine(`${row.subject}`)),
    labelled('payload hash', `${row.payloadHash}`),
    labelled('previous hash', `${row.prevHash}`),
    labelled('hash', `${row.hash}`),
    labelled('payload', payload.replaceAll('\n', `\n${' '.repeat(LABEL_WIDTH + 2)}`)),
  ];
  return `${lines.map(printable).join('\n')}\n`;
}

function wholeLine(report: LedgerReport): string {
  return report.entries === 0 ? 'The ledger is empty.' : 'The ledger is whole.';
}

function checkpointLine({ from, size, verdict }: CheckedCheckpoint): string {
  const origin = from === 'given' ? 'given' : 'in the file';
  return labelled('checkpoint', `${countOf(size, 'entry', 'entries')} (${origin}): ${SAID[verdict]}`);
}

function labelled(label: string, text: string): string {
  return `  ${label.padEnd(LABEL_WIDTH)}${text}`;
}

function timeOf(at: unknown): string {
  return typeof at === 'number' && Math.abs(at) <= 8.64e15 ? isoTime(at) : 'no time';
}

function payloadOf(text: unknown): unknown {
  if (typeof text !== 'string') return text ?? null;
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return text;
    throw thrown;
  }
}

function oneLine(text: string): string {
  return printable(text).replaceAll('\n', '\\n');
}

/** What comes from outside must not steer the terminal it is shown on. */
function printable(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
