import type { Change, FileRequest, Side } from '../../../../model/facts.ts';
import type { RawFinding } from '../../../../model/finding.ts';
import { countOf } from '../../../../shared/text.ts';
import { type Asking, type Comparing, failed, passed, unknown } from '../../comparator.ts';
import { pathTest } from '../../globs.ts';
import { type HclFile, isTerraform, lineWithin, readTerraform } from '../../terraform/hcl.ts';
import { awsBlockSins, awsSins } from './aws.ts';
import { type Guard, guardsIn } from './guards.ts';
import type { Options } from './options.ts';
import { azureSins, googleSins } from './other-clouds.ts';
import type { Sin } from './sins.ts';
import { type Policy, policiesIn, valuesOf } from './statements.ts';

export const DEFAULT_SEVERITY = 80;
const GUARD_SEVERITY = 75;

type Reviewed = { sins: Sin[]; guards: Guard[]; partly: Policy[]; problems: RawFinding[] };

export function wants({ change, options }: Asking<Options>): FileRequest[] {
  return [...pathsAt('base', change, options), ...pathsAt('head', change, options)];
}

export async function compare({ change, options, read }: Comparing<Options>): Promise<RawFinding[]> {
  const paths = { base: pathsAt('base', change, options), head: pathsAt('head', change, options) };
  if (paths.base.length + paths.head.length === 0) return [];
  const before = await review(paths.base, read);
  const after = await review(paths.head, read);
  const earlier = new Set(before.sins.map(({ code, id }) => `${code} ${id}`));
  const added = after.sins.filter(({ code, id }) => options.includeExisting || !earlier.has(`${code} ${id}`));
  const kept = new Set(after.guards.map(({ id }) => id));
  const removed = before.guards.filter(({ id }) => !kept.has(id));
  const findings = [
    ...added.map(sinFinding),
    ...removed.map(guardFinding),
    ...before.problems,
    ...after.problems,
    ...(options.reportUnresolved ? after.partly.map(partlyFinding) : []),
  ];
  if (findings.length > 0) return findings;
  const old = after.sins.length - added.length;
  const seen = `No right is widened and no guard removed in ${countOf(paths.head.length, 'Terraform file')}`;
  const rest = [
    ...(old > 0 ? [`${old} that were too wide before stay as they are`] : []),
    ...(after.partly.length > 0
      ? [
          `${countOf(after.partly.length, 'policy takes', 'policies take')} values from elsewhere, which were not looked into`,
        ]
      : []),
  ];
  return [passed('iam.not-widened', `${[seen, ...rest].join('; ')}.`, 'iam')];
}

function pathsAt(side: Side, change: Change, options: Options): FileRequest[] {
  const ignored = pathTest(options.ignore);
  return change.files
    .filter(({ status }) => (side === 'head' ? status !== 'removed' : status !== 'added'))
    .map(({ path, previousPath }) => (side === 'head' ? path : (previousPath ?? path)))
    .filter((path) => isTerraform(path) && !ignored(path))
    .map((path) => ({ side, path }));
}

async function review(requests: readonly FileRequest[], read: Comparing<Options>['read']): Promise<Reviewed> {
  const reviewed: Reviewed = { sins: [], guards: [], partly: [], problems: [] };
  const files: HclFile[] = [];
  for (const { side, path } of requests) {
    const outcome = read(side, path);
    if (outcome.kind === 'absent') continue;
    if (outcome.kind === 'unreadable') {
      reviewed.problems.push(notRead(side, path, outcome.detail, null));
      continue;
    }
    const file = await readTerraform(path, outcome.text);
    if (file.ok) files.push(file.value);
    else reviewed.problems.push(notRead(side, path, `it does not parse: ${file.error.message}`, file.error.line));
  }
  const values = valuesOf(files);
  for (const file of files) {
    const policies = await policiesIn(file, values);
    reviewed.sins.push(
      ...policies.flatMap(awsSins),
      ...file.blocks.flatMap((block) => [
        ...awsBlockSins(file, block),
        ...googleSins(file, block),
        ...azureSins(file, block),
      ]),
    );
    reviewed.guards.push(...guardsIn(file, policies));
    reviewed.partly.push(...policies.filter(({ partly }) => partly));
  }
  return reviewed;
}

function sinFinding({ code, severity, file, block, words, id, message, fix }: Sin): RawFinding {
  const { line, read } = lineWithin(file, block, words);
  const evidence = [{ file: file.path, line, side: 'head' as const, read }];
  return failed({ code, severity, key: id, message, evidence, suggestedFix: fix });
}

function guardFinding({ id, file, block, words, what }: Guard): RawFinding {
  const { line, read } = lineWithin(file, block, words);
  return failed({
    code: 'iam.guard-removed',
    severity: GUARD_SEVERITY,
    key: id,
    message: `This change removes ${what}.`,
    evidence: [{ file: file.path, line, side: 'base', read }],
    suggestedFix: 'Keep it, or say in the pull request why it is not needed any more.',
  });
}

function partlyFinding({ address, attribute, file, block }: Policy): RawFinding {
  const { line, read } = lineWithin(file, block, [attribute]);
  return unknown({
    code: 'iam.unresolved',
    severity: 40,
    key: `${address} ${attribute}`,
    message: `What ${address} allows is partly decided elsewhere.`,
    evidence: [{ file: file.path, line, side: 'head', read }],
    suggestedFix: 'Write the values down where they are used, or switch "reportUnresolved" off.',
  });
}

function notRead(side: Side, path: string, why: string, line: number | null): RawFinding {
  return unknown({
    code: line === null ? 'terraform.unreadable' : 'terraform.unparsed',
    severity: DEFAULT_SEVERITY,
    key: `${side} ${path}`,
    message: `The rights in ${path}${side === 'base' ? ' before this change' : ''} could not be seen: ${why.replace(/\.$/, '')}.`,
    evidence: [{ file: path, line, side, read: line === null ? 'not read' : 'does not parse here' }],
    suggestedFix: `Make ${path} valid Terraform; \`terraform validate\` names the place.`,
  });
}
