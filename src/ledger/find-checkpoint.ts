import { checkpointText, type NoteSignature, type SignedCheckpoint } from './note.ts';

const TEXT_LIMIT = 1024 * 1024;
/** Signatures that may stand under one note, and lines the note itself may have. */
const SIGNATURE_LIMIT = 16;
const NOTE_LINES = 20;

const SIGNATURE = /^(?:[\u2010-\u2015\u2212-]|&mdash;){1,3}\s*([^\s+]{1,200})\s+([A-Za-z0-9+/]{80,400}={0,2})$/u;
const SIZE = /^(?:0|[1-9][0-9]{0,15})$/;
const ROOT = /^[A-Za-z0-9+/]{43}=$/;

/**
 * Every signed checkpoint in a text, in the order they stand there. The text may be a message copied from a chat:
 * quoted, fenced, with words around it, with other dashes or spaces, with lines doubled or ends cut by the copying.
 * What was signed is put together again from its lines, and the signature decides whether that was right.
 */
export function findCheckpoints(text: string): SignedCheckpoint[] {
  const lines = text
    .slice(0, TEXT_LIMIT)
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map(plain)
    .filter((line) => line !== '');
  const found: SignedCheckpoint[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    if (signatureIn(lines[at]) === null || (at > 0 && signatureIn(lines[at - 1]) !== null)) continue;
    const note = noteAbove(lines, at);
    if (note !== null) found.push({ ...note, signatures: signaturesFrom(lines, at) });
  }
  return found;
}

function noteAbove(lines: string[], signatureAt: number): Omit<SignedCheckpoint, 'signatures'> | null {
  for (let at = signatureAt - 3; at >= Math.max(0, signatureAt - NOTE_LINES); at -= 1) {
    const [origin = '', size = '', root = '', ...extension] = lines.slice(at, signatureAt);
    if (!SIZE.test(size) || !ROOT.test(root)) continue;
    const rootHash = Buffer.from(root, 'base64').toString('hex');
    const checkpoint = { origin, size: Number(size), rootHash, extension };
    return { ...checkpoint, signedText: checkpointText(checkpoint) };
  }
  return null;
}

function signaturesFrom(lines: string[], from: number): NoteSignature[] {
  const signatures: NoteSignature[] = [];
  for (let at = from; at < lines.length && signatures.length < SIGNATURE_LIMIT; at += 1) {
    const signature = signatureIn(lines[at]);
    if (signature === null) break;
    signatures.push(signature);
  }
  return signatures;
}

function signatureIn(line: string | undefined): NoteSignature | null {
  const [, name = '', base64 = ''] = SIGNATURE.exec(line ?? '') ?? [];
  if (name === '') return null;
  const bytes = Buffer.from(base64, 'base64');
  return { name, keyHash: bytes.subarray(0, 4), signature: bytes.subarray(4) };
}

/** One line without what chats and mail put around it. None of it can be part of a note's own lines. */
function plain(line: string): string {
  return line
    .slice(0, 2_000)
    .replaceAll(/&(gt|lt|amp|nbsp|#43|#x2b|#61|#47);/gi, (_, name: string) => ENTITIES[name.toLowerCase()] ?? ' ')
    .replaceAll(/<[^<>|\s]*\|([^<>]*)>/g, '$1')
    .replaceAll(/[\u200b-\u200d\u2060\ufeff\u00ad]/g, '')
    .replaceAll(/[\s\u00a0\u2007\u202f]+/g, ' ')
    .replace(/^(?:[>|\s`"'“”„‘’«»*_~•]|\u2039|\u203a)+/u, '')
    .replace(/[\s`"'“”‘’«»*_~]+$/u, '');
}

const ENTITIES: Readonly<Record<string, string>> = {
  gt: '>',
  lt: '<',
  amp: '&',
  nbsp: ' ',
  '#43': '+',
  '#x2b': '+',
  '#61': '=',
  '#47': '/',
};
