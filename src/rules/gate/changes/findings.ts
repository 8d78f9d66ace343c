import type { Evidence, RawFinding } from '../../../model/finding.ts';
import { canonicalJson } from '../../../shared/canonical-json.ts';
import { clip, countOf } from '../../../shared/text.ts';
import { type FileLine, RISKS, type SemanticChange } from '../../diff/change.ts';
import { failed } from '../comparator.ts';
import { sourceLines } from '../openapi/source-lines.ts';

/** More findings than this are named in one last finding. */
export const MOST_FINDINGS = 100;
const MOST_NAMED = 20;

/** Both sides as written, by file. */
export type Texts = { base: ReadonlyMap<string, string>; head: ReadonlyMap<string, string> };
/** How a kind speaks of its changes. */
export type Telling = {
  /** First word of the code of the last finding: `openapi`. */
  kind: string;
  /** Whether an approval lets a break in, or only an override. */
  approvable: boolean;
  /** What happened, without the place where it is used; the whole message when left out. */
  causeOf?(change: SemanticChange): string;
  texts: Texts;
};
type Reader = (side: 'base' | 'head', place: FileLine) => string;
type Group = { changes: SemanticChange[]; key: string };

/** One finding per cause: a shared schema that broke in 500 operations broke once. Worst first. */
export function findingsOf(changes: readonly SemanticChange[], telling: Telling): RawFinding[] {
  const { approvable, texts, causeOf = (change) => change.message } = telling;
  const groups = new Map<string, Group>();
  for (const change of changes) {
    const text = causeOf(change);
    const cause = `${change.code} ${change.location.pointer} ${text}`;
    const group = groups.get(cause) ?? { changes: [], key: keyOf(change, text) };
    group.changes.push(change);
    groups.set(cause, group);
  }
  const list = [...groups.values()];
  const shown = list.length > MOST_FINDINGS ? list.slice(0, MOST_FINDINGS - 1) : list;
  const rest = list.slice(shown.length);
  const read = readerOf(texts, [...shown, ...rest.slice(0, 1)]);
  const findings = shown.map((group) => findingOf(group, approvable, read));
  return rest.length === 0 ? findings : [...findings, foldedOf(rest, telling, read)];
}

function findingOf({ changes, key }: Group, approvable: boolean, read: Reader): RawFinding {
  const [first] = changes;
  if (first === undefined) throw new TypeError('A group of changes is never empty.');
  const operations = new Set(changes.map(({ location }) => location.operation));
  const also = operations.size > 1 ? ` The same in ${countOf(operations.size - 1, 'more operation')}.` : '';
  const place = first.location.operation === null ? '' : `${first.location.operation}: `;
  return failed({
    code: first.code,
    severity: first.severity,
    key,
    message: `${place}${sentence(first.message)} ${first.rationale}${also}`,
    evidence: evidenceOf(first, read),
    suggestedFix: fixOf(first, approvable),
  });
}

function foldedOf(rest: readonly Group[], { kind, approvable }: Telling, read: Reader): RawFinding {
  const codes = new Map<string, number>();
  for (const { changes } of rest) codes.set(changes[0]?.code ?? '', (codes.get(changes[0]?.code ?? '') ?? 0) + 1);
  const named = [...codes].sort(([, left], [, right]) => right - left).slice(0, MOST_NAMED);
  const names = named.map(([code, count]) => `${code} (${count})`).join(', ');
  const [worst] = rest;
  const change = worst?.changes[0];
  return failed({
    code: `${kind}.more-changes`,
    severity: change?.severity ?? 0,
    key: canonicalJson(rest.map(({ key }) => key).sort()),
    message: `And ${countOf(rest.length, 'more cause')}: ${names}${codes.size > named.length ? ', and others' : ''}.`,
    evidence: change === undefined ? [] : evidenceOf(change, read),
    suggestedFix: `Run \`countersign semantic-diff run\` for the whole list${approvable ? ', or have all of it approved' : ''}.`,
  });
}

function evidenceOf(change: SemanticChange, read: Reader): Evidence[] {
  const said = clip(change.message, 200);
  const at = (side: 'base' | 'head'): Evidence[] => {
    const place = change[side];
    return place === null ? [] : [{ ...place, side, read: read(side, place) || said }];
  };
  return [...at('head'), ...at('base')];
}

/** The source lines the findings cite, read once per file and side. */
function readerOf(texts: Texts, groups: readonly Group[]): Reader {
  const changes = groups.flatMap((group) => group.changes.slice(0, 1));
  const linesOf = (side: 'base' | 'head') => {
    const places = changes.map((change) => change[side]).filter((place) => place !== null);
    return new Map(
      [...Map.groupBy(places, ({ file }) => file)].map(([file, cited]) => [
        file,
        sourceLines(
          texts[side].get(file) ?? '',
          cited.map(({ line }) => line).filter((line) => line !== null),
        ),
      ]),
    );
  };
  const lines = { base: linesOf('base'), head: linesOf('head') };
  return (side, { file, line }) => (line === null ? '' : (lines[side].get(file)?.get(line) ?? ''));
}

function fixOf(change: SemanticChange, approvable: boolean): string {
  const how = approvable ? 'have this break approved' : 'have it overridden';
  if (/removed|no_delete/i.test(change.code)) return `Put it back, deprecate it first, or ${how}.`;
  if (/required/i.test(change.code)) return `Make it optional, or ${how}.`;
  if (/security/.test(change.code))
    return `Offer the new way in beside the old one until callers have moved, or ${how}.`;
  return `Undo the change, publish it under a new version of the API, or ${how}.`;
}

/**
 * Names the cause and nothing that moves. What is shared is known by where it is written, without positions in lists;
 * what stands inside an operation by its names there, because two parameters of a list are two causes.
 */
function keyOf({ code, location }: SemanticChange, text: string): string {
  const shared = /^\/(components|definitions|parameters|responses)\//.test(location.pointer);
  const where = shared ? location.pointer.replace(/\/\d+(?=\/|$)/g, '/*') : `${location.operation} ${location.path}`;
  return canonicalJson({ code, where, text });
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** `2 behavioral changes`, or that `whom` could not notice anything. */
export function counted(changes: readonly SemanticChange[], whom: string): string {
  if (changes.length === 0) return `nothing ${whom} could notice changed`;
  const parts = RISKS.map((risk) => [risk, changes.filter((change) => change.risk === risk).length] as const);
  return parts
    .filter(([, count]) => count > 0)
    .map(([risk, count]) => countOf(count, `${risk} change`))
    .join(', ');
}
