import type { FileRequest } from '../../../../model/facts.ts';
import type { RawFinding } from '../../../../model/finding.ts';
import { clip, countOf } from '../../../../shared/text.ts';
import { type Asking, type Comparing, failed, passed, unknown } from '../../comparator.ts';
import { pathTest } from '../../globs.ts';
import { targetOf } from '../../markdown/links.ts';
import { type Alert, alertsIn } from './alerts.ts';
import type { Options } from './options.ts';

export const DEFAULT_SEVERITY = 50;
type Scope = Pick<Asking<Options>, 'change' | 'options'>;

export function wants({ change, options }: Asking<Options>): FileRequest[] {
  return touched({ change, options }).flatMap(({ path, before }): FileRequest[] => [
    { side: 'head', path },
    ...(before === null ? [] : [{ side: 'base' as const, path: before }]),
  ]);
}

export function compare({ change, tree, options, read }: Comparing<Options>): RawFinding[] {
  const findings: RawFinding[] = [];
  const files = new Set(tree.head ?? []);
  let judged = 0;
  for (const { path, before } of touched({ change, options })) {
    const head = read('head', path);
    if (head.kind !== 'text') {
      findings.push(notSeen(path, null, head.kind === 'unreadable' ? head.detail : 'it is gone'));
      continue;
    }
    const alerts = alertsIn(head.text, options.keys);
    if (!alerts.ok) {
      findings.push(notSeen(path, alerts.error.line, `it does not parse: ${alerts.error.message}`));
      continue;
    }
    const base = before === null ? null : read('base', before);
    const old = base?.kind === 'text' ? alertsIn(base.text, options.keys) : null;
    const same = new Set(old?.ok === true ? old.value.map(({ content }) => content) : []);
    for (const alert of alerts.value) {
      if (same.has(alert.content)) continue;
      judged += 1;
      const finding = judge(path, alert, lineText(head.text, alert.line));
      if (finding !== null) findings.push(finding);
    }
  }
  if (findings.length > 0 || judged === 0) return folded(findings);
  return [passed('alerts.linked', `${countOf(judged, 'alert')} added or altered here lead to a runbook.`, 'alerts')];

  function judge(path: string, alert: Alert, text: string): RawFinding | null {
    const evidence = [{ file: path, line: alert.line, side: 'head' as const, read: text }];
    const key = `${path} ${alert.name}`;
    const { name, kind, link } = alert;
    if (link === null) {
      return failed({
        code: 'alerts.runbook-missing',
        severity: DEFAULT_SEVERITY,
        key,
        message: `The ${kind} alert ${name} has no link to a runbook.`,
        evidence,
        suggestedFix: kind === 'Datadog' ? 'Put the link into its message.' : `Add the annotation ${options.keys[0]}.`,
      });
    }
    // A link made of labels is only known when the alert fires.
    if (/\{\{|\$\{|^\*/.test(link)) return null;
    const near = targetOf(path, link);
    const root = targetOf('', link);
    if (near === null && root === null) return null;
    if ([near, root].some((target) => target !== null && files.has(target.path))) return null;
    const broken = {
      code: 'alerts.runbook-gone',
      severity: DEFAULT_SEVERITY,
      key,
      message: `The ${kind} alert ${name} leads to ${clip(link, 200)}, which is not in the repository.`,
      evidence,
      suggestedFix: 'Correct the link, or add the runbook.',
    };
    const unsure = tree.head === null || tree.truncated;
    return unsure
      ? unknown({ ...broken, message: `${broken.message} The list of files could not be read whole.` })
      : failed(broken);
  }
}

/** All alerts of a file without a link are one finding with up to ten lines; each of them is part of its key. */
function folded(findings: readonly RawFinding[]): RawFinding[] {
  const groups = new Map<string, RawFinding[]>();
  for (const finding of findings) {
    const group =
      finding.code === 'alerts.runbook-missing' ? `${finding.code} ${finding.evidence[0]?.file}` : finding.key;
    groups.set(group, [...(groups.get(group) ?? []), finding]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length === 1) return group;
    const message = `${first.message} ${group.length - 1} more in this file have none either.`;
    const evidence = group.flatMap((one) => one.evidence).slice(0, 10);
    return [{ ...first, message, evidence, key: group.map(({ key }) => key).join(', ') }];
  });
}

function touched({ change, options }: Scope): { path: string; before: string | null }[] {
  const wanted = pathTest(options.files);
  const ignored = pathTest(options.ignore);
  return change.files
    .filter(({ path, status }) => status !== 'removed' && wanted(path) && !ignored(path))
    .map(({ path, previousPath, status }) => ({ path, before: status === 'added' ? null : (previousPath ?? path) }));
}

function notSeen(path: string, line: number | null, why: string): RawFinding {
  return unknown({
    code: 'alerts.unreadable',
    severity: DEFAULT_SEVERITY,
    key: path,
    message: `Whether the alerts of ${path} have a runbook could not be seen: ${why.replace(/[.:]$/, '')}.`,
    evidence: [{ file: path, line, side: 'head', read: 'not read' }],
    suggestedFix: `Make ${path} readable and valid, or leave it out with the option ignore.`,
  });
}

function lineText(text: string, line: number): string {
  return clip((text.split('\n')[line - 1] ?? '').trim(), 200);
}
