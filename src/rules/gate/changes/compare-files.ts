import type { RawFinding } from '../../../model/finding.ts';
import { countOf } from '../../../shared/text.ts';
import { RISKS } from '../../diff/change.ts';
import type { FileKind, FileProblem, TextPair, Wishes } from '../../diff/files.ts';
import { type Comparing, failed, passed, unknown } from '../comparator.ts';
import { declaredFor, filePairs, MOST_FILES, type ReadFilePair } from './file-pairs.ts';
import { counted, findingsOf } from './findings.ts';
import type { ChangeOptions } from './options.ts';

/** How a comparator of one kind of file judges. */
export type Judging<O extends ChangeOptions & Wishes> = {
  kind: FileKind<O>;
  /** Severity of what could not be judged. */
  severity: number;
  /** Who relies on such a file, in the words of a message: `a client`. */
  whom: string;
};

type Side = 'base' | 'head';
const SIDES = ['base', 'head'] as const;

/** Findings about every changed file of a kind; what could not be read or parsed is `unknown`, the rest is judged. */
export async function compareFiles<O extends ChangeOptions & Wishes>(
  judging: Judging<O>,
  comparing: Comparing<O>,
): Promise<RawFinding[]> {
  const { kind } = judging;
  const all = filePairs(kind, comparing);
  const findings = [...missing(judging, comparing), ...notListed(judging, comparing, all.length)];
  const comparable: TextPair[] = [];
  for (const pair of all.slice(0, MOST_FILES)) {
    const read: ReadFilePair = {
      ...pair,
      before: pair.base === null ? null : comparing.read('base', pair.base),
      after: pair.head === null ? null : comparing.read('head', pair.head),
    };
    const refused = notRead(judging, read);
    if (refused.length > 0) findings.push(...refused);
    else if (isOne(kind, read)) comparable.push(textsOf(read));
  }
  return [...findings, ...(await judge(judging, comparable, comparing.options))];
}

async function judge<O extends ChangeOptions & Wishes>(
  judging: Judging<O>,
  pairs: readonly TextPair[],
  options: O,
): Promise<RawFinding[]> {
  const { kind, whom } = judging;
  const findings: RawFinding[] = [];
  const gone = pairs.filter(({ head }) => head === null);
  const removedApart = kind.together && gone.length < pairs.length ? [] : gone;
  const toCompare = pairs.filter((pair) => !removedApart.includes(pair) && pair.base?.text !== pair.head?.text);
  const diff = await kind.diff(toCompare, options);
  // A removed file that never held what this kind is about promised nothing.
  for (const { base } of removedApart) {
    if (base !== null && (await promises(kind, base, options))) findings.push(removedFile(judging, base.file, options));
  }
  findings.push(...unseen(judging, diff.problems));
  const told = diff.changes.filter(({ risk }) => RISKS.indexOf(risk) <= RISKS.indexOf(options.riskThreshold));
  const texts = { base: textsBy(pairs, 'base'), head: textsBy(pairs, 'head') };
  const telling = { kind: kind.kind, approvable: options.allowBreakingWithApproval, texts };
  if (told.length > 0) return [...findingsOf(told, telling), ...findings];
  if (findings.length > 0 || pairs.length === 0) return findings;
  const files = pairs.map(({ base, head }) => head?.file ?? base?.file ?? '').sort();
  const names = files.length === 1 ? files[0] : countOf(files.length, `${kind.noun} file`);
  return [passed(`${kind.kind}.compatible`, `${names}: ${counted(diff.changes, whom)}.`, files.join(' '))];
}

async function promises<O extends Wishes>(kind: FileKind<O>, base: NonNullable<TextPair['base']>, options: O) {
  const { changes, problems } = await kind.diff([{ base: null, head: base }], options);
  return changes.length > 0 || problems.length > 0 || !kind.together;
}

function isOne<O extends Wishes>(kind: FileKind<O>, pair: ReadFilePair): boolean {
  if (pair.named) return true;
  const texts = [
    [pair.head, pair.after],
    [pair.base, pair.before],
  ] as const;
  return texts.some(([path, read]) => path !== null && read?.kind === 'text' && kind.isOne(path, read.text));
}

function textsOf({ base, head, before, after }: ReadFilePair): TextPair {
  return {
    base: base !== null && before?.kind === 'text' ? { file: base, text: before.text } : null,
    head: head !== null && after?.kind === 'text' ? { file: head, text: after.text } : null,
  };
}

function textsBy(pairs: readonly TextPair[], side: Side): Map<string, string> {
  return new Map(pairs.flatMap((pair) => (pair[side] === null ? [] : [[pair[side].file, pair[side].text] as const])));
}

/** A file known by its name alone, and not for certain, says nothing when it cannot be read. */
function notRead<O extends Wishes>({ kind, severity }: Judging<O & ChangeOptions>, pair: ReadFilePair): RawFinding[] {
  return SIDES.flatMap((side) => {
    const path = pair[side];
    const read = side === 'base' ? pair.before : pair.after;
    if (path === null || read === null || read.kind === 'text') return [];
    if (!pair.named && !kind.isCertain(path)) return [];
    const why = read.kind === 'unreadable' ? read.detail : 'It is not there any more.';
    return [
      unknown({
        code: `${kind.kind}.unreadable`,
        severity,
        key: `${side} ${path}`,
        message: `${path} could not be read at ${side}: ${why} Nothing in it was compared.`,
        evidence: [{ file: path, line: null, side, read: read.kind === 'unreadable' ? read.reason : 'absent' }],
        suggestedFix: 'Make the file readable as UTF-8 text within the size limit, then judge the change again.',
      }),
    ];
  });
}

/** One finding per file, side and kind of problem. */
function unseen<O extends Wishes>(
  { kind, severity }: Judging<O & ChangeOptions>,
  problems: readonly FileProblem[],
): RawFinding[] {
  const groups = Map.groupBy(problems, ({ code, side, file }) => `${code} ${side} ${file}`);
  return [...groups].map(([key, list]) => {
    const [first] = list;
    if (first === undefined) throw new TypeError('A group of problems is never empty.');
    const more = list.length > 1 ? ` And ${list.length - 1} more like it.` : '';
    return unknown({
      code: `${kind.kind}.${first.code}`,
      severity,
      key,
      message: `${first.file} could not be compared as written at ${first.side}: ${first.message}${more}`,
      evidence: list.slice(0, 10).map(({ file, line, side, message }) => ({ file, line, side, read: message })),
      suggestedFix: `Correct the file so that it can be read as a ${kind.noun}, or leave it out with \`exclude\`.`,
    });
  });
}

function removedFile<O extends Wishes>(
  { kind, whom }: Judging<O & ChangeOptions>,
  path: string,
  options: ChangeOptions,
): RawFinding {
  return failed({
    code: `${kind.kind}.file-removed`,
    severity: options.severityOfRemovedFile,
    key: path,
    message: `${path} was removed: what it described is no longer promised to ${whom}.`,
    evidence: [{ file: path, line: null, side: 'base', read: 'the whole file' }],
    suggestedFix: `Keep the ${kind.noun}, move it with its content, or have its removal approved.`,
  });
}

function missing<O extends ChangeOptions & Wishes>(
  { kind, severity }: Judging<O>,
  { artifacts }: Comparing<O>,
): RawFinding[] {
  return declaredFor(kind, artifacts)
    .filter(({ path }) => path.base === null && path.head === null)
    .map(({ tried }) =>
      unknown({
        code: `${kind.kind}.file-missing`,
        severity,
        key: tried.join(' '),
        message: `The ${kind.noun} the pack names could not be found on either side: ${tried.join(', ')} was tried.`,
        evidence: [],
        suggestedFix: 'Correct the path of the artifact in the pack, or add the file.',
      }),
    );
}

function notListed<O extends ChangeOptions & Wishes>(
  { kind, severity }: Judging<O>,
  { change }: Comparing<O>,
  count: number,
): RawFinding[] {
  if (count <= MOST_FILES && !change.filesTruncated) return [];
  const why =
    count > MOST_FILES
      ? `${count} files changed and only the first ${MOST_FILES} were compared.`
      : 'the host did not list every changed file.';
  return [
    unknown({
      code: `${kind.kind}.not-all-files`,
      severity,
      key: count > MOST_FILES ? 'too many' : 'cut off',
      message: `Not every ${kind.noun} could be compared: ${why}`,
      evidence: [],
      suggestedFix: 'Split the change, or name fewer files with `files`.',
    }),
  ];
}
