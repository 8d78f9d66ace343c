import { child, children, type Json, str } from '../data/json.ts';
import { ELEMENTS, Element } from '../elements/index.ts';
import { SurfaceContext } from '../elements/surface.ts';
import { Icon, type IconName } from '../parts/icons.ts';
import { TextObject } from '../parts/mrkdwn-view.ts';
import { html, useContext, useId, type VNode } from '../preact.ts';
import { form } from '../state/forms.ts';
import { Picture } from './media.ts';

export function Section({ block }: { block: Json }): VNode {
  const accessory = child(block, 'accessory');
  const fields = children(block, 'fields');
  const small = accessory && ['button', 'overflow', 'image', 'workflow_button'].includes(str(accessory, 'type'));
  const look = small ? 'section-beside' : 'section-choice';
  return html`<div class=${`section ${accessory ? look : ''}`}>
    <div class="section-words">
      ${child(block, 'text') ? html`<div class="section-text"><${TextObject} of=${child(block, 'text')} /></div>` : null}
      ${fields.length > 0 ? html`<div class="fields">${fields.map((field) => html`<div class="one-field"><${TextObject} of=${field} /></div>`)}</div>` : null}
    </div>
    ${accessory ? html`<div class="section-accessory">${accessoryOf(accessory, str(block, 'block_id'))}</div>` : null}
  </div>`;
}

function accessoryOf(accessory: Json, blockId: string): VNode {
  if (str(accessory, 'type') === 'image') return html`<${Picture} of=${accessory} class="image-accessory" />`;
  return html`<${Element} el=${accessory} blockId=${blockId} mode="live" />`;
}

export function Header({ block }: { block: Json }): VNode {
  return html`<div class="header-block" role="heading" aria-level="3"><${TextObject} of=${child(block, 'text')} /></div>`;
}

export function Divider(): VNode {
  return html`<hr class="rule" />`;
}

export function Context({ block }: { block: Json }): VNode {
  return html`<div class="context">${children(block, 'elements').map((part) =>
    str(part, 'type') === 'image'
      ? html`<${Picture} of=${part} class="image-context" />`
      : html`<span class="context-text"><${TextObject} of=${part} /></span>`,
  )}</div>`;
}

export function Actions({ block }: { block: Json }): VNode {
  return html`<div class=${`actions actions-${str(block, 'type')}`}>${children(block, 'elements').map(
    (el, i) =>
      html`<${Element} key=${str(el, 'action_id') || i} el=${el} blockId=${str(block, 'block_id')} mode="live" />`,
  )}</div>`;
}

const ALERT_ICON: Record<string, IconName> = { info: 'info', warning: 'warning', error: 'warning', success: 'check' };

export function Alert({ block }: { block: Json }): VNode {
  const level = str(block, 'level') || 'default';
  return html`<div class=${`alert alert-${level}`} role=${level === 'error' ? 'alert' : 'status'}><${Icon} name=${ALERT_ICON[level] ?? 'info'} size=${18} /><div><${TextObject} of=${child(block, 'text')} /></div></div>`;
}

export function Input({ block }: { block: Json }): VNode {
  const surface = useContext(SurfaceContext);
  const blockId = str(block, 'block_id');
  const id = useId();
  const error = form(surface.key).errors[blockId];
  const element = child(block, 'element') ?? {};
  const hint = child(block, 'hint');
  const described = [error ? `${id}/error` : '', hint ? `${id}/hint` : ''].filter((s) => s !== '').join(' ');
  const mode = block.dispatch_action === true ? 'live' : 'form';
  const known = str(element, 'type') in ELEMENTS;
  return html`<div class=${`input ${error ? 'input-wrong' : ''}`}>
    <div class="input-label" id=${`${id}/label`}><${TextObject} of=${child(block, 'label')} />${block.optional === true ? html` <span class="input-optional">(optional)</span>` : null}</div>
    <${Element} el=${element} blockId=${blockId} mode=${mode} labelId=${known ? `${id}/label` : undefined} describedBy=${described || undefined} />
    ${error ? html`<div class="input-error" id=${`${id}/error`} role="alert" data-testid="input-error"><${Icon} name="warning" size=${16} /> ${error}</div>` : null}
    ${hint ? html`<div class="input-hint" id=${`${id}/hint`}><${TextObject} of=${hint} /></div>` : null}
  </div>`;
}
