import type { FileRequest } from '../../../../model/facts.ts';
import type { RawFinding } from '../../../../model/finding.ts';
import { countOf } from '../../../../shared/text.ts';
import { RISKS } from '../../../diff/change.ts';
import { diffOpenApi, type OpenApiDiff } from '../../../diff/openapi/diff-openapi.ts';
import { type Asking, type Comparing, failed, passed } from '../../comparator.ts';
import { type ReadPair, readPairs, specRequests } from '../../openapi/spec-pairs.ts';
import { notParsed, notRead } from '../../openapi/unreadable.ts';
import type { Options } from './options.ts';

export const DEFAULT_SEVERITY = 70;

export function wants(asking: Asking<Options>): FileRequest[] {
  return specRequests(asking);
}

export function compare(comparing: Comparing<Options>): RawFinding[] {
  return readPairs(comparing).flatMap((pair) => judgePair(pair, comparing));
}

function judgePair(pair: ReadPair, { options, now }: Comparing<Options>): RawFinding[] {
  const { base, head, before, after } = pair;
  // A description that is new, or gone, has no bump to make.
  if (base === null || head === null || before === null || after === null) return [];
  if (before.kind !== 'text') return [notRead(base, 'base', before, DEFAULT_SEVERITY)];
  if (after.kind !== 'text') return [notRead(head, 'head', after, DEFAULT_SEVERITY)];
  if (before.text === after.text) return [];
  const settings = { ignore: options.ignore, now: now ?? null };
  const diff = diffOpenApi({ file: base, text: before.text }, { file: head, text: after.text }, settings);
  if (!diff.ok) {
    const { side, unreadable } = diff.error;
    return [notParsed(unreadable.file, side, unreadable.problems, DEFAULT_SEVERITY)];
  }
  return [judgeBump(head, diff.value, options)];
}

function judgeBump(file: string, diff: OpenApiDiff, options: Options): RawFinding {
  const { bump, versions } = diff;
  const asked = diff.changes.some(({ risk }) => RISKS.indexOf(risk) <= RISKS.indexOf(options.requiredFor));
  const takenAway = versions.base !== '' && versions.head === '';
  if (!takenAway && bump.made !== 'decreased' && (bump.enough || !asked)) {
    const said =
      versions.base === versions.head ? `stays ${versions.head || 'unset'}` : `${versions.base} -> ${versions.head}`;
    return passed('openapi.version-bumped', `${file}: the version ${said}, and the changes ask for no more.`, file);
  }
  const line = diff.versionLine;
  return failed({
    code: codeOf(diff),
    severity: severityOf(diff),
    key: `${file} ${bump.deserved} ${versions.base} ${versions.head}`,
    message: messageOf(file, diff),
    evidence: [
      { file, line: line.head, side: 'head', read: `info.version: ${versions.head || '(missing)'}` },
      { file, line: line.base, side: 'base', read: `info.version: ${versions.base || '(missing)'}` },
    ],
    suggestedFix: fixOf(diff),
  });
}

function codeOf({ bump, versions }: OpenApiDiff): string {
  if (versions.head === '') return 'api-version-missing';
  if (bump.made === 'decreased') return 'api-version-decreased';
  if (bump.made === 'none') return 'api-version-not-bumped';
  return bump.deserved === 'major' ? 'api-major-version-not-bumped' : 'api-minor-version-not-bumped';
}

/** The worst is a breaking change that clients pinned to the major version will receive without a word. */
function severityOf({ bump, versions }: OpenApiDiff): number {
  if (bump.deserved === 'major') return DEFAULT_SEVERITY;
  if (bump.made === 'decreased') return 60;
  return bump.deserved === 'minor' || versions.head === '' ? 45 : 15;
}

function messageOf(file: string, { bump, versions, summary }: OpenApiDiff): string {
  const counts = (['breaking', 'behavioral', 'cosmetic'] as const)
    .filter((risk) => summary[risk] > 0)
    .map((risk) => countOf(summary[risk], `${risk} change`));
  const why = counts.length === 0 ? 'nothing else changed' : counts.join(', ');
  if (versions.head === '' && counts.length === 0)
    return `${file} has no info.version any more; it was ${versions.base}.`;
  if (versions.head === '') return `${file} has no info.version, and there are changes to carry: ${why}.`;
  if (bump.made === 'decreased') return `${file}: the version fell from ${versions.base} to ${versions.head} (${why}).`;
  const made =
    bump.made === 'none' ? `is still ${versions.head}` : `rose only from ${versions.base} to ${versions.head}`;
  return `${file}: the version ${made}, but the changes deserve a ${bump.deserved} bump (${why}).`;
}

function fixOf({ bump, versions }: OpenApiDiff): string {
  if (versions.head === '') return 'Add info.version.';
  if (bump.scheme === 'calendar') return 'Set info.version to the date of this change.';
  if (bump.scheme === 'path')
    return 'Publish the breaking change under the next number in the path, beside the old one.';
  if (bump.made === 'decreased') return `Set info.version above ${versions.base}.`;
  const carrying = versions.base.startsWith('0.') && bump.deserved === 'major' ? 'minor' : bump.deserved;
  return `Raise the ${carrying} number of info.version, or take back the changes that ask for it.`;
}
