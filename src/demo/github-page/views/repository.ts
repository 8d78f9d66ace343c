import { type Html, html, pathTo } from '../html.ts';
import { markdown } from '../markdown.ts';
import { type Commit, type Entry, type FileContent, type Repository, textOf } from '../read.ts';
import { icon } from './icons.ts';
import type { View } from './layout.ts';
import { actButton, ago, authorOf, avatar, blank, count, shaLink, titleOf } from './parts.ts';

/** A page lists and counts this many. */
export const MAX_COMMITS = 100;

export type RepositoryFacts = {
  repository: Repository;
  ref: string;
  branches: readonly string[];
  commits: readonly Commit[];
  /** What is at the top of the tree, each with the commit that touched it last. */
  entries: readonly (Entry & { last: Commit | null })[];
  readme: FileContent | null;
};

export function repositoryView({ repository, ref, ...facts }: RepositoryFacts, now: number): View {
  const repo = repository.full_name;
  const { branches, commits, entries, readme } = facts;
  const title = html`<div class="repo-title">${avatar(repo, 'large')}<h1>${repo.split('/')[1]}</h1><span class="label">${repository.private ? 'Private' : 'Public'}</span></div>`;
  const tools = html`<div class="tools"><details class="menu" data-key="branches"><summary class="button">${icon('branch', 'soft')}<span class="clip">${ref}</span></summary>
      <ul class="menu-list">${branches.map((name) => html`<li><a href="${name === repository.default_branch ? pathTo(repo) : pathTo(repo, 'tree', name)}"${name === ref && html` aria-current="true"`}>${name}</a></li>`)}</ul></details>
    <span class="soft">${icon('branch', 'soft')} <strong>${branches.length}</strong> ${branches.length === 1 ? 'branch' : 'branches'}</span></div>`;
  const body =
    commits.length === 0
      ? blank('This repository is empty', 'Its first commit will appear here.')
      : html`${tools}${treeBox(repo, ref, commits, entries, now)}${readme !== null && readmeBox(repo, ref, readme)}`;
  return {
    title: repo,
    repo,
    tab: 'code',
    body: html`<div class="wide">${title}<div class="columns"><div class="column-main">${body}</div>
      <aside class="column-side">${demoBox(repo)}<section class="side"><h2>About</h2><p class="soft">${repository.description ?? 'No description provided.'}</p></section></aside></div></div>`,
  };
}

function treeBox(
  repo: string,
  ref: string,
  commits: readonly Commit[],
  entries: RepositoryFacts['entries'],
  now: number,
): Html {
  const latest = commits[0];
  const head =
    latest !== undefined &&
    html`<div class="box-head tree-head" data-key="latest" data-state="${latest.sha}">${avatar(authorOf(latest))}<strong>${authorOf(latest)}</strong>
      <a class="clip tree-message" href="${pathTo(repo, 'commit', latest.sha)}">${titleOf(latest)}</a>
      <span class="tree-when">${shaLink(repo, latest.sha)}<span class="soft"> · ${ago(latest.commit.author.date, now)}</span></span>
      <a class="tree-count" href="${pathTo(repo, 'commits', ref)}">${icon('clock', 'soft')}${commits.length < MAX_COMMITS ? count(commits.length, 'commit') : `${MAX_COMMITS}+ commits`}</a></div>`;
  const rows = entries.map(({ name, path, type, last }) => {
    const kind = type === 'dir' ? 'tree' : 'blob';
    return html`<li class="tree-row" data-key="entry:${path}" data-state="${last?.sha ?? ''}">
      <a class="tree-name" href="${pathTo(repo, kind, ref, path)}">${icon(type === 'dir' ? 'folder' : 'file', type === 'dir' ? 'folder' : 'soft')}<span class="clip">${name}</span></a>
      ${last !== null && html`<a class="tree-last clip soft" href="${pathTo(repo, 'commit', last.sha)}">${titleOf(last)}</a><span class="tree-age soft">${ago(last.commit.author.date, now)}</span>`}</li>`;
  });
  return html`<div class="box">${head}<ul class="tree">${rows}</ul></div>`;
}

function readmeBox(repo: string, ref: string, file: FileContent): Html {
  const text = textOf(file);
  return html`<div class="box readme"><div class="box-head">${icon('book', 'soft')}<strong><a class="plain" href="${pathTo(repo, 'blob', ref, file.path)}">${file.path}</a></strong></div>
    <div class="box-body">${text === null ? 'This file is not text.' : markdown(text, (path) => pathTo(repo, 'blob', ref, path.replace(/^\.?\//, '')))}</div></div>`;
}

function demoBox(repo: string): Html {
  return html`<section class="side demo"><h2>Try it as Alice</h2>
    ${actButton({ act: 'open-break', repo }, 'Open a pull request that breaks the API', 'block')}
    <p class="soft">It is judged at once; see the check here and the message in Slack.</p>
    ${actButton({ act: 'merge-rename', repo }, 'Merge a rename that makes a page wrong', 'block')}
    <p class="soft">A patch is proposed in Slack; once approved, its commit appears here.</p></section>`;
}
