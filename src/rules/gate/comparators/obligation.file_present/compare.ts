import type { Change, FileRequest } from '../../../../model/facts.ts';
import type { RawFinding } from '../../../../model/finding.ts';
import { type Asking, type Comparing, failed, passed, unknown } from '../../comparator.ts';
import { pathTest } from '../../globs.ts';
import type { Options, RequiredFile } from './options.ts';

export const DEFAULT_SEVERITY = 80;
/** Reading stops at the first file that is large enough; this bounds how many are tried. */
const MOST_READ = 50;

export function wants({ tree, change, options }: Asking<Options>): FileRequest[] {
  const head = tree.head;
  if (head === null) return [];
  return options.files
    .filter((file) => file.minBytes !== undefined && applies(file, change))
    .flatMap((file) => matching(file, head).slice(0, MOST_READ))
    .map((path) => ({ side: 'head', path }));
}

export function compare({ tree, change, options, read }: Comparing<Options>): RawFinding[] {
  return options.files.filter((file) => applies(file, change)).map((file) => judge(file));

  function judge(file: RequiredFile): RawFinding {
    const name = [file.path, ...file.or].join(' or ');
    const about = { key: name, severity: file.severity ?? DEFAULT_SEVERITY };
    const fix = `Add ${name}${file.minBytes === undefined ? '' : ` with at least ${file.minBytes} bytes`}.`;
    const because = file.because === undefined ? '' : ` ${file.because}`;
    if (tree.head === null) {
      return unknown({
        ...about,
        code: 'obligation.tree-unreadable',
        message: `Whether ${name} exists could not be seen: the list of files could not be read.`,
        evidence: [],
        suggestedFix: 'Judge the change again; if it stays, check that the repository can be read.',
      });
    }
    const paths = matching(file, tree.head);
    if (paths.length === 0 && tree.truncated) {
      return unknown({
        ...about,
        code: 'obligation.tree-truncated',
        message: `${name} is not among the files that were listed, and the list was cut short by the code host.`,
        evidence: [],
        suggestedFix: `Name the exact path in the pack, or make sure ${name} exists.`,
      });
    }
    if (paths.length === 0) {
      return failed({
        ...about,
        code: 'obligation.file-missing',
        message: `${name} does not exist at the head of this change.${because}`,
        evidence: [{ file: firstPath(file), line: null, side: 'head', read: 'no such file' }],
        suggestedFix: fix,
      });
    }
    return file.minBytes === undefined
      ? passed('obligation.file-present', `${paths[0]} exists.`, name)
      : judgeSize(name, file.minBytes, paths.slice(0, MOST_READ), about, fix, because);
  }

  function judgeSize(
    name: string,
    minBytes: number,
    paths: string[],
    about: { key: string; severity: number },
    fix: string,
    because: string,
  ): RawFinding {
    const outcomes = paths.map((path) => ({ path, outcome: read('head', path) }));
    const enough = outcomes.find(({ outcome }) => outcome.kind === 'text' && outcome.bytes >= minBytes);
    if (enough !== undefined)
      return passed('obligation.file-present', `${enough.path} exists and is large enough.`, name);
    const unread = outcomes.find(({ outcome }) => outcome.kind === 'unreadable');
    if (unread !== undefined && unread.outcome.kind === 'unreadable') {
      return unknown({
        ...about,
        code: 'obligation.file-unreadable',
        message: `The size of ${unread.path} could not be seen: ${unread.outcome.detail}`,
        evidence: [{ file: unread.path, line: null, side: 'head', read: unread.outcome.reason }],
        suggestedFix: `Make ${unread.path} a readable UTF-8 text, or require its presence without a size.`,
      });
    }
    return failed({
      ...about,
      code: 'obligation.file-too-small',
      message: `${name} is there but smaller than ${minBytes} bytes.${because}`,
      evidence: outcomes.map(({ path, outcome }) => ({
        file: path,
        line: null,
        side: 'head',
        read: outcome.kind === 'text' ? `${outcome.bytes} bytes` : 'no such file',
      })),
      suggestedFix: fix,
    });
  }
}

function applies(file: RequiredFile, change: Change): boolean {
  if (file.when === undefined) return true;
  const touches = pathTest(file.when);
  return change.files.some(
    ({ path, previousPath }) => touches(path) || (previousPath !== null && touches(previousPath)),
  );
}

function matching(file: RequiredFile, paths: readonly string[]): string[] {
  const wanted = pathTest([file.path, ...file.or]);
  return paths.filter((path) => wanted(path));
}

function firstPath(file: RequiredFile): string {
  return file.path.replace(/^\//, '');
}
