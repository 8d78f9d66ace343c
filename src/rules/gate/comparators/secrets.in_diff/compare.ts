import type { ChangedFile, FileRequest } from '../../../../model/facts.ts';
import type { RawFinding } from '../../../../model/finding.ts';
import { countOf } from '../../../../shared/text.ts';
import { type Asking, type Comparing, failed, passed, unknown } from '../../comparator.ts';
import { pathTest } from '../../globs.ts';
import { addedLines } from './added-lines.ts';
import { namedKind, severityOf } from './kinds.ts';
import type { Options } from './options.ts';
import { type Hit, secretsIn } from './search.ts';

export const DEFAULT_SEVERITY = 95;
const MOST_SHOWN = 5;
/** These have no lines that a person could write a secret into. */
const MEDIA =
  /\.(png|jpe?g|gif|webp|avif|ico|bmp|tiff?|mp[34]|webm|mov|ogg|wav|woff2?|ttf|otf|eot|zip|t?gz|xz|zst|bz2|7z|wasm|pdf)$/i;
const IN_TESTS =
  /(^|\/)(tests?|__tests__|__fixtures__|testdata|test[-_]?data|fixtures?|examples?|specs?|e2e|mocks?|samples?|integration|docs?)\/|[._-](test|spec|mock|fixture)s?\.[^/]+$|\.(md|mdx|rst|adoc)$|(^|\/)tests?\.[^/]+$/i;

type Unread = { path: string; why: string };

export function wants({ change, options }: Asking<Options>): FileRequest[] {
  return searched(change.files, options).flatMap((file): FileRequest[] => [
    ...(file.status === 'added' ? [] : [baseOf(file)]),
    { side: 'head', path: file.path },
  ]);
}

export async function compare({ change, options, read }: Comparing<Options>): Promise<RawFinding[]> {
  const findings: RawFinding[] = [];
  const unread: Unread[] = [];
  let lines = 0;
  let binaries = 0;
  for (const file of searched(change.files, options)) {
    const head = read('head', file.path);
    if (head.kind === 'absent') continue;
    if (head.kind === 'unreadable') {
      if (head.reason === 'binary') binaries += 1;
      else unread.push({ path: file.path, why: head.detail });
      continue;
    }
    const base = file.status === 'added' ? ({ kind: 'absent' } as const) : read('base', baseOf(file).path);
    const added = addedLines(base.kind === 'text' ? base.text : '', head.text);
    lines += added.size;
    if (added.size === 0) continue;
    const hits = (await secretsIn(file.path, head.text)).filter(({ kind }) => !options.ignoreKinds.includes(kind));
    if (base.kind === 'unreadable' && base.reason !== 'binary' && hits.length > 0)
      unread.push({ path: file.path, why: `what it held before could not be read: ${base.detail}` });
    else findings.push(...findingsIn(file.path, hits, added, head.text.split('\n'), options));
  }
  const problems = [...(change.filesTruncated ? [cutShort()] : []), ...(unread.length === 0 ? [] : [notRead(unread)])];
  if (findings.length + problems.length > 0) return [...findings, ...problems];
  if (lines === 0) return [];
  const rest =
    binaries === 0 ? '' : `; ${countOf(binaries, 'binary file has', 'binary files have')} no lines to search`;
  return [
    passed('secret.none-added', `No known kind of secret stands in ${countOf(lines, 'added line')}${rest}.`, 'secrets'),
  ];
}

function searched(files: readonly ChangedFile[], options: Options): ChangedFile[] {
  const ignored = pathTest(options.ignore);
  return files.filter(({ status, path }) => status !== 'removed' && !MEDIA.test(path) && !ignored(path));
}

function baseOf({ path, previousPath }: ChangedFile): FileRequest {
  return { side: 'base', path: previousPath ?? path };
}

/** One finding for each line; where two kinds are seen in one, the worse. */
function findingsIn(
  path: string,
  hits: readonly Hit[],
  added: ReadonlySet<number>,
  lines: readonly string[],
  options: Options,
): RawFinding[] {
  const byLine = new Map<number, Hit>();
  for (const hit of hits) {
    const line = addedLineOf(hit, added, lines);
    const other = line === null ? undefined : byLine.get(line);
    if (line !== null && (other === undefined || severityOf(other.kind) < severityOf(hit.kind))) byLine.set(line, hit);
  }
  const inTests = IN_TESTS.test(path);
  return [...byLine].map(([line, { kind }]) =>
    failed({
      code: `secret.${kind}`,
      severity: inTests ? Math.min(options.severityInTests, severityOf(kind)) : severityOf(kind),
      key: `${kind} ${path}`,
      message: `${path} gains ${namedKind(kind)}, or what looks like one${inTests ? ', among tests or documentation' : ''}.`,
      evidence: [{ file: path, line, side: 'head', read: '****' }],
      suggestedFix:
        'Revoke it where it was issued, because everybody who saw this branch has it; then read it from the environment or a secret store.',
    }),
  );
}

/** The first added line of a hit. A whole key file counts as added only with the line that holds the key. */
function addedLineOf(
  { kind, firstLine, lastLine }: Hit,
  added: ReadonlySet<number>,
  lines: readonly string[],
): number | null {
  for (let line = firstLine; line <= lastLine; line += 1) {
    if (!added.has(line)) continue;
    if (kind !== 'gcp' || lines[line - 1]?.includes('"private_key"') === true) return line;
  }
  return null;
}

function notRead(unread: readonly Unread[]): RawFinding {
  const [first] = unread;
  const others = unread.length === 1 ? '' : ` ${countOf(unread.length - 1, 'other file')} could not be read either.`;
  return unknown({
    code: 'secret.unread',
    severity: DEFAULT_SEVERITY,
    key: 'unread',
    message: `Whether ${first?.path} gains a secret could not be seen: ${first?.why.replace(/\.$/, '')}.${others}`,
    evidence: unread
      .slice(0, MOST_SHOWN)
      .map(({ path }) => ({ file: path, line: null, side: 'head', read: 'not read' })),
    suggestedFix: 'Look through these files by eye, make them readable, or leave them out with "ignore".',
  });
}

function cutShort(): RawFinding {
  return unknown({
    code: 'secret.files-truncated',
    severity: DEFAULT_SEVERITY,
    key: 'truncated',
    message: 'Whether a secret is added could not be seen: the code host did not list every changed file.',
    evidence: [],
    suggestedFix: 'Split the pull request so that the code host lists all of its files.',
  });
}
