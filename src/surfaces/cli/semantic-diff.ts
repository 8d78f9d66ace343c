import {
  diffSnapshot,
  diffTexts,
  KINDS,
  type Kind,
  RISKS,
  type Risk,
  type SemanticDiffSettings,
  type SemanticReport,
  severityLevels,
} from '../../flow/diff/semantic-diff.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LocalRepo } from '../../ports/local-repo.ts';
import { messageOf } from '../../shared/errors.ts';
import { oneOf, readOptions, whyUnread } from './arguments.ts';
import { diffMarkdown } from './formats/diff-markdown.ts';
import { diffSarif } from './formats/diff-sarif.ts';
import { diffText } from './formats/diff-text.ts';

export const SEMANTIC_DIFF_USAGE =
  `countersign semantic-diff run --base REF|FILE --head REF|FILE [--repo DIR] [--kind ${KINDS.join('|')}] [--path GLOB] ` +
  '[--severity-levels FILE] [--format text|json|markdown|sarif] [--risk-threshold breaking|behavioral|cosmetic]';

const FORMATS = ['text', 'json', 'markdown', 'sarif'] as const;
type Format = (typeof FORMATS)[number];

export type SemanticDiffDeps = {
  openRepo(dir: string): Promise<LocalRepo>;
  /** Text of a file; throws when it cannot be read. */
  readFile(path: string): string;
  clock: Clock;
  out(text: string): void;
  complain(text: string): void;
};

type Asked = {
  base: string;
  head: string;
  repo: string | null;
  kind: Kind;
  paths: string[];
  severityFile: string | null;
  format: Format;
  threshold: Risk;
};

/**
 * Runs `semantic-diff run`: two files, or with --repo two commits. Answers the exit code: 0 nothing at or above the
 * threshold, 1 something, 2 when a side cannot be read or the command is not understood.
 */
export async function runSemanticDiff(args: readonly string[], deps: SemanticDiffDeps): Promise<0 | 1 | 2> {
  let asked: Asked;
  try {
    asked = readArguments(args);
  } catch (thrown) {
    deps.complain(`${messageOf(thrown)}\n${SEMANTIC_DIFF_USAGE}`);
    return 2;
  }
  try {
    const report = await reportFor(asked, deps);
    for (const sentence of report.unreadable) deps.complain(sentence);
    for (const sentence of report.notes) deps.complain(sentence);
    if (report.unreadable.length > 0 && report.files.length === 0) return 2;
    deps.out(FORMATTERS[asked.format](report));
    if (report.unreadable.length > 0) return 2;
    const limit = RISKS.indexOf(asked.threshold);
    return report.changes.some(({ risk }) => RISKS.indexOf(risk) <= limit) ? 1 : 0;
  } catch (thrown) {
    deps.complain(`Could not compare: ${messageOf(thrown)}`);
    return 2;
  }
}

async function reportFor(asked: Asked, deps: SemanticDiffDeps): Promise<SemanticReport> {
  const levels =
    asked.severityFile === null ? {} : severityLevels(asked.severityFile, textOf(asked.severityFile, deps));
  const settings: SemanticDiffSettings = { now: deps.clock.now(), levels, kind: asked.kind };
  if (asked.repo === null) {
    const [base, head] = [asked.base, asked.head].map((file) => ({ file, text: textOf(file, deps) }));
    if (base === undefined || head === undefined) throw new TypeError('Two files are needed.');
    return await diffTexts(base, head, settings);
  }
  const repo = await deps.openRepo(asked.repo);
  try {
    const snapshot = repo.snapshot(await repo.resolve(asked.base), await repo.resolve(asked.head));
    return await diffSnapshot(snapshot, asked.paths, settings);
  } finally {
    repo.close();
  }
}

function textOf(file: string, { readFile }: SemanticDiffDeps): string {
  try {
    return readFile(file);
  } catch (thrown) {
    throw new TypeError(
      `${file} cannot be read: ${whyUnread(thrown)}; to compare two commits, name the repository with --repo.`,
      {
        cause: thrown,
      },
    );
  }
}

function readArguments(args: readonly string[]): Asked {
  const { values } = readOptions({
    args: [...args],
    strict: true,
    allowPositionals: false,
    options: {
      base: { type: 'string' },
      head: { type: 'string' },
      repo: { type: 'string' },
      kind: { type: 'string', default: 'openapi' },
      path: { type: 'string', multiple: true },
      'severity-levels': { type: 'string' },
      format: { type: 'string', default: 'text' },
      'risk-threshold': { type: 'string', default: 'breaking' },
    },
  });
  const kind = oneOf(KINDS, values.kind, 'kind');
  if (values.base === undefined || values.head === undefined) throw new TypeError('--base and --head are needed.');
  return {
    base: values.base,
    head: values.head,
    repo: values.repo ?? null,
    kind,
    paths: values.path ?? [],
    severityFile: values['severity-levels'] ?? null,
    format: oneOf(FORMATS, values.format, 'format'),
    threshold: oneOf(RISKS, values['risk-threshold'], 'risk threshold'),
  };
}

const FORMATTERS: Record<Format, (report: SemanticReport) => string> = {
  text: diffText,
  json: ({ changes, summary, bump, files, notes }) => {
    const bumps = files.map((file) => ({ file: file.file, ...file.bump }));
    return `${JSON.stringify({ changes, summary, bump, bumps, notes }, null, 2)}\n`;
  },
  markdown: diffMarkdown,
  sarif: diffSarif,
};
