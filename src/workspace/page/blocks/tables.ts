import { children, isJson, type Json, num, str } from '../data/json.ts';
import { Icon } from '../parts/icons.ts';
import { html, useState, type VNode } from '../preact.ts';
import { RichText } from './rich-text.ts';

function rowsOf(block: Json): Json[][] {
  return Array.isArray(block.rows) ? block.rows.map((row) => (Array.isArray(row) ? row.filter(isJson) : [])) : [];
}

function Cell({ of }: { of: Json }): VNode {
  if (str(of, 'type') === 'rich_text') return html`<${RichText} block=${of} />`;
  return html`<span>${str(of, 'text') || str(of, 'value')}</span>`;
}

/** A `table` block; its first row is the heading, as in Slack. */
export function Table({ block }: { block: Json }): VNode {
  const settings = children(block, 'column_settings');
  const [head = [], ...rest] = rowsOf(block);
  const look = (column: number) =>
    `align-${str(settings[column] ?? {}, 'align') || 'left'} ${settings[column]?.is_wrapped === true ? 'cell-wrapped' : ''}`;
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Table">
    <table class="table">
      <thead><tr>${head.map((cell, i) => html`<th scope="col" class=${look(i)}><${Cell} of=${cell} /></th>`)}</tr></thead>
      <tbody>${rest.map((row) => html`<tr>${row.map((cell, i) => html`<td class=${look(i)}><${Cell} of=${cell} /></td>`)}</tr>`)}</tbody>
    </table>
  </div>`;
}

/** A `data_table` block: captioned, in pages, sorted by the heading that is pressed. */
export function DataTable({ block }: { block: Json }): VNode {
  const [page, setPage] = useState(0);
  const [sort, setSort] = useState<{ column: number; down: boolean } | null>(null);
  const [head = [], ...rest] = rowsOf(block);
  const size = num(block, 'page_size', 10);
  const rowHead = num(block, 'row_header_column_index', -1);
  const rows = sort ? [...rest].sort((a, b) => compare(a[sort.column], b[sort.column]) * (sort.down ? -1 : 1)) : rest;
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const from = Math.min(page, pages - 1) * size;
  const direction = (i: number) => {
    if (sort?.column !== i) return 'none';
    return sort.down ? 'descending' : 'ascending';
  };
  const turn = (i: number) => setSort(sort?.column === i && sort.down ? null : { column: i, down: sort?.column === i });
  return html`<div class="data-table">
    <div class="table-scroll" tabindex="0" role="region" aria-label=${str(block, 'caption')}>
      <table class="table">
        <caption>${str(block, 'caption')}</caption>
        <thead><tr>${head.map(
          (
            cell,
            i,
          ) => html`<th scope="col" aria-sort=${direction(i)} class=${isNumber(rest[0]?.[i]) ? 'align-right' : ''}>
          <button type="button" class="sort" onClick=${() => turn(i)}><${Cell} of=${cell} /> <span class=${`sort-mark sort-${direction(i)}`}><${Icon} name="caret" size=${14} /></span></button></th>`,
        )}</tr></thead>
        <tbody>${rows
          .slice(from, from + size)
          .map(
            (row) =>
              html`<tr>${row.map((cell, i) =>
                i === rowHead
                  ? html`<th scope="row"><${Cell} of=${cell} /></th>`
                  : html`<td class=${isNumber(cell) ? 'align-right' : ''}><${Cell} of=${cell} /></td>`,
              )}</tr>`,
          )}</tbody>
      </table>
    </div>
    ${
      pages > 1
        ? html`<div class="pager"><span>${from + 1}–${Math.min(from + size, rows.length)} of ${rows.length}</span>
      <button type="button" class="icon-button" aria-label="Previous page" disabled=${from === 0} onClick=${() => setPage(Math.max(0, page - 1))}><${Icon} name="back" size=${16} /></button>
      <button type="button" class="icon-button" aria-label="Next page" disabled=${page >= pages - 1} onClick=${() => setPage(page + 1)}><${Icon} name="right" size=${16} /></button></div>`
        : null
    }
  </div>`;
}

function isNumber(cell: Json | undefined): boolean {
  return str(cell ?? {}, 'type') === 'raw_number';
}

function compare(a: Json | undefined, b: Json | undefined): number {
  if (isNumber(a) && isNumber(b)) return num(a ?? {}, 'value', 0) - num(b ?? {}, 'value', 0);
  return words(a).localeCompare(words(b), 'en', { numeric: true });
}

function words(cell: Json | undefined): string {
  if (!cell) return '';
  return str(cell, 'text') || children(cell, 'elements').map(words).join(' ');
}
