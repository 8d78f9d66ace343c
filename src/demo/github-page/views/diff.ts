import { type Html, html, pathTo } from '../html.ts';
import { type PatchRow, patchRows } from '../patch-rows.ts';
import type { Annotation, ChangedFile } from '../read.ts';
import { icon } from './icons.ts';
import { count } from './parts.ts';

const MAX_ROWS = 1500;
const MAX_FILES = 100;

/** Changed files as a unified diff, with what checks said beside the lines they said it about. */
export function diffView(
  repo: string,
  ref: string,
  files: readonly ChangedFile[],
  annotations: readonly Annotation[] = [],
): Html {
  const added = files.reduce((sum, file) => sum + file.additions, 0);
  const removed = files.reduce((sum, file) => sum + file.deletions, 0);
  return html`<p class="diff-total">Showing <strong>${count(files.length, 'changed file')}</strong> with <strong class="tone-success">${count(added, 'addition')}</strong> and <strong class="tone-danger">${count(removed, 'deletion')}</strong></p>
    ${files.slice(0, MAX_FILES).map((file) =>
      fileDiff(
        repo,
        ref,
        file,
        annotations.filter(({ path }) => path === file.filename),
      ),
    )}
    ${files.length > MAX_FILES && html`<p class="soft">${count(files.length - MAX_FILES, 'more file')} changed and not shown here.</p>`}`;
}

function fileDiff(repo: string, ref: string, file: ChangedFile, annotations: readonly Annotation[]): Html {
  const name = file.previous_filename === undefined ? file.filename : `${file.previous_filename} → ${file.filename}`;
  const link =
    file.status === 'removed'
      ? html`<span class="path">${name}</span>`
      : html`<a class="path" href="${pathTo(repo, 'blob', ref, file.filename)}">${name}</a>`;
  const said =
    annotations.length > 0 &&
    html`<span class="diff-said">${icon('warning', 'danger')}${count(annotations.length, 'annotation')}</span>`;
  return html`<details class="box diff-file" open data-key="file:${file.filename}">
    <summary>${link}<span class="label">${file.status}</span>${said}<span class="diff-count"><span class="tone-success">+${file.additions}</span> <span class="tone-danger">−${file.deletions}</span></span></summary>
    ${patchTable(file, annotations)}
  </details>`;
}

function patchTable({ patch }: ChangedFile, annotations: readonly Annotation[]): Html {
  if (patch === undefined || patch === '')
    return html`<p class="diff-none soft">Nothing to show: the file is binary, empty or only renamed.</p>`;
  const rows = patchRows(patch);
  if (rows.length > MAX_ROWS)
    return html`<p class="diff-none soft">${count(rows.length, 'row')}: too large to be shown here.</p>`;
  const shown = new Set(rows.map((row) => ('after' in row ? row.after : null)));
  const elsewhere = annotations.filter(({ end_line }) => !shown.has(end_line));
  return html`<div class="diff-scroll" tabindex="0"><table class="diff"><tbody>${rows.map((row) => [patchRow(row), annotationsAt(row, annotations)])}</tbody></table></div>
    ${elsewhere.length > 0 && html`<div class="diff-elsewhere"><p class="soft">Said about lines that did not change</p>${elsewhere.map((one) => annotationView(one))}</div>`}`;
}

const SIGNS = { added: '+', removed: '-', same: ' ' } as const;

function patchRow(row: PatchRow): Html {
  if (!('after' in row))
    return html`<tr class="diff-${row.kind}"><td class="num"></td><td class="num"></td><td class="text">${row.text}</td></tr>`;
  return html`<tr class="diff-${row.kind}"><td class="num">${row.before}</td><td class="num">${row.after}</td><td class="text"><span class="sign">${SIGNS[row.kind]}</span>${row.text}</td></tr>`;
}

function annotationsAt(row: PatchRow, annotations: readonly Annotation[]): Html[] {
  const line = 'after' in row ? row.after : null;
  if (line === null) return [];
  return annotations
    .filter(({ end_line }) => end_line === line)
    .map(
      (annotation) =>
        html`<tr class="diff-annotation"><td class="num"></td><td class="num"></td><td>${annotationView(annotation)}</td></tr>`,
    );
}

const TONES: Record<string, string> = { failure: 'danger', warning: 'attention' };

export function annotationView(
  { annotation_level: level, path, start_line, message }: Annotation,
  href?: string,
): Html {
  const where = `${path}:${start_line}`;
  return html`<div class="annotation annotation-${TONES[level] ?? 'soft'}">
    <p class="annotation-head">${icon('warning', TONES[level] ?? 'soft')}<strong>${level[0]?.toUpperCase()}${level.slice(1)}</strong>
      ${href === undefined ? html`<span class="soft">${where}</span>` : html`<a href="${href}">${where}</a>`}</p>
    <p class="annotation-text">${message}</p></div>`;
}
