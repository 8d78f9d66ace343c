import type { PageView } from '../../page-api.ts';
import { Blocks } from '../blocks/index.ts';
import { Icon } from '../parts/icons.ts';
import { TextObject } from '../parts/mrkdwn-view.ts';
import { Avatar } from '../parts/people.ts';
import { html, type VNode } from '../preact.ts';
import { closeView, submitView } from '../state/acts.ts';
import { form } from '../state/forms.ts';
import { shownChannel } from '../state/load.ts';
import { getState, loaded } from '../state/store.ts';
import { Dialog } from './dialog.ts';

/** The top view of the open stack. */
export function Modal({ stack }: { stack: PageView[] }): VNode | null {
  const view = stack.at(-1);
  if (!view) return null;
  const key = `view:${view.id}`;
  const state = form(key);
  const busy = state.busy.has('submit');
  const failure = state.failures.get('submit');
  const pushed = stack.length > 1;
  const submit = (e: Event) => {
    e.preventDefault();
    if (view.submit) void submitView(view);
  };
  const closeAll = () => closeView(view, pushed);
  const wrong = Object.keys(state.errors).length;
  return html`<${Dialog} class="modal" labelledBy="modal-title" onCancel=${closeAll} focusKey=${`${view.id}/${wrong > 0}`} data=${{ 'data-testid': 'modal', 'data-callback-id': view.callbackId, 'data-view-id': view.id }}>
    <form class="modal-form" onSubmit=${submit} novalidate aria-busy=${busy} onKeyDown=${(e: KeyboardEvent) => {
      if (e.key === 'Enter' && (e.metaKey || e.ctrlKey)) submit(e);
    }}>
      <header class="dialog-head">
        ${pushed ? html`<button type="button" class="icon-button" aria-label="Back" onClick=${() => closeView(view, false)}><${Icon} name="back" size=${18} /></button>` : html`<${Avatar} id=${loaded().app.botUserId} size=${28} />`}
        <h1 id="modal-title">${view.title}</h1>
        <button type="button" class="icon-button" aria-label="Close" onClick=${closeAll} data-testid="modal-close"><${Icon} name="close" size=${18} /></button></header>
      ${failure ? html`<div class="modal-failure" role="alert" data-testid="modal-failure"><${Icon} name="warning" size=${18} /> ${failure}</div>` : null}
      <div class="dialog-body" key=${view.id}><${Blocks} surface=${{ key, source: { type: 'view', viewId: view.id }, blocks: view.blocks, here: shownChannel() }} /></div>
      <footer class="dialog-foot">
        ${wrong > 0 ? html`<span class="modal-wrong" role="status">${wrong === 1 ? 'One answer needs' : `${wrong} answers need`} another look.</span>` : null}<span class="view-space"></span>
        <button type="button" class="btn btn-default btn-large" onClick=${() => closeView(view, false)} data-testid="modal-cancel">${view.close ?? (pushed ? 'Back' : 'Cancel')}</button>
        ${view.submit ? html`<button type="submit" class=${`btn btn-primary btn-large ${busy ? 'btn-busy' : ''}`} disabled=${busy} aria-busy=${busy} data-testid="modal-submit"><span class="btn-face">${view.submit}</span></button>` : null}
      </footer>
    </form>
    <${Question} />
  </${Dialog}>`;
}

/** A confirm dialog, drawn inside the open modal when there is one so that it lies above it. */
export function Question(): VNode | null {
  const { question } = getState();
  if (!question) return null;
  return html`<${Dialog} class="question" labelledBy="question-title" onCancel=${() => question.answer(false)} focusKey="question" data=${{ 'data-testid': 'confirm', role: 'alertdialog' }}>
    <header class="dialog-head"><h1 id="question-title">${question.title}</h1><button type="button" class="icon-button" aria-label="Close" onClick=${() => question.answer(false)}><${Icon} name="close" size=${18} /></button></header>
    <div class="dialog-body"><${TextObject} of=${question.body} /></div>
    <footer class="dialog-foot"><span class="view-space"></span><button type="button" class="btn btn-default btn-large" onClick=${() => question.answer(false)} data-testid="confirm-no">${question.deny}</button>
      <button type="button" class=${`btn btn-large ${question.danger ? 'btn-danger' : 'btn-primary'}`} data-autofocus="true" onClick=${() => question.answer(true)} data-testid="confirm-yes">${question.confirm}</button></footer>
  </${Dialog}>`;
}
