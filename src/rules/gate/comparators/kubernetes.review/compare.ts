import type { FileRequest } from '../../../../model/facts.ts';
import type { RawFinding } from '../../../../model/finding.ts';
import { countOf } from '../../../../shared/text.ts';
import { type Asking, type Comparing, passed, unknown } from '../../comparator.ts';
import { pathTest } from '../../globs.ts';
import { type FileSin, previousPaths, sinFinding, sinsAdded, touchedAt } from '../../sins.ts';
import { type Manifest, manifestsOf } from './manifests.ts';
import type { Options } from './options.ts';
import { podSins } from './pods.ts';
import { rbacSins } from './rbac.ts';

export const DEFAULT_SEVERITY = 80;

type Read = { manifests: Manifest[]; templates: number; problems: RawFinding[] };

export function wants({ change, options }: Asking<Options>): FileRequest[] {
  const wanted = wantedBy(options);
  return [...touchedAt('base', change, wanted), ...touchedAt('head', change, wanted)];
}

export function compare({ change, options, read }: Comparing<Options>): RawFinding[] {
  const wanted = wantedBy(options);
  const after = readAll(touchedAt('head', change, wanted), read);
  const before = readAll(touchedAt('base', change, wanted), read);
  const sins = after.manifests.flatMap((one) => sinsOf(one, options));
  const old = options.includeExisting ? [] : before.manifests.flatMap((one) => sinsOf(one, options));
  const added = sinsAdded(old, sins, previousPaths(change));
  // A document that did not parse before held nothing; a file that could not be read may have held what is there now.
  const problems = [...after.problems, ...before.problems.filter(({ code }) => code === 'k8s.unreadable')];
  const notes = after.templates === 0 ? [] : [templatesNote(after.templates)];
  if (added.length + problems.length > 0) return [...added.map(sinFinding), ...problems, ...notes];
  if (after.manifests.length === 0) return notes;
  const kept = sins.length;
  const rest = kept === 0 ? '' : `; ${countOf(kept, 'weakness', 'weaknesses')} from before stay as they are`;
  const seen = countOf(after.manifests.length, 'Kubernetes object');
  return [passed('k8s.not-weakened', `Nothing is weakened in ${seen}${rest}.`, 'kubernetes'), ...notes];
}

function wantedBy({ paths, ignore }: Options): (path: string) => boolean {
  const judged = pathTest(paths);
  const ignored = pathTest(ignore);
  return (path) => judged(path) && !ignored(path);
}

function sinsOf(manifest: Manifest, options: Options): FileSin[] {
  return [...podSins(manifest, options), ...rbacSins(manifest, options)];
}

function readAll(requests: readonly FileRequest[], read: Comparing<Options>['read']): Read {
  const all: Read = { manifests: [], templates: 0, problems: [] };
  for (const request of requests) {
    const outcome = read(request.side, request.path);
    if (outcome.kind === 'absent') continue;
    if (outcome.kind === 'unreadable') {
      all.problems.push(notRead(request, outcome.detail, null));
      continue;
    }
    const { found, templates, problems } = manifestsOf(request.path, outcome.text);
    all.manifests.push(...found);
    all.templates += templates;
    all.problems.push(
      ...problems.map(({ message, line }) => notRead(request, `it cannot be read as YAML: ${message}`, line)),
    );
  }
  return all;
}

function templatesNote(count: number): RawFinding {
  const are = count === 1 ? 'is a template' : 'are templates';
  return {
    code: 'k8s.template',
    outcome: 'not-applicable',
    severity: 0,
    key: 'templates',
    message: `${countOf(count, 'document')} ${are}: what will run is known only once values are filled in.`,
    evidence: [],
    suggestedFix: '',
  };
}

function notRead({ side, path }: FileRequest, why: string, line: number | null): RawFinding {
  return unknown({
    code: line === null ? 'k8s.unreadable' : 'k8s.unparsed',
    severity: DEFAULT_SEVERITY,
    key: `${side} ${path}`,
    message: `What ${path} runs${side === 'base' ? ' before this change' : ''} could not be seen: ${why.replace(/\.$/, '')}.`,
    evidence: [{ file: path, line, side, read: line === null ? 'not read' : 'does not parse here' }],
    suggestedFix: `Make ${path} valid YAML, or leave it out with "ignore".`,
  });
}
