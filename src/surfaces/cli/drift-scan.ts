import { localSources } from '../../flow/drift/drift-sources.ts';
import { type DriftScan, scanDrift, scanSettingsOf } from '../../flow/drift/scan-drift.ts';
import { Pack } from '../../model/pack.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LocalRepo } from '../../ports/local-repo.ts';
import { messageOf } from '../../shared/errors.ts';
import { countOf } from '../../shared/text.ts';
import { oneOf, readOptions } from './arguments.ts';

export const DRIFT_SCAN_USAGE =
  'countersign drift scan --repo DIR --base REF --head REF [--docs-at REF] [--docs GLOB] [--format text|json|patch]';

/** Every page a repository may have; a pack names its own. */
const ALL_PAGES = [
  '**/*.md',
  '**/*.mdx',
  '**/*.markdown',
  '**/README',
  '**/README.rst',
  '**/README.txt',
  '/docs/**/*.rst',
];
const MAX_PAGES_PER_NAME = 20;
const FORMATS = ['text', 'json', 'patch'] as const;
type Format = (typeof FORMATS)[number];

export type DriftScanDeps = {
  openRepo(dir: string): Promise<LocalRepo>;
  clock: Clock;
  out(text: string): void;
  complain(text: string): void;
};

type Asked = { repo: string; base: string; head: string; docsAt: string | null; docs: string[]; format: Format };

/** Runs `drift scan`; answers the exit code: 0 when it scanned, whatever it found, and 2 when it could not. */
export async function runDriftScan(args: readonly string[], deps: DriftScanDeps): Promise<0 | 2> {
  let repo: LocalRepo | null = null;
  try {
    const asked = readArguments(args);
    repo = await deps.openRepo(asked.repo);
    const [base, head] = [await repo.resolve(asked.base), await repo.resolve(asked.head)];
    const docsAt = asked.docsAt === null ? head : await repo.resolve(asked.docsAt);
    const { trackB } = Pack.parse({
      id: 'scan',
      name: 'scan',
      scope: { type: 'workspace' },
      trackB: { enabled: true },
    });
    const settings = {
      ...scanSettingsOf(trackB),
      maxDocsPerDrift: MAX_PAGES_PER_NAME,
      docGlobs: asked.docs.length > 0 ? asked.docs : ALL_PAGES,
    };
    const scan = await scanDrift(
      localSources(repo, base, head, docsAt),
      settings,
      { title: '', author: '' },
      deps.clock,
    );
    deps.out(FORMATTERS[asked.format](scan));
    for (const sentence of scan.skipped) deps.complain(sentence);
    return 0;
  } catch (thrown) {
    deps.complain(`Could not scan: ${messageOf(thrown)}`);
    return 2;
  } finally {
    repo?.close();
  }
}

function readArguments(args: readonly string[]): Asked {
  const { values } = readOptions({
    args: [...args],
    strict: true,
    allowPositionals: false,
    options: {
      repo: { type: 'string', default: '.' },
      base: { type: 'string' },
      head: { type: 'string' },
      'docs-at': { type: 'string' },
      docs: { type: 'string', multiple: true },
      format: { type: 'string', default: 'text' },
    },
  });
  const format = oneOf(FORMATS, values.format, 'format');
  if (values.base === undefined || values.head === undefined) {
    throw new TypeError(`--base and --head are needed: ${DRIFT_SCAN_USAGE}`);
  }
  const { repo, base, head, docs = [] } = values;
  return { repo, base, head, docsAt: values['docs-at'] ?? null, docs, format };
}

const FORMATTERS: Record<Format, (scan: DriftScan) => string> = { text: asText, json: asJson, patch: asPatch };

function asJson({ pages, skipped }: DriftScan): string {
  const drifts = pages.flatMap(({ drifts: found, patch }) => found.map((drift) => ({ ...drift, patch })));
  return `${JSON.stringify({ drifts, skipped }, null, 2)}\n`;
}

function asPatch({ pages }: DriftScan): string {
  return pages.map(({ patch }) => patch).join('');
}

function asText({ drifts, pages }: DriftScan): string {
  if (drifts.length === 0) return 'No drift found.\n';
  const lines = pages
    .flatMap((page) => page.drifts)
    .map((drift) => {
      const { score, impact, confidence, delta, risk } = drift.materiality;
      const [code] = drift.evidence;
      return [
        `${drift.doc}:${drift.line}  ${drift.oldToken} -> ${drift.newToken ?? '(removed)'}  [${drift.route}]`,
        `  ${drift.why}`,
        `  materiality ${score} = 0.4 x impact ${impact} + 0.3 x confidence ${confidence} + 0.2 x delta ${delta} + 0.1 x risk ${risk}`,
        ...(code === undefined ? [] : [`  ${code.file}:${code.line}  ${code.text}`]),
        `  ${drift.doc}:${drift.line}  ${drift.lineText.trim()}`,
      ].join('\n');
    });
  return `${lines.join('\n\n')}\n\n${countOf(drifts.length, 'drift')} on ${countOf(pages.length, 'page')}.\n`;
}
