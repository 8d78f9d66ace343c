import type { FileRequest, ReadOutcome } from '../../../../model/facts.ts';
import type { RawFinding } from '../../../../model/finding.ts';
import { countOf } from '../../../../shared/text.ts';
import { openDocument } from '../../../diff/openapi/read/document.ts';
import { readSpec } from '../../../diff/openapi/read/read-spec.ts';
import { type Asking, type Comparing, failed, passed } from '../../comparator.ts';
import { type ReadPair, readPairs, specRequests } from '../../openapi/spec-pairs.ts';
import { notParsed, notRead } from '../../openapi/unreadable.ts';
import { type Fault, referenceFaults, usageFaults } from './faults.ts';
import type { Options } from './options.ts';
import { structuralFaults } from './structure.ts';

export const DEFAULT_SEVERITY = 75;

export function wants(asking: Asking<Options>): FileRequest[] {
  return specRequests(asking);
}

export async function compare(comparing: Comparing<Options>): Promise<RawFinding[]> {
  const findings: RawFinding[] = [];
  for (const pair of readPairs(comparing)) findings.push(...(await judgePair(pair, comparing.options)));
  return findings;
}

async function judgePair(pair: ReadPair, options: Options): Promise<RawFinding[]> {
  const { head, after } = pair;
  if (head === null || after === null) return [];
  if (after.kind !== 'text') return [notRead(head, 'head', after, DEFAULT_SEVERITY)];
  const found = await faultsIn(head, after.text);
  if (!found.ok) return [notParsed(head, 'head', found.error.problems, DEFAULT_SEVERITY)];
  const faults = found.value.filter(({ code }) => !options.ignore.includes(code));
  const old = options.includeExisting ? new Set<string>() : await keysIn(pair.base, pair.before);
  const fresh = faults.filter((fault) => !old.has(keyOf(fault)));
  const existing = faults.length - fresh.length;
  if (fresh.length === 0) {
    const before = existing === 0 ? '' : `, apart from ${countOf(existing, 'fault')} that it had before`;
    return [passed('openapi.valid', `${head} is valid${before}.`, head)];
  }
  const shown = fresh.slice(0, options.mostFindings);
  const rest = fresh.slice(shown.length);
  const findings = shown.map((fault) => findingOf(head, fault));
  return rest.length === 0 ? findings : [...findings, foldedOf(head, rest)];
}

type Found = { ok: true; value: Fault[] } | Extract<ReturnType<typeof readSpec>, { ok: false }>;

async function faultsIn(file: string, text: string): Promise<Found> {
  const read = readSpec({ file, text });
  if (!read.ok) return read;
  const { spec } = read;
  const document = openDocument(spec);
  const faults: Fault[] = [
    ...spec.problems.map(({ code, message, pointer, line }) => ({
      code: `openapi.${code}`,
      message,
      pointer: pointer ?? '',
      line,
      severity: 40,
    })),
    ...(await structuralFaults(spec)),
    ...referenceFaults(document),
    ...usageFaults(document),
  ];
  const lines = spec.linesOf(faults.map(({ pointer }) => pointer));
  return {
    ok: true,
    value: faults.map((fault) => ({ ...fault, line: fault.line ?? lines.get(fault.pointer) ?? null })),
  };
}

/** The faults the file had before; none when it was not there or could not be read, so that nothing is hidden. */
async function keysIn(path: string | null, outcome: ReadOutcome | null): Promise<Set<string>> {
  if (path === null || outcome?.kind !== 'text') return new Set();
  const found = await faultsIn(path, outcome.text);
  return new Set(found.ok ? found.value.map(keyOf) : []);
}

function keyOf({ code, pointer, message }: Fault): string {
  return `${code} ${pointer.replace(/\/\d+(?=\/|$)/g, '/*')} ${message}`;
}

function findingOf(file: string, fault: Fault): RawFinding {
  return failed({
    code: fault.code,
    severity: fault.severity,
    key: keyOf(fault),
    message: `${fault.pointer === '' ? 'The document' : fault.pointer}: ${fault.message}`,
    evidence: [{ file, line: fault.line, side: 'head', read: fault.message }],
    suggestedFix: fault.fix ?? 'Correct this place as the OpenAPI specification asks.',
  });
}

function foldedOf(file: string, rest: readonly Fault[]): RawFinding {
  const codes = [...new Set(rest.map(({ code }) => code))].slice(0, 10).join(', ');
  return failed({
    code: 'openapi.more-faults',
    severity: Math.max(...rest.map(({ severity }) => severity)),
    key: rest.map(keyOf).sort().join('|'),
    message: `And ${countOf(rest.length, 'more fault')} in ${file}: ${codes}.`,
    evidence: [{ file, line: rest[0]?.line ?? null, side: 'head', read: rest[0]?.message ?? '' }],
    suggestedFix: 'Correct the first ones; many of the rest often follow from them.',
  });
}
