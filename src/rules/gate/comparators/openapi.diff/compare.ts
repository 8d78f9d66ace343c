import type { FileRequest } from '../../../../model/facts.ts';
import type { RawFinding } from '../../../../model/finding.ts';
import { RISKS, type SemanticChange } from '../../../diff/change.ts';
import { diffOpenApi, type OpenApiDiff } from '../../../diff/openapi/diff-openapi.ts';
import { counted, findingsOf, type Texts } from '../../changes/findings.ts';
import { type Asking, type Comparing, failed, passed, unknown } from '../../comparator.ts';
import { missingSpecs, type ReadPair, readPairs, specRequests } from '../../openapi/spec-pairs.ts';
import { leftOut, notParsed, notRead } from '../../openapi/unreadable.ts';
import type { Options } from './options.ts';

export const DEFAULT_SEVERITY = 85;

export function wants(asking: Asking<Options>): FileRequest[] {
  return specRequests(asking);
}

export function compare(comparing: Comparing<Options>): RawFinding[] {
  const missing = missingSpecs(comparing).map(({ tried }) => notThere(tried));
  return [...missing, ...readPairs(comparing).flatMap((pair) => judgePair(pair, comparing))];
}

function judgePair(pair: ReadPair, { options, now }: Comparing<Options>): RawFinding[] {
  const { base, head, before, after } = pair;
  if (before !== null && base !== null && before.kind !== 'text')
    return [notRead(base, 'base', before, DEFAULT_SEVERITY)];
  if (after !== null && head !== null && after.kind !== 'text') return [notRead(head, 'head', after, DEFAULT_SEVERITY)];
  if (before === null || base === null) {
    return head === null ? [] : [passed('openapi.spec-added', `${head} is new: nothing was promised before.`, head)];
  }
  if (after === null || head === null) return [removedFile(base, options)];
  if (before.kind !== 'text' || after.kind !== 'text' || before.text === after.text) return [];
  const diff = diffOpenApi(
    { file: base, text: before.text },
    { file: head, text: after.text },
    { ...options, now: now ?? null },
  );
  if (!diff.ok) {
    const { side, unreadable } = diff.error;
    return [notParsed(unreadable.file, side, unreadable.problems, DEFAULT_SEVERITY)];
  }
  const texts = { base: new Map([[base, before.text]]), head: new Map([[head, after.text]]) };
  const findings = changesOf(pair, diff.value, options, texts);
  const unknowns = unseen(base, head, diff.value);
  // Parts that were not compared leave nothing to call compatible.
  return unknowns.length === 0 ? findings : [...findings.filter(({ outcome }) => outcome !== 'pass'), ...unknowns];
}

function changesOf(pair: ReadPair, diff: OpenApiDiff, options: Options, texts: Texts): RawFinding[] {
  const told = diff.changes.filter(({ risk }) => RISKS.indexOf(risk) <= RISKS.indexOf(options.riskThreshold));
  if (told.length > 0) {
    return findingsOf(told, { kind: 'openapi', approvable: options.allowBreakingWithApproval, causeOf, texts });
  }
  const moved = pair.base === pair.head ? '' : `, and moved from ${pair.base}`;
  return [passed('openapi.compatible', `${pair.head}: ${counted(diff.changes, 'a caller')}${moved}.`, pair.head ?? '')];
}

/** What happened, without the place where it is used: messages begin with it. */
function causeOf({ message }: SemanticChange): string {
  const at = message.indexOf(': ');
  return at === -1 ? message : message.slice(at + 2);
}

/** What could not be followed at head now; what could not before, only when head does not say the same. */
function unseen(base: string, head: string, { problems }: OpenApiDiff): RawFinding[] {
  const said = new Set(problems.head.map(({ message }) => message));
  const before = problems.base.filter(({ message }) => !said.has(message));
  return [...leftOut(head, 'head', problems.head, 50), ...leftOut(base, 'base', before, 50)];
}

function removedFile(path: string, options: Options): RawFinding {
  return failed({
    code: 'openapi.spec-removed',
    severity: options.severityOfRemovedFile,
    key: path,
    message: `${path} was removed: the API it describes is no longer promised to anybody.`,
    evidence: [{ file: path, line: null, side: 'base', read: 'the whole file' }],
    suggestedFix: 'Keep the description, move it with its content, or have the removal of the API approved.',
  });
}

function notThere(tried: readonly string[]): RawFinding {
  return unknown({
    code: 'openapi.spec-missing',
    severity: DEFAULT_SEVERITY,
    key: tried.join(' '),
    message: `The pack names an API description that is on neither side: ${tried.join(', ')} was tried.`,
    evidence: [],
    suggestedFix: 'Correct the path of the artifact in the pack, or add the file.',
  });
}
