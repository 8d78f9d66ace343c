/** Which part draws which element; the one list of elements this page knows. */
import { str } from '../data/json.ts';
import { html, type VNode } from '../preact.ts';
import { Button, FeedbackButtons, IconButton } from './button.ts';
import { Choices } from './choices.ts';
import { Overflow } from './overflow.ts';
import { Datepicker, DateTimepicker, Timepicker } from './pickers.ts';
import { DirectorySelect, OptionSelect } from './selects.ts';
import type { ElementProps } from './surface.ts';
import { FileInput, RichTextInput, TextInput } from './text-inputs.ts';

export const ELEMENTS: Record<string, (props: ElementProps) => VNode | null> = {
  button: Button,
  workflow_button: Button,
  icon_button: IconButton,
  feedback_buttons: FeedbackButtons,
  overflow: Overflow,
  checkboxes: Choices,
  radio_buttons: Choices,
  static_select: OptionSelect,
  multi_static_select: OptionSelect,
  external_select: OptionSelect,
  multi_external_select: OptionSelect,
  users_select: DirectorySelect,
  multi_users_select: DirectorySelect,
  channels_select: DirectorySelect,
  multi_channels_select: DirectorySelect,
  conversations_select: DirectorySelect,
  multi_conversations_select: DirectorySelect,
  datepicker: Datepicker,
  timepicker: Timepicker,
  datetimepicker: DateTimepicker,
  plain_text_input: TextInput,
  email_text_input: TextInput,
  url_text_input: TextInput,
  number_input: TextInput,
  rich_text_input: RichTextInput,
  file_input: FileInput,
};

/** Draws an element; one this page does not know is shown as such, never left out. */
export function Element(props: ElementProps): VNode {
  const type = str(props.el, 'type');
  const Drawn = ELEMENTS[type];
  if (!Drawn)
    return html`<div class="unsupported" data-testid="unsupported">unsupported element: ${type || 'no type'}</div>`;
  return html`<${Drawn} ...${props} />`;
}
