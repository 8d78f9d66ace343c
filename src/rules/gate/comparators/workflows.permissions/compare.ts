import type { FileRequest } from '../../../../model/facts.ts';
import type { RawFinding } from '../../../../model/finding.ts';
import { countOf } from '../../../../shared/text.ts';
import { type Asking, type Comparing, passed, unknown } from '../../comparator.ts';
import { pathTest } from '../../globs.ts';
import { type FileSin, previousPaths, sinFinding, sinsAdded, touchedAt } from '../../sins.ts';
import { readYamlDocument } from '../../yaml/documents.ts';
import { headCheckoutSins } from './head-checkout.ts';
import type { Options } from './options.ts';
import { pinSins } from './pins.ts';
import { isLimited, isOpen, limitRemoved, rightSins } from './rights.ts';
import { untrustedSins } from './untrusted.ts';
import { isWorkflowPath, type Workflow, workflowOf } from './workflow.ts';

export const DEFAULT_SEVERITY = 75;

type Read = { workflows: Workflow[]; problems: RawFinding[] };

export function wants({ change, options }: Asking<Options>): FileRequest[] {
  const wanted = wantedBy(options);
  return [...touchedAt('base', change, wanted), ...touchedAt('head', change, wanted)];
}

export function compare({ change, options, read }: Comparing<Options>): RawFinding[] {
  const wanted = wantedBy(options);
  const heads = touchedAt('head', change, wanted);
  const after = readAll(heads, read);
  const before = readAll(touchedAt('base', change, wanted), read);
  const owner = change.repo.split('/', 1)[0] ?? '';
  const previous = previousPaths(change);
  const sins = after.workflows.flatMap((one) => sinsOf(one, owner, options));
  const old = options.includeExisting ? [] : before.workflows.flatMap((one) => sinsOf(one, owner, options));
  const added = sinsAdded(
    old.map((sin) => atHead(sin)),
    sins,
    (path) => path,
  );
  const limited = new Set(before.workflows.filter(isLimited).map(({ path }) => path));
  const opened = after.workflows.filter((one) => isOpen(one) && limited.has(previous(one.path))).map(limitRemoved);
  const silent = new Set(opened.map(({ path }) => path));
  const told = added.filter(({ code, path }) => !(code === 'workflow.permissions-missing' && silent.has(path)));
  const findings = [...told, ...opened].map(sinFinding);
  // A file that did not parse before held no workflow; one that could not be read may have held what is there now.
  const problems = [...after.problems, ...before.problems.filter(({ code }) => code === 'workflow.unreadable')];
  if (findings.length + problems.length > 0) return [...findings, ...problems];
  if (after.workflows.length === 0) return [];
  const kept = sins.length - added.length;
  const rest = kept === 0 ? '' : `; ${countOf(kept, 'weakness', 'weaknesses')} from before stay as they are`;
  return [
    passed(
      'workflow.not-weakened',
      `Nothing is weakened in ${countOf(after.workflows.length, 'workflow')}${rest}.`,
      'workflows',
    ),
  ];

  /** The sin of a moved workflow, told as if it had stood where it stands now. */
  function atHead(sin: FileSin): FileSin {
    const now = change.files.find(({ previousPath }) => previousPath === sin.path)?.path;
    return now === undefined ? sin : { ...sin, path: now, id: sin.id.replace(sin.path, () => now) };
  }
}

function wantedBy(options: Options): (path: string) => boolean {
  const ignored = pathTest(options.ignore);
  return (path) => isWorkflowPath(path) && !ignored(path);
}

function sinsOf(workflow: Workflow, owner: string, options: Options): FileSin[] {
  return [
    ...rightSins(workflow, options),
    ...headCheckoutSins(workflow),
    ...untrustedSins(workflow),
    ...pinSins(workflow, owner, options),
  ];
}

function readAll(requests: readonly FileRequest[], read: Comparing<Options>['read']): Read {
  const all: Read = { workflows: [], problems: [] };
  for (const { side, path } of requests) {
    const outcome = read(side, path);
    if (outcome.kind === 'absent') continue;
    if (outcome.kind === 'unreadable') {
      all.problems.push(notRead({ side, path }, outcome.detail, null));
      continue;
    }
    const document = readYamlDocument({ text: outcome.text, firstLine: 1 });
    if (!document.ok) {
      all.problems.push(
        notRead({ side, path }, `it cannot be read as YAML: ${document.error.message}`, document.error.line),
      );
      continue;
    }
    const workflow = workflowOf(path, document.value);
    if (workflow !== null) all.workflows.push(workflow);
  }
  return all;
}

function notRead({ side, path }: FileRequest, why: string, line: number | null): RawFinding {
  return unknown({
    code: line === null ? 'workflow.unreadable' : 'workflow.unparsed',
    severity: DEFAULT_SEVERITY,
    key: `${side} ${path}`,
    message: `What ${path} may do${side === 'base' ? ' before this change' : ''} could not be seen: ${why.replace(/\.$/, '')}.`,
    evidence: [{ file: path, line, side, read: line === null ? 'not read' : 'does not parse here' }],
    suggestedFix: `Make ${path} a workflow that GitHub accepts.`,
  });
}
