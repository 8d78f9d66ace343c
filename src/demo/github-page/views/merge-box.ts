import { type Html, html, type Part, pathTo } from '../html.ts';
import type { CheckRun } from '../read.ts';
import { type CheckState, stateIcon, stateOf, stateWords, tally, toneOf, worstFirst, worstOf } from './check-state.ts';
import { rerunButton } from './checks.ts';
import { icon } from './icons.ts';
import { actButton } from './parts.ts';
import type { PullFacts } from './pull.ts';

const HEADLINES: Record<CheckState | 'none', string> = {
  failure: 'Some checks were not successful',
  action: 'Some checks need an action',
  running: 'Some checks haven’t completed yet',
  waiting: 'Some checks haven’t completed yet',
  success: 'All checks have passed',
  neutral: 'All checks have completed',
  skipped: 'All checks have completed',
  none: 'No checks have reported yet',
};

/** The box at the end of the conversation: how the checks stand, and whether and how it can be merged. */
export function mergeBox(facts: PullFacts): Html {
  const { runs } = facts;
  const worst = worstOf(runs);
  const state = worst ?? 'none';
  const tone = worst === null ? 'soft' : toneOf(worst);
  return html`<section class="merge" data-key="merge" data-state="${state}"><span class="merge-sign tone-fill-${tone}">${icon('merge')}</span>
    <div class="box merge-box tone-edge-${tone}"><details class="merge-part" open data-key="merge-checks"><summary>${worst === null ? icon('waiting', 'soft') : stateIcon(worst)}
        <div><h3>${HEADLINES[state]}</h3><p class="soft">${runs.length === 0 ? 'Nobody has judged this commit so far' : tally(runs)}</p></div></summary>
      <ul class="merge-runs">${worstFirst(runs).map((run) => runRow(facts, run))}</ul></details>
      ${mergePart(facts, worst)}</div></section>`;
}

function runRow({ repo, pull }: PullFacts, run: CheckRun): Html {
  const state = stateOf(run);
  const href = `${pathTo(repo, 'pull', pull.number, 'checks')}?check_run_id=${run.id}`;
  return html`<li class="merge-run" data-key="run:${run.name}" data-state="${state}">${stateIcon(state)}
    <a class="plain grow" href="${href}"><strong>${run.name}</strong> <span class="soft">${state === 'waiting' ? stateWords(state) : (run.output.title ?? stateWords(state))}</span></a>
    <span class="merge-tools">${run.status === 'completed' && rerunButton(repo, run)}<a href="${href}">Details</a></span></li>`;
}

function mergePart({ repo, pull }: PullFacts, worst: CheckState | null): Part {
  const fields = { act: 'merge', repo, number: pull.number, sha: pull.head.sha };
  if (pull.draft) return html`<div class="merge-part"><p class="soft">This pull request is still a draft.</p></div>`;
  if (worst === 'success' || worst === 'neutral' || worst === 'skipped')
    return html`<div class="merge-part">${icon('success', 'success')}<div class="grow"><h3>No conflicts with base branch</h3><p class="soft">Merging can be performed automatically.</p>
      ${actButton(fields, 'Merge pull request', 'primary')}</div></div>`;
  const waits = worst === null || worst === 'running' || worst === 'waiting';
  return html`<div class="merge-part">${icon(waits ? 'waiting' : 'failure', waits ? 'attention' : 'danger')}<div class="grow"><h3>${waits ? 'Merging should wait' : 'Merging is blocked'}</h3>
    <p class="soft">${waits ? 'The checks of this commit have not come to a conclusion.' : 'A check of this commit has not passed. Override it in Slack, or fix what it found.'}</p>
    <details class="bypass" data-key="bypass"><summary>Merge without waiting for requirements to be met</summary>
      <p class="soft">The verdict stays as it is; the message in Slack will say that it was merged all the same.</p>${actButton(fields, 'Bypass rules and merge', 'danger')}</details></div></div>`;
}
