import { html, pathTo } from '../html.ts';
import type { CheckRun, Pull } from '../read.ts';
import { stateIcon, stateWords, worstOf } from './check-state.ts';
import { icon } from './icons.ts';
import type { View } from './layout.ts';
import { ago, blank } from './parts.ts';

export const PULL_STATES = ['open', 'merged', 'closed', 'draft'] as const;
export type PullState = (typeof PULL_STATES)[number];

export function pullState({ state, draft, merged_at }: Pull): PullState {
  if (merged_at !== null) return 'merged';
  if (state === 'closed') return 'closed';
  return draft ? 'draft' : 'open';
}

export const PULL_LOOK = {
  open: { icon: 'pull', words: 'Open' },
  merged: { icon: 'merge', words: 'Merged' },
  closed: { icon: 'closed', words: 'Closed' },
  draft: { icon: 'pull', words: 'Draft' },
} as const;

export type PullListFacts = {
  repo: string;
  shown: 'open' | 'closed';
  open: readonly Pull[];
  closed: readonly Pull[];
  /** Check runs by head SHA. */
  runs: ReadonlyMap<string, readonly CheckRun[]>;
};

export function pullListView({ repo, shown, open, closed, runs }: PullListFacts, now: number): View {
  const here = (state: string) => state === shown && html` aria-current="true"`;
  const pulls = shown === 'open' ? open : closed;
  const rows = pulls.map((pull) => {
    const state = pullState(pull);
    const check = worstOf(runs.get(pull.head.sha) ?? []);
    const sign =
      check !== null &&
      html`<span class="commit-sign" data-key="sign:${pull.number}" data-state="${check}" title="${stateWords(check)}">${stateIcon(check)}</span>`;
    return html`<li class="row pull-row" data-key="pull:${pull.number}" data-state="${state}">${icon(PULL_LOOK[state].icon, `pull-${state}`)}<div class="grow">
      <a class="row-title" href="${pathTo(repo, 'pull', pull.number)}">${pull.title}</a> ${sign}
      <p class="soft">#${pull.number} ${pullMoment(pull, now)} by ${pull.user?.login ?? 'somebody'}</p></div></li>`;
  });
  return {
    title: `Pull requests · ${repo}`,
    repo,
    tab: 'pulls',
    body: html`<div class="wide"><div class="box"><nav class="box-head states" aria-label="State">
        <a href="${pathTo(repo, 'pulls')}"${here('open')}>${icon('pull')}${open.length} Open</a>
        <a href="${pathTo(repo, 'pulls')}?state=closed"${here('closed')}>${icon('success')}${closed.length} Closed</a></nav>
      ${rows.length === 0 ? blank(`There are no ${shown} pull requests`, shown === 'open' ? 'Open one with the button on the Code page.' : 'Those that were merged or closed are listed here.') : html`<ul class="rows">${rows}</ul>`}</div></div>`,
  };
}

function pullMoment(pull: Pull, now: number) {
  if (pull.merged_at !== null) return html`merged ${ago(pull.merged_at, now)}`;
  if (pull.closed_at !== null) return html`closed ${ago(pull.closed_at, now)}`;
  return html`opened ${ago(pull.created_at, now)}`;
}
