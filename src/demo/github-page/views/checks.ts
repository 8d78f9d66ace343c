import { type Html, html, pathTo } from '../html.ts';
import { markdown } from '../markdown.ts';
import type { Annotation, CheckRun } from '../read.ts';
import { stateIcon, stateOf, stateWords, toneOf, worstFirst } from './check-state.ts';
import { annotationView } from './diff.ts';
import { icon } from './icons.ts';
import { actButton, ago, blank, count, shaLink } from './parts.ts';

export type ChecksFacts = {
  repo: string;
  /** Where the list lives: `/acme/payments/pull/1/checks`. */
  self: string;
  headSha: string;
  runs: readonly CheckRun[];
  shown: CheckRun | null;
  annotations: readonly Annotation[];
};

/** The list of checks at the left, the chosen one in full at the right. */
export function checksPanel(facts: ChecksFacts, now: number): Html {
  const { runs, shown, self } = facts;
  if (shown === null)
    return blank('No checks yet', 'Checks appear here as soon as somebody reports one for this commit.');
  const items = worstFirst(runs).map((run) => {
    const here = run.id === shown.id && html` aria-current="true"`;
    return html`<li><a class="check-item" href="${self}?check_run_id=${run.id}"${here}>${stateIcon(stateOf(run))}<span class="clip">${run.name}</span></a></li>`;
  });
  return html`<div class="checks"><nav class="checks-list" aria-label="Checks"><ul>${items}</ul></nav>${checkDetails(facts, shown, now)}</div>`;
}

function checkDetails({ repo, headSha, annotations }: ChecksFacts, run: CheckRun, now: number): Html {
  const state = stateOf(run);
  const { title, summary, text } = run.output;
  const older =
    run.head_sha !== headSha &&
    html`<p class="flash">This check ran on ${shaLink(repo, run.head_sha)}, which is not the newest commit any more.</p>`;
  const when = run.completed_at === null ? 'not finished' : html`completed ${ago(run.completed_at, now)}`;
  const details =
    run.details_url !== null && /^https?:\/\//.test(run.details_url)
      ? html`<a class="button" href="${run.details_url}" rel="noreferrer">More details on ${run.name}</a>`
      : null;
  return html`<section class="check" data-key="check:${run.id}" data-state="${state}">${older}
    <header class="check-head tone-edge-${toneOf(state)}"><div class="grow"><h2>${stateIcon(state)}<span>${run.name}</span></h2>
      <p class="soft"><strong class="tone-${toneOf(state)}">${stateWords(state)}</strong> · ${when} · ${shaLink(repo, run.head_sha)}</p></div>
      <div class="check-tools">${details}${run.status === 'completed' && rerunButton(repo, run)}</div></header>
    ${title !== null && html`<h3 class="check-title">${title}</h3>`}
    ${summary !== null && markdown(withoutTitle(summary, title))}${text !== null && markdown(text)}
    ${annotations.length > 0 && annotationList(repo, run, annotations)}</section>`;
}

/** A summary that begins with the title again says it once. */
function withoutTitle(summary: string, title: string | null): string {
  return title !== null && summary.startsWith(`**${title}**`) ? summary.slice(title.length + 4).trimStart() : summary;
}

function annotationList(repo: string, run: CheckRun, annotations: readonly Annotation[]): Html {
  const more = run.output.annotations_count - annotations.length;
  return html`<h3 class="check-title">${icon('warning', 'soft')} ${count(run.output.annotations_count, 'annotation')}</h3>
    ${annotations.map((annotation) => annotationView(annotation, `${pathTo(repo, 'blob', run.head_sha, annotation.path)}?plain=1#L${annotation.start_line}`))}
    ${more > 0 && html`<p class="soft">${count(more, 'more annotation')} not shown here.</p>`}`;
}

export function rerunButton(repo: string, run: CheckRun): Html {
  return actButton({ act: 'rerun', repo, run: run.id }, 'Re-run', 'small');
}
