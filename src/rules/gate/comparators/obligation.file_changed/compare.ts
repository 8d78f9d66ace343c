import type { ChangedFile, FileRequest } from '../../../../model/facts.ts';
import type { RawFinding } from '../../../../model/finding.ts';
import { type Comparing, failed, passed, unknown } from '../../comparator.ts';
import { pathTest } from '../../globs.ts';
import type { ChangeRule, Options } from './options.ts';

export const DEFAULT_SEVERITY = 55;
const MOST_SHOWN = 5;

export function wants(): FileRequest[] {
  return [];
}

export function compare({ change, options }: Comparing<Options>): RawFinding[] {
  return options.rules.flatMap((rule) => judge(rule));

  function judge(rule: ChangeRule): RawFinding[] {
    const key = `${rule.when.join(',')} -> ${rule.must.join(',')}`;
    const severity = rule.severity ?? DEFAULT_SEVERITY;
    const causes = touched(change.files, rule.when);
    const missing = missingOf(rule);
    if (causes.length === 0 && change.filesTruncated) return [cutShort(key, severity, rule.when.join(' or '))];
    if (causes.length === 0) return [];
    const label = rule.unlessLabels.find((one) => change.labels.includes(one));
    if (missing.length === 0)
      return [passed('obligation.changed-together', `${rule.must.join(', ')} changed too.`, key)];
    if (label !== undefined)
      return [passed('obligation.excused', `${missing.join(', ')} is excused by the label "${label}".`, key)];
    if (change.filesTruncated) return [cutShort(key, severity, missing.join(' and '))];
    const wanted = missing.join(rule.all ? ' and ' : ' or ');
    const excuse = rule.unlessLabels.length === 0 ? '' : `, or add the label "${rule.unlessLabels.join('" or "')}"`;
    return [
      failed({
        code: 'obligation.file-not-changed',
        severity,
        key,
        message: `${causes[0]?.path} changed, but ${wanted} did not.${rule.because === undefined ? '' : ` ${rule.because}`}`,
        evidence: causes.slice(0, MOST_SHOWN).map((file) => ({
          file: file.path,
          line: null,
          side: file.status === 'removed' ? 'base' : 'head',
          read: `${file.status} (+${file.additions} -${file.deletions})`,
        })),
        suggestedFix: `Change ${wanted} in the same pull request${excuse}.`,
      }),
    ];
  }

  function missingOf(rule: ChangeRule): string[] {
    if (!rule.all) return touched(change.files, rule.must).length === 0 ? rule.must : [];
    return rule.must.filter((glob) => touched(change.files, [glob]).length === 0);
  }
}

function touched(files: readonly ChangedFile[], globs: readonly string[]): ChangedFile[] {
  const matches = pathTest(globs);
  return files.filter(({ path, previousPath }) => matches(path) || (previousPath !== null && matches(previousPath)));
}

function cutShort(key: string, severity: number, sought: string): RawFinding {
  return unknown({
    code: 'obligation.files-truncated',
    severity,
    key,
    message: `Whether ${sought} changed could not be seen: the code host did not list every changed file.`,
    evidence: [],
    suggestedFix: 'Split the pull request so that the code host lists all of its files.',
  });
}
