import { html, pathTo } from '../html.ts';
import { markdown } from '../markdown.ts';
import { type Entry, type FileContent, textOf } from '../read.ts';
import { icon } from './icons.ts';
import type { View } from './layout.ts';
import { count } from './parts.ts';

const MAX_LINES = 5000;

type Place = { repo: string; ref: string; path: string };

function crumbs({ repo, ref, path }: Place) {
  const parts = path.split('/');
  const steps = parts.map((name, index) =>
    index === parts.length - 1
      ? html`<strong>${name}</strong>`
      : html`<a href="${pathTo(repo, 'tree', ref, parts.slice(0, index + 1).join('/'))}">${name}</a> / `,
  );
  return html`<h1 class="file-crumbs"><span class="label">${icon('branch', 'soft')}<span class="clip">${/^[0-9a-f]{40}$/.test(ref) ? ref.slice(0, 7) : ref}</span></span><a href="${pathTo(repo)}">${repo.split('/')[1]}</a> / ${steps}</h1>`;
}

export function blobView(place: Place, file: FileContent, plain: boolean): View {
  const { repo, ref, path } = place;
  const text = textOf(file);
  const isPage = /\.(md|markdown)$/i.test(path);
  const lines = text?.replace(/\n$/, '').split('\n') ?? [];
  const self = pathTo(repo, 'blob', ref, path);
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';
  const choice =
    isPage &&
    html`<span class="choice"><a href="${self}"${!plain && html` aria-current="true"`}>Preview</a><a href="${self}?plain=1"${plain && html` aria-current="true"`}>Code</a></span>`;
  const code = html`<div class="diff-scroll" tabindex="0"><table class="blob"><tbody>${lines.slice(0, MAX_LINES).map((line, index) => html`<tr id="L${index + 1}"><td class="num"><a class="line" href="#L${index + 1}">${index + 1}</a></td><td class="text">${line}</td></tr>`)}</tbody></table></div>
    ${lines.length > MAX_LINES && html`<p class="diff-none soft">${count(lines.length - MAX_LINES, 'more line')} not shown here.</p>`}`;
  const page = () =>
    html`<div class="box-body">${markdown(text ?? '', (to) => pathTo(repo, 'blob', ref, `${to.startsWith('/') ? '' : folder}${to.replace(/^\.?\//, '')}`))}</div>`;
  const shown = isPage && !plain ? page() : code;
  return {
    title: `${path} · ${repo}`,
    repo,
    tab: 'code',
    body: html`<div class="wide">${crumbs(place)}<div class="box"><div class="box-head">${choice}<span class="soft">${count(lines.length, 'line')} · ${file.size} bytes</span></div>
      ${text === null ? html`<p class="diff-none soft">This file is not text.</p>` : shown}</div></div>`,
  };
}

export function folderView(place: Place, entries: readonly Entry[]): View {
  const { repo, ref, path } = place;
  const rows = entries.map(
    (entry) =>
      html`<li class="tree-row"><a class="tree-name" href="${pathTo(repo, entry.type === 'dir' ? 'tree' : 'blob', ref, entry.path)}">${icon(entry.type === 'dir' ? 'folder' : 'file', entry.type === 'dir' ? 'folder' : 'soft')}<span class="clip">${entry.name}</span></a></li>`,
  );
  return {
    title: `${path} · ${repo}`,
    repo,
    tab: 'code',
    body: html`<div class="wide">${crumbs(place)}<div class="box"><ul class="tree">${rows}</ul></div></div>`,
  };
}
