import { type Html, html, pathTo } from '../html.ts';
import { markdown } from '../markdown.ts';
import { commitSign } from './commits.ts';
import { icon } from './icons.ts';
import { mergeBox } from './merge-box.ts';
import { actButton, ago, authorOf, avatar, shaLink, titleOf } from './parts.ts';
import type { PullFacts } from './pull.ts';

/** The file whose change makes or breaks the contract of the demo. */
const CONTRACT = 'openapi.yaml';

export function conversation(facts: PullFacts, now: number): Html {
  const { pull } = facts;
  return html`<div class="columns"><div class="column-main timeline">${opening(facts, now)}${pushes(facts, now)}${ending(facts, now)}${pull.state === 'open' && mergeBox(facts)}</div>
    <aside class="column-side">${pull.state === 'open' && demoBox(facts)}${people(facts)}</aside></div>`;
}

function opening({ pull }: PullFacts, now: number): Html {
  const login = pull.user?.login ?? 'somebody';
  const body = pull.body?.trim() ?? '';
  return html`<article class="comment">${avatar(login, 'large')}<div class="box"><div class="box-head"><strong>${login}</strong><span class="soft">opened this ${ago(pull.created_at, now)}</span></div>
    <div class="box-body">${body === '' ? html`<p class="soft"><em>No description provided.</em></p>` : markdown(body)}</div></div></article>`;
}

function pushes({ repo, commits }: PullFacts, now: number): Html[] {
  return commits.map(
    (
      judged,
    ) => html`<div class="moment" data-key="push:${judged.commit.sha}" data-state="here"><span class="moment-sign">${icon('commit', 'soft')}</span>
      ${avatar(authorOf(judged.commit))}<a class="clip moment-title" href="${pathTo(repo, 'commit', judged.commit.sha)}">${titleOf(judged.commit)}</a>
      <span class="soft moment-when">${ago(judged.commit.commit.author.date, now)}</span>${commitSign(repo, judged)}${shaLink(repo, judged.commit.sha)}</div>`,
  );
}

function ending({ repo, pull }: PullFacts, now: number): Html | null {
  if (pull.merged_at !== null)
    return html`<div class="moment moment-merged"><span class="moment-sign">${icon('merge')}</span><span><strong>${pull.merged_by?.login ?? 'somebody'}</strong> merged${
      pull.merge_commit_sha !== null && html` commit ${shaLink(repo, pull.merge_commit_sha)}`
    } into <span class="branch">${pull.base.ref}</span> ${ago(pull.merged_at, now)}</span></div>`;
  if (pull.closed_at !== null)
    return html`<div class="moment moment-closed"><span class="moment-sign">${icon('closed')}</span><span>Closed without merging ${ago(pull.closed_at, now)}</span></div>`;
  return null;
}

function demoBox({ repo, pull, comparison }: PullFacts): Html {
  const breaks = comparison.files.some(({ filename }) => filename === CONTRACT);
  const about = { repo, number: pull.number };
  const contract = breaks
    ? html`${actButton({ act: 'fix-api', ...about }, 'Fix the API', 'block')}<p class="soft">Puts ${CONTRACT} back as it is on ${pull.base.ref}.</p>`
    : html`${actButton({ act: 'break-api', ...about }, 'Break the API', 'block')}<p class="soft">Changes ${CONTRACT} so that callers would notice.</p>`;
  return html`<section class="side demo"><h2>Try it as Alice</h2>
    ${actButton({ act: 'push', ...about }, 'Push a commit', 'block')}<p class="soft">Touches a file that no check cares about. Approvals given for the commit before it are void.</p>${contract}</section>`;
}

function people({ commits, pull }: PullFacts): Html {
  const logins = [...new Set([pull.user?.login ?? 'somebody', ...commits.map(({ commit }) => authorOf(commit))])];
  return html`<section class="side"><h2>${logins.length === 1 ? '1 participant' : `${logins.length} participants`}</h2><p class="byline">${logins.map((login) => html`${avatar(login)}<span>${login}</span>`)}</p></section>`;
}
