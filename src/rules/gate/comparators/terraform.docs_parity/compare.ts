import type { FileRequest, Side } from '../../../../model/facts.ts';
import type { RawFinding } from '../../../../model/finding.ts';
import { type Asking, type Comparing, failed, passed, unknown } from '../../comparator.ts';
import { type Page, readPage } from '../../markdown/read-page.ts';
import { filesOf, listedOn, modulesOf, namedOn, type Part, pageOf, partsOf, type Unread } from './module.ts';
import type { Options } from './options.ts';

export const DEFAULT_SEVERITY = 45;

export function wants({ change, tree, options }: Asking<Options>): FileRequest[] {
  return modulesOf(change, options).flatMap((folder) => [
    ...filesOf(folder, 'base', tree, options),
    ...filesOf(folder, 'head', tree, options),
  ]);
}

export async function compare(comparing: Comparing<Options>): Promise<RawFinding[]> {
  const { change, tree, options, read } = comparing;
  const findings: RawFinding[] = [];
  for (const folder of modulesOf(change, options)) {
    if (tree.head !== null && filesOf(folder, 'head', tree, options).length > 0)
      findings.push(...(await judge(folder)));
  }
  if (tree.head === null && modulesOf(change, options).length > 0)
    return [notRead({ path: 'the list of files', why: 'it could not be read', line: null }, 'head')];
  return findings;

  async function judge(folder: string): Promise<RawFinding[]> {
    const name = folder === '' ? 'The module at the root' : `The module ${folder}`;
    const parts = await partsOf(filesOf(folder, 'head', tree, options), options.kinds, read);
    if (!parts.ok) return [notRead(parts.error, 'head')];
    const path = pageOf(folder, 'head', tree, options);
    if (path === null) return options.requirePage && parts.value.length > 0 ? [noPage(folder, name, parts.value)] : [];
    const head = pageAt('head', path);
    if (!head.ok) return [notRead(head.error, 'head')];
    const gaps = gapsOf(parts.value, head.value);
    const stale = staleOf(parts.value, head.value.page, options);
    const before = options.includeExisting ? new Set<string>() : await gapsBefore(folder);
    const found = [
      ...gaps.filter((part) => !before.has(idOf(part))).map((part) => missingFinding(folder, path, part)),
      ...stale
        .filter((row) => !before.has(`stale ${idOf(row)}`))
        .map((row) => staleFinding(folder, path, row, head.value.text)),
    ];
    if (found.length > 0) return found;
    const old = gaps.length + stale.length;
    const rest = old > 0 ? `; ${old} differences from before this change stay` : '';
    return parts.value.length === 0
      ? []
      : [passed('terraform.documented', `${path} names what this change adds${rest}.`, folder)];
  }

  /** What the page missed before. A side that cannot be read excuses nothing. */
  async function gapsBefore(folder: string): Promise<Set<string>> {
    const parts = await partsOf(filesOf(folder, 'base', tree, options), options.kinds, read);
    const path = pageOf(folder, 'base', tree, options);
    const page = path === null ? null : pageAt('base', path);
    if (!parts.ok || page === null || !page.ok) return new Set();
    const stale = staleOf(parts.value, page.value.page, options).map((row) => `stale ${idOf(row)}`);
    return new Set([...gapsOf(parts.value, page.value).map(idOf), ...stale]);
  }

  function pageAt(side: Side, path: string) {
    const outcome = read(side, path);
    if (outcome.kind !== 'text')
      return {
        ok: false as const,
        error: { path, why: outcome.kind === 'unreadable' ? outcome.detail : 'it is gone', line: null },
      };
    const page = readPage(outcome.text);
    if (!page.ok) return { ok: false as const, error: { path, why: page.error, line: null } };
    return { ok: true as const, value: { page: page.value, text: outcome.text } };
  }
}

function gapsOf(parts: readonly Part[], { page, text }: { page: Page; text: string }): Part[] {
  const named = namedOn(page, text);
  return parts.filter(({ name }) => !named.has(name));
}

function staleOf(parts: readonly Part[], page: Page, options: Options): ReturnType<typeof listedOn> {
  const known = new Set(parts.map(idOf));
  return listedOn(page).filter((row) => options.kinds.includes(row.kind) && !known.has(idOf(row)));
}

function idOf({ kind, name }: { kind: string; name: string }): string {
  return `${kind} ${name}`;
}

function missingFinding(folder: string, page: string, part: Part): RawFinding {
  return failed({
    code: `terraform.${part.kind}-undocumented`,
    severity: part.kind === 'resource' ? 20 : DEFAULT_SEVERITY,
    key: `${folder} ${idOf(part)}`,
    message: `The ${part.kind} ${part.name} is not named in ${page}.`,
    evidence: [
      { file: part.path, line: part.line, side: 'head', read: `${part.kind} ${part.name}` },
      { file: page, line: null, side: 'head', read: `no ${part.name}` },
    ],
    suggestedFix: `Add ${part.name} to ${page}, or run terraform-docs.`,
  });
}

function staleFinding(
  folder: string,
  page: string,
  row: { kind: string; name: string; line: number },
  text: string,
): RawFinding {
  return failed({
    code: `terraform.${row.kind}-gone`,
    severity: DEFAULT_SEVERITY,
    key: `${folder} stale ${idOf(row)}`,
    message: `${page} lists the ${row.kind} ${row.name}, which the module does not have.`,
    evidence: [
      { file: page, line: row.line, side: 'head', read: (text.split('\n')[row.line - 1] ?? '').trim().slice(0, 200) },
    ],
    suggestedFix: `Remove ${row.name} from ${page}, or run terraform-docs.`,
  });
}

function noPage(folder: string, name: string, parts: readonly Part[]): RawFinding {
  const [first] = parts;
  return failed({
    code: 'terraform.page-missing',
    severity: DEFAULT_SEVERITY,
    key: folder,
    message: `${name} has no page that explains its variables and outputs.`,
    evidence: first === undefined ? [] : [{ file: first.path, line: first.line, side: 'head', read: idOf(first) }],
    suggestedFix: `Add ${folder === '' ? '' : `${folder}/`}README.md; terraform-docs writes one.`,
  });
}

function notRead({ path, why, line }: Unread, side: Side): RawFinding {
  return unknown({
    code: line === null ? 'terraform.unreadable' : 'terraform.unparsed',
    severity: DEFAULT_SEVERITY,
    key: path,
    message: `Whether the module's page is complete could not be seen: ${path}: ${why.replace(/\.$/, '')}.`,
    evidence: [{ file: path, line, side, read: line === null ? 'not read' : 'does not parse here' }],
    suggestedFix: `Make ${path} readable and valid.`,
  });
}
