import { child, children, safeUrl, str } from '../data/json.ts';
import { Icon } from '../parts/icons.ts';
import { MenuButton } from '../parts/menu.ts';
import { TextObject } from '../parts/mrkdwn-view.ts';
import { html, type VNode } from '../preact.ts';
import { ElementFrame } from './frame.ts';
import { type ElementProps, useElement } from './surface.ts';

/** The three-dots menu. An option with a url opens it and tells the app as well. */
export function Overflow(props: ElementProps): VNode {
  const element = useElement(props);
  const items = children(props.el, 'options').map((option) => ({
    key: str(option, 'value'),
    label: html`<${TextObject} of=${child(option, 'text')} />`,
    note: str(child(option, 'description') ?? {}, 'text'),
    data: { 'data-value': str(option, 'value') },
    onPick: () => {
      const url = safeUrl(str(option, 'url'));
      if (url) window.open(url, '_blank', 'noopener,noreferrer');
      void element.tell({ selected_option: option });
    },
  }));
  return html`<${ElementFrame} actionId=${element.actionId} type="overflow" failure=${element.failure}>
    <${MenuButton} label="More options" class="btn btn-default btn-overflow" face=${html`<${Icon} name="dots" size=${18} />`} items=${items} disabled=${element.busy} align="end" />
  </${ElementFrame}>`;
}
