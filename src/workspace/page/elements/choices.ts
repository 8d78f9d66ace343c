import { child, children, type Json, str } from '../data/json.ts';
import { TextObject } from '../parts/mrkdwn-view.ts';
import { html, useId, useRef, type VNode } from '../preact.ts';
import { ElementFrame } from './frame.ts';
import { type ElementProps, useElement } from './surface.ts';

/** `radio_buttons` and `checkboxes`. */
export function Choices(props: ElementProps): VNode {
  const { el } = props;
  const element = useElement(props);
  const several = str(el, 'type') === 'checkboxes';
  const held = several
    ? children(element.value, 'selected_options')
    : [child(element.value, 'selected_option')].filter((o) => o !== null);
  const group = useRef<HTMLDivElement>(null);
  const has = (option: Json) => held.some((h) => str(h, 'value') === str(option, 'value'));
  const toggle = (option: Json) => {
    // The browser has already ticked the box; a confirm dialog may yet say no, so the boxes show what is held.
    for (const box of group.current?.querySelectorAll('input') ?? [])
      box.checked = held.some((h) => str(h, 'value') === box.value);
    if (element.busy) return;
    if (!several) return element.change({ selected_option: option });
    const rest = children(el, 'options').filter((o) => (str(o, 'value') === str(option, 'value') ? !has(o) : has(o)));
    return element.change({ selected_options: rest });
  };
  // A message may be drawn twice, in its channel and in its thread; the browser must not tie their buttons together.
  const name = useId();
  return html`<${ElementFrame} actionId=${element.actionId} type=${str(el, 'type')} failure=${element.failure}>
    <div ref=${group} class="choices" aria-busy=${element.busy} role=${several ? 'group' : 'radiogroup'} aria-labelledby=${props.labelId} aria-label=${props.labelId ? undefined : 'Choices'} aria-describedby=${props.describedBy}>
      ${children(el, 'options').map(
        (option, i) => html`<label key=${str(option, 'value')} class="choice">
          <input type=${several ? 'checkbox' : 'radio'} name=${name} value=${str(option, 'value')} checked=${has(option)}
            data-autofocus=${(el.focus_on_load === true && i === 0) || undefined} onChange=${() => toggle(option)} />
          <span class="choice-words"><span><${TextObject} of=${child(option, 'text')} /></span>
            ${child(option, 'description') ? html`<span class="choice-note"><${TextObject} of=${child(option, 'description')} /></span>` : null}</span>
        </label>`,
      )}
    </div>
  </${ElementFrame}>`;
}
