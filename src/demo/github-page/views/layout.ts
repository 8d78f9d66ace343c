import { type Html, html, type Part, pathTo } from '../html.ts';
import type { Repository } from '../read.ts';
import { icon } from './icons.ts';
import { avatar } from './parts.ts';

/** What a page is made of; `layout` puts it into the frame. */
export type View = {
  title: string;
  status?: number;
  body: Html;
  repo?: string;
  tab?: 'code' | 'pulls';
  openPulls?: number;
};

export const STYLES = ['tokens', 'frame', 'markdown', 'list', 'pull', 'checks', 'code'] as const;

export function layout(view: View, reader: string): Html {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${view.title}</title>
  <link rel="icon" href="/_github/assets/icon.svg" type="image/svg+xml">
  ${STYLES.map((name) => html`<link rel="stylesheet" href="/_github/assets/${name}.css">`)}
  <script type="module" src="/_github/assets/live.js"></script>
</head>
<body>
  <a class="skip" href="#main">Skip to content</a>
  <header class="top">
    <a class="top-mark" href="/" aria-label="All repositories">${icon('mark')}</a>
    <nav class="crumbs" aria-label="Place">${crumbs(view.repo)}</nav>
    <span class="top-note" title="Runs on this machine only">Emulated GitHub</span>
    <span class="top-person">${avatar(reader)}<span>${reader}</span></span>
  </header>
  <div id="page">
    ${view.repo !== undefined && tabs(view.repo, view)}
    <main id="main" tabindex="-1">${view.body}</main>
  </div>
</body>
</html>
`;
}

function crumbs(repo: string | undefined): Part {
  if (repo === undefined) return html`<strong>Repositories</strong>`;
  const [owner = '', name = ''] = repo.split('/');
  return html`<a href="/">${owner}</a><span class="soft">/</span><a href="${pathTo(repo)}"><strong>${name}</strong></a>`;
}

function tabs(repo: string, { tab, openPulls }: View): Html {
  const here = (name: string) => tab === name && html` aria-current="page"`;
  return html`<nav class="tabs" aria-label="Repository">
    <a href="${pathTo(repo)}"${here('code')}>${icon('code')}Code</a>
    <a href="${pathTo(repo, 'pulls')}"${here('pulls')}>${icon('pull')}Pull requests${
      openPulls !== undefined &&
      html`<span class="counter" data-key="open-pulls" data-state="${openPulls}">${openPulls}</span>`
    }</a>
  </nav>`;
}

export function homeView(repositories: readonly Repository[]): View {
  const rows = repositories.map(
    (
      repo,
    ) => html`<li class="row"><a class="row-title" href="${pathTo(repo.full_name)}">${icon('repository', 'soft')} ${repo.full_name}</a>
      <span class="label">${repo.private ? 'Private' : 'Public'}</span>
      <p class="soft">${repo.description ?? ''}</p></li>`,
  );
  return {
    title: 'Emulated GitHub',
    body: html`<div class="narrow"><h1 class="heading">Repositories</h1><ul class="box rows">${rows}</ul></div>`,
  };
}

/** One sentence instead of a page: what happened, to what, and where to go from here. */
export function sentenceView(status: number, sentence: string, repo?: string, back?: string): View {
  return {
    title: status === 404 ? 'Not found' : 'That did not work',
    status,
    ...(repo === undefined ? {} : { repo }),
    body: html`<div class="narrow sentence" role="alert">${icon('warning', status === 404 ? 'soft' : 'danger')}
      <h1>${status === 404 ? 'There is nothing here' : 'That did not work'}</h1><p>${sentence}</p>
      <p><a class="button" href="${back ?? (repo === undefined ? '/' : pathTo(repo))}">Back</a></p></div>`,
  };
}
