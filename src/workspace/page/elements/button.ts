import { child, type Json, safeUrl, str, strings, textOf } from '../data/json.ts';
import { Icon } from '../parts/icons.ts';
import { TextObject } from '../parts/mrkdwn-view.ts';
import { html, type VNode } from '../preact.ts';
import { getState } from '../state/store.ts';
import { ElementFrame } from './frame.ts';
import { type ElementProps, useElement } from './surface.ts';

/** `button` and `workflow_button`. A button with a url opens it and tells the app as well. */
export function Button(props: ElementProps): VNode {
  const { el } = props;
  const element = useElement(props);
  const look = ['primary', 'danger'].includes(str(el, 'style')) ? str(el, 'style') : 'default';
  const url = safeUrl(str(el, 'url'));
  const face = html`<span class="btn-face"><${TextObject} of=${child(el, 'text')} /></span>`;
  const label = str(el, 'accessibility_label') || undefined;
  const classes = `btn btn-${look} ${element.busy ? 'btn-busy' : ''}`;
  return html`<${ElementFrame} actionId=${element.actionId} type="button" failure=${element.failure}>
    ${
      url
        ? html`<a class=${classes} href=${url} target="_blank" rel="noopener noreferrer" aria-label=${label} onClick=${() => element.tell({})}>${face}</a>`
        : html`<button type="button" class=${classes} aria-label=${label} aria-busy=${element.busy} aria-disabled=${element.busy}
            title=${textOf(el, 'text').length > 30 ? textOf(el, 'text') : undefined} onClick=${() => element.busy || element.tell({})}>${face}</button>`
    }
  </${ElementFrame}>`;
}

const GLYPHS: Record<string, 'close' | 'dots'> = { trash: 'close' };

export function IconButton(props: ElementProps): VNode | null {
  const { el } = props;
  const element = useElement(props);
  const onlyFor = strings(el, 'visible_to_user_ids');
  if (onlyFor.length > 0 && !onlyFor.includes(getState().server?.me.id ?? '')) return null;
  const words = str(el, 'accessibility_label') || textOf(el, 'text');
  return html`<${ElementFrame} actionId=${element.actionId} type="icon_button" failure=${element.failure}>
    <button type="button" class="icon-button" aria-label=${words} title=${textOf(el, 'text')} aria-disabled=${element.busy} onClick=${() => element.busy || element.tell({})}>
      <${Icon} name=${GLYPHS[str(el, 'icon')] ?? 'dots'} size=${16} /></button>
  </${ElementFrame}>`;
}

/** Thumbs up and down; the one pressed stays marked. */
export function FeedbackButtons(props: ElementProps): VNode {
  const element = useElement(props);
  const chosen = str(element.value, 'value');
  const thumb = (side: 'positive_button' | 'negative_button', icon: 'thumbUp' | 'thumbDown') => {
    const button: Json = child(props.el, side) ?? {};
    const value = str(button, 'value');
    return html`<button type="button" class="icon-button" aria-label=${str(button, 'accessibility_label') || textOf(button, 'text')} title=${textOf(button, 'text')}
      aria-pressed=${chosen !== '' && chosen === value} aria-disabled=${element.busy} onClick=${() => element.busy || element.change({ value })}><${Icon} name=${icon} size=${18} /></button>`;
  };
  return html`<${ElementFrame} actionId=${element.actionId} type="feedback_buttons" failure=${element.failure}>
    <span class="feedback">${thumb('positive_button', 'thumbUp')}${thumb('negative_button', 'thumbDown')}</span>
  </${ElementFrame}>`;
}
