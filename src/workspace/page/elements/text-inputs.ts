import { child, num, str, strings, textOf } from '../data/json.ts';
import { plainRichText, richTextPlain } from '../data/rich-text-plain.ts';
import { Icon } from '../parts/icons.ts';
import { html, type VNode } from '../preact.ts';
import { ElementFrame } from './frame.ts';
import { type Element, type ElementProps, useElement } from './surface.ts';

const HTML_TYPE: Record<string, string> = { email_text_input: 'email', url_text_input: 'url', number_input: 'text' };

/** `plain_text_input`, `email_text_input`, `url_text_input`, `number_input`. */
export function TextInput(props: ElementProps): VNode {
  const { el } = props;
  const element = useElement(props);
  const type = str(el, 'type');
  const triggers = strings(child(el, 'dispatch_action_config') ?? {}, 'trigger_actions_on');
  const value = str(element.value, 'value');
  const onInput = (e: InputEvent) => {
    const next = { value: (e.target as HTMLInputElement).value || null };
    element.keep(next);
    if (props.mode === 'live' && triggers.includes('on_character_entered')) void element.tell(next);
  };
  const onEnter = (e: KeyboardEvent) => {
    const wanted = props.mode === 'live' && (triggers.length === 0 || triggers.includes('on_enter_pressed'));
    if (e.key !== 'Enter' || e.shiftKey || !wanted) return;
    e.preventDefault();
    void element.tell({ value: value || null });
  };
  const shared = {
    class: 'field',
    value,
    placeholder: textOf(el, 'placeholder') || undefined,
    'aria-labelledby': props.labelId,
    'aria-describedby': props.describedBy,
    'data-autofocus': el.focus_on_load === true || undefined,
    onInput,
    onKeyDown: onEnter,
  };
  const longest = num(el, 'max_length', 0);
  return html`<${ElementFrame} actionId=${element.actionId} type=${type} failure=${element.failure}>
    ${
      el.multiline === true
        ? html`<textarea ...${shared} rows="4"></textarea>`
        : html`<input ...${shared} type=${HTML_TYPE[type] ?? 'text'} inputmode=${type === 'number_input' ? 'decimal' : undefined} autocomplete="off" />`
    }
    ${longest > 0 && value.length > longest * 0.8 ? html`<span class=${`field-count ${value.length > longest ? 'field-count-over' : ''}`}>${longest - value.length}</span>` : null}
  </${ElementFrame}>`;
}

/** `rich_text_input`: plain writing, sent as rich text with one section per line. */
export function RichTextInput(props: ElementProps): VNode {
  const element = useElement(props);
  const { el } = props;
  const rows = Math.min(12, Math.max(3, num(el, 'min_lines', 4)));
  return html`<${ElementFrame} actionId=${element.actionId} type="rich_text_input" failure=${element.failure}>
    <textarea class="field" rows=${rows} placeholder=${textOf(el, 'placeholder') || undefined} aria-labelledby=${props.labelId} aria-describedby=${props.describedBy}
      data-autofocus=${el.focus_on_load === true || undefined} value=${richTextPlain(child(element.value, 'rich_text_value'))} onInput=${(e: InputEvent) => keepRichText(element, e)}></textarea>
  </${ElementFrame}>`;
}

function keepRichText(element: Element, e: InputEvent): void {
  const text = (e.target as HTMLTextAreaElement).value;
  element.keep({ rich_text_value: text === '' ? null : plainRichText(text) });
}

/** `file_input`: shown, but files cannot be uploaded to this workspace. */
export function FileInput(props: ElementProps): VNode {
  const element = useElement(props);
  return html`<${ElementFrame} actionId=${element.actionId} type="file_input" failure=${element.failure}>
    <div class="file-input" id=${`${props.labelId}-file`}><${Icon} name="file" /><span>Files cannot be uploaded in this workspace.</span></div>
  </${ElementFrame}>`;
}
