import { type Html, html, type Part, pathTo } from '../html.ts';
import type { CheckRun, Commit, FullCommit } from '../read.ts';
import { stateIcon, stateWords, worstOf } from './check-state.ts';
import { diffView } from './diff.ts';
import { icon } from './icons.ts';
import type { View } from './layout.ts';
import { ago, authorOf, avatar, blank, count, shaLink, titleOf } from './parts.ts';

export type Judged = { commit: Commit; runs: readonly CheckRun[] };

/** How the checks of a commit stand, as a small sign that leads to them. */
export function commitSign(repo: string, { commit, runs }: Judged): Part {
  const state = worstOf(runs);
  if (state === null) return null;
  return html`<a class="commit-sign" data-key="sign:${commit.sha}" data-state="${state}" href="${pathTo(repo, 'commit', commit.sha, 'checks')}" title="${stateWords(state)}" aria-label="Checks: ${stateWords(state)}">${stateIcon(state)}</a>`;
}

export function commitRows(repo: string, commits: readonly Judged[], now: number): Html {
  const days = new Map<string, Judged[]>();
  for (const judged of commits) {
    const day = judged.commit.commit.author.date.slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), judged]);
  }
  return html`${[...days].map(
    ([
      day,
      all,
    ]) => html`<section class="commit-day"><h2 class="commit-date">${icon('commit', 'soft')}Commits on ${dayWords(day)}</h2>
      <ul class="box rows">${all.map((judged) => commitRow(repo, judged, now))}</ul></section>`,
  )}`;
}

function commitRow(repo: string, judged: Judged, now: number): Html {
  const { commit } = judged;
  return html`<li class="row commit-row" data-key="commit:${commit.sha}" data-state="here"><div class="grow">
      <a class="row-title" href="${pathTo(repo, 'commit', commit.sha)}">${titleOf(commit)}</a>
      <p class="soft byline">${avatar(authorOf(commit))}<span><strong>${authorOf(commit)}</strong> committed ${ago(commit.commit.author.date, now)}</span>${commitSign(repo, judged)}</p></div>
    ${shaLink(repo, commit.sha)}</li>`;
}

export function historyView(repo: string, ref: string, commits: readonly Judged[], now: number): View {
  return {
    title: `Commits · ${repo}`,
    repo,
    tab: 'code',
    body: html`<div class="wide"><h1 class="heading">Commits</h1><p><span class="label">${icon('branch', 'soft')}${ref}</span></p>
      ${commits.length === 0 ? blank('No commits', 'The first commit of this branch will appear here.') : commitRows(repo, commits, now)}</div>`,
  };
}

export function commitView(repo: string, commit: FullCommit, runs: readonly CheckRun[], now: number): View {
  const [first = '', ...rest] = commit.commit.message.split('\n');
  const more = rest.join('\n').trim();
  const parents = commit.parents.map(({ sha }) => html` ${shaLink(repo, sha)}`);
  return {
    title: `${first} · ${repo}@${commit.sha.slice(0, 7)}`,
    repo,
    tab: 'code',
    body: html`<div class="wide"><div class="box commit-head"><div class="box-head"><h1>${first}</h1>${commitSign(repo, { commit, runs })}</div>
        ${more !== '' && html`<pre class="commit-more">${more}</pre>`}
        <div class="box-foot"><span class="byline">${avatar(authorOf(commit))}<span><strong>${authorOf(commit)}</strong> committed ${ago(commit.commit.author.date, now)}</span></span>
        <span class="soft">${count(commit.parents.length, 'parent')}${parents} · commit <code class="full-sha">${commit.sha}</code></span></div></div>
      ${commit.files.length === 0 ? blank('No files changed', 'This commit holds the same files as the one before it.') : diffView(repo, commit.sha, commit.files)}</div>`,
  };
}

function dayWords(day: string): string {
  return new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}
