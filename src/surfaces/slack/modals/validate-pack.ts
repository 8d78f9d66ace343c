import type { ModalView } from '@slack/types';
import { CALLBACKS, INPUTS } from '../ids.ts';
import { clipMrkdwn, escapeMrkdwn } from '../mrkdwn.ts';
import { TEXT_INPUT_LIMIT } from './edit-patch.ts';

/** Takes a pack as YAML; what is wrong in it is said inside the modal. */
export function validatePackModal(): ModalView {
  return {
    type: 'modal',
    callback_id: CALLBACKS.packValidate,
    title: { type: 'plain_text', text: 'Validate a pack' },
    submit: { type: 'plain_text', text: 'Validate' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [
      {
        type: 'input',
        block_id: INPUTS.textBlock,
        label: { type: 'plain_text', text: 'Pack (YAML)' },
        hint: { type: 'plain_text', text: 'Up to 3,000 characters; for longer ones: countersign pack validate FILE' },
        element: {
          type: 'plain_text_input',
          action_id: INPUTS.text,
          multiline: true,
          max_length: TEXT_INPUT_LIMIT,
          focus_on_load: true,
        },
      },
    ],
  };
}

/** What replaces the form once the pack is valid. */
export function packIsValidModal(summary: string): ModalView {
  return {
    type: 'modal',
    callback_id: CALLBACKS.packValidate,
    title: { type: 'plain_text', text: 'Validate a pack' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [
      {
        type: 'section',
        text: {
          type: 'mrkdwn',
          text: clipMrkdwn(`:white_check_mark: *The pack is valid.*\n${escapeMrkdwn(summary)}`, 2_900),
        },
      },
    ],
  };
}
