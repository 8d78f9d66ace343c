import type { FileRequest, ReadOutcome, Side } from '../../../../model/facts.ts';
import type { RawFinding } from '../../../../model/finding.ts';
import { clip, countOf } from '../../../../shared/text.ts';
import { type Asking, type Comparing, failed, passed, unknown } from '../../comparator.ts';
import { pathTest } from '../../globs.ts';
import { type Metric, metricsIn, useOf } from './metrics.ts';
import type { Options } from './options.ts';

export const DEFAULT_SEVERITY = 65;
type Look = (side: Side, path: string) => ReadOutcome | null;
type Gone = Metric & { path: string };
type Scope = Pick<Asking<Options>, 'change' | 'tree' | 'options'>;

export function wants({ change, tree, options, has }: Asking<Options>): FileRequest[] {
  const requests = codeOf({ change, tree, options });
  if (requests.some(({ side, path }) => has(side, path) === null)) return requests;
  if (goneIn(requests, has).length === 0) return requests;
  return [...requests, ...usersOf({ change, tree, options }).map((path) => ({ side: 'head' as const, path }))];
}

export function compare({ change, tree, options, read }: Comparing<Options>): RawFinding[] {
  const requests = codeOf({ change, tree, options });
  const findings = requests.flatMap(({ side, path }) => notSeen(side, path, read(side, path)));
  const gone = goneIn(requests, read);
  if (gone.length === 0) return findings;
  const users = usersOf({ change, tree, options });
  if (tree.head === null || tree.truncated || users.length === options.mostUsers) findings.push(notAll());
  for (const user of users) {
    const outcome = read('head', user);
    if (outcome.kind !== 'text') findings.push(...notSeen('head', user, outcome));
    else for (const metric of gone) findings.push(...usedIn(metric, user, outcome.text, requests, read));
  }
  if (findings.length > 0) return findings;
  return [
    passed('metrics.unused', `No dashboard or alert uses the ${countOf(gone.length, 'metric')} that went.`, 'metrics'),
  ];
}

function usedIn(metric: Gone, user: string, text: string, requests: readonly FileRequest[], look: Look): RawFinding[] {
  const use = useOf(metric.name, text);
  if (use === null || definedAt('head', requests, look).some(({ name }) => name === use.series)) return [];
  return [
    failed({
      code: 'metrics.used-after-removal',
      severity: DEFAULT_SEVERITY,
      key: `${user} ${metric.name}`,
      message: `${user} still uses ${use.series}, whose definition this change takes out of ${metric.path}.`,
      evidence: [
        { file: metric.path, line: metric.line, side: 'base', read: metric.name },
        { file: user, line: use.line, side: 'head', read: clip(use.read, 200) },
      ],
      suggestedFix: `Change ${user} to the metric that is there now, or keep ${metric.name} until nothing uses it.`,
    }),
  ];
}

/** A side that could not be read is told as unknown; a missing head would make every metric look gone. */
function goneIn(requests: readonly FileRequest[], look: Look): Gone[] {
  if (requests.some(({ side, path }) => side === 'head' && look(side, path)?.kind === 'unreadable')) return [];
  const kept = new Set(definedAt('head', requests, look).map(({ name }) => name));
  const gone = new Map(definedAt('base', requests, look).map((metric) => [metric.name, metric]));
  return [...gone.values()].filter(({ name }) => !kept.has(name));
}

function definedAt(wanted: Side, requests: readonly FileRequest[], look: Look): Gone[] {
  return requests.flatMap(({ side, path }) => {
    const outcome = side === wanted ? look(side, path) : null;
    return outcome?.kind === 'text' ? metricsIn(path, outcome.text).map((metric) => ({ ...metric, path })) : [];
  });
}

function codeOf({ change, options }: Scope): FileRequest[] {
  const wanted = pathTest(options.code);
  const ignored = pathTest(options.ignore);
  return change.files.flatMap(({ path, previousPath, status }): FileRequest[] => {
    if (!wanted(path) || ignored(path)) return [];
    const requests: FileRequest[] = [];
    if (status !== 'added') requests.push({ side: 'base', path: previousPath ?? path });
    if (status !== 'removed') requests.push({ side: 'head', path });
    return requests;
  });
}

function usersOf({ tree, options }: Scope): string[] {
  const wanted = pathTest(options.users);
  const ignored = pathTest(options.ignore);
  return (tree.head ?? []).filter((path) => wanted(path) && !ignored(path)).slice(0, options.mostUsers);
}

function notSeen(side: Side, path: string, outcome: ReadOutcome): RawFinding[] {
  if (outcome.kind === 'text') return [];
  const why = outcome.kind === 'unreadable' ? outcome.detail : 'it is gone';
  return [
    unknown({
      code: 'metrics.unreadable',
      severity: DEFAULT_SEVERITY,
      key: `${side} ${path}`,
      message: `Which metrics ${path} has could not be seen: ${why.replace(/\.$/, '')}.`,
      evidence: [{ file: path, line: null, side, read: 'not read' }],
      suggestedFix: `Make ${path} readable.`,
    }),
  ];
}

function notAll(): RawFinding {
  return unknown({
    code: 'metrics.not-all-searched',
    severity: DEFAULT_SEVERITY,
    key: 'users',
    message: 'Not every dashboard and alert could be searched for the metrics that went.',
    evidence: [],
    suggestedFix: 'Narrow the option users, or raise mostUsers.',
  });
}
