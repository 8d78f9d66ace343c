import type { Evidence, RawFinding } from '../../../../model/finding.ts';
import { canonicalJson } from '../../../../shared/canonical-json.ts';
import { clip, countOf } from '../../../../shared/text.ts';
import type { SemanticChange } from '../../../diff/change.ts';
import { failed } from '../../comparator.ts';

/** More findings than this are named in one last finding. */
export const MOST_FINDINGS = 100;
const MOST_NAMED = 20;

type Group = { changes: SemanticChange[]; key: string };

/** One finding per cause: a shared schema that broke in 500 operations broke once. Worst first. */
export function findingsOf(changes: readonly SemanticChange[], approvable: boolean): RawFinding[] {
  const groups = new Map<string, Group>();
  for (const change of changes) {
    const text = textOf(change);
    const cause = `${change.code} ${change.location.pointer} ${text}`;
    const group = groups.get(cause) ?? { changes: [], key: keyOf(change, text) };
    group.changes.push(change);
    groups.set(cause, group);
  }
  const list = [...groups.values()];
  const shown = list.length > MOST_FINDINGS ? list.slice(0, MOST_FINDINGS - 1) : list;
  const rest = list.slice(shown.length);
  const findings = shown.map((group) => findingOf(group, approvable));
  return rest.length === 0 ? findings : [...findings, foldedOf(rest, approvable)];
}

function findingOf({ changes, key }: Group, approvable: boolean): RawFinding {
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
    evidence: evidenceOf(first),
    suggestedFix: fixOf(first, approvable),
  });
}

function foldedOf(rest: readonly Group[], approvable: boolean): RawFinding {
  const codes = new Map<string, number>();
  for (const { changes } of rest) codes.set(changes[0]?.code ?? '', (codes.get(changes[0]?.code ?? '') ?? 0) + 1);
  const named = [...codes].sort(([, left], [, right]) => right - left).slice(0, MOST_NAMED);
  const names = named.map(([code, count]) => `${code} (${count})`).join(', ');
  const [worst] = rest;
  const change = worst?.changes[0];
  return failed({
    code: 'openapi.more-changes',
    severity: change?.severity ?? 0,
    key: canonicalJson(rest.map(({ key }) => key).sort()),
    message: `And ${countOf(rest.length, 'more cause')}: ${names}${codes.size > named.length ? ', and others' : ''}.`,
    evidence: change === undefined ? [] : evidenceOf(change),
    suggestedFix: `Run \`countersign semantic-diff run\` for the whole list${approvable ? ', or have all of it approved' : ''}.`,
  });
}

function evidenceOf(change: SemanticChange): Evidence[] {
  const read = clip(`${change.location.path} ${change.message}`.trim(), 300);
  const evidence: Evidence[] = [];
  if (change.head !== null) evidence.push({ ...change.head, side: 'head', read });
  if (change.base !== null) evidence.push({ ...change.base, side: 'base', read });
  return evidence;
}

function fixOf(change: SemanticChange, approvable: boolean): string {
  const how = approvable ? 'have this break approved' : 'have it overridden';
  if (/removed/.test(change.code)) return `Put it back, deprecate it first, or ${how}.`;
  if (/required/.test(change.code)) return `Make it optional, or ${how}.`;
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

/** What happened, without the place where it is used. */
function textOf({ message }: SemanticChange): string {
  const at = message.indexOf(': ');
  return at === -1 ? message : message.slice(at + 2);
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
