import { type Html, html, type Part, pathTo } from '../html.ts';
import type { CheckRun, Comparison, Pull } from '../read.ts';
import type { Judged } from './commits.ts';
import { icon } from './icons.ts';
import type { View } from './layout.ts';
import { PULL_LOOK, pullState } from './pull-list.ts';

export const PULL_TABS = ['conversation', 'commits', 'checks', 'files'] as const;
export type PullTab = (typeof PULL_TABS)[number];

/** What every tab of a pull request needs. */
export type PullFacts = {
  repo: string;
  pull: Pull;
  comparison: Comparison;
  /** Check runs of the newest commit. */
  runs: readonly CheckRun[];
  commits: readonly Judged[];
};

/** Title, state and tabs of a pull request, around one of them. */
export function pullView(facts: PullFacts, tab: PullTab, inside: Part): View {
  const { repo, pull } = facts;
  const state = pullState(pull);
  return {
    title: `${pull.title} · Pull request #${pull.number} · ${repo}`,
    repo,
    tab: 'pulls',
    body: html`<div class="wide"><header class="pull-head"><h1>${pull.title} <span class="soft">#${pull.number}</span></h1>
      <p class="pull-line"><span class="badge badge-${state}" data-key="pull-state" data-state="${state}">${icon(PULL_LOOK[state].icon)}${PULL_LOOK[state].words}</span>
      <span class="soft">${sentence(facts)}</span></p></header>
      ${tabsOf(facts, tab)}${inside}</div>`,
  };
}

function sentence({ repo, pull, comparison }: PullFacts): Html {
  const number = comparison.commits.length;
  const commits = `${number} commit${number === 1 ? '' : 's'}`;
  const branch = (name: string) => html`<a class="branch" href="${pathTo(repo, 'tree', name)}">${name}</a>`;
  const who = html`<strong>${(pull.merged_at === null ? pull.user?.login : pull.merged_by?.login) ?? 'somebody'}</strong>`;
  const verb = pull.merged_at === null ? 'wants to merge' : 'merged';
  return html`${who} ${verb} ${commits} into ${branch(pull.base.ref)} from ${branch(pull.head.ref)}`;
}

function tabsOf({ repo, pull, comparison, runs }: PullFacts, here: PullTab): Html {
  const base = pathTo(repo, 'pull', pull.number);
  const tab = (name: PullTab, href: string, label: Part, number?: number) =>
    html`<a href="${href}"${name === here && html` aria-current="page"`}>${label}${number !== undefined && html`<span class="counter">${number}</span>`}</a>`;
  return html`<nav class="tabs pull-tabs" aria-label="Pull request">
    ${tab('conversation', base, html`${icon('talk')}Conversation`)}
    ${tab('commits', `${base}/commits`, html`${icon('commit')}Commits`, comparison.commits.length)}
    ${tab('checks', `${base}/checks`, html`${icon('checks')}Checks`, runs.length)}
    ${tab('files', `${base}/files`, html`${icon('files')}Files changed`, comparison.files.length)}</nav>`;
}
