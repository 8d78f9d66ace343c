import type { ModalView } from '@slack/types';
import { CALLBACKS, INPUTS } from '../ids.ts';
import { code } from '../mrkdwn.ts';
import type { ModalPlace } from './reason.ts';

/** Slack's own limit for what a text input can hold. */
export const TEXT_INPUT_LIMIT = 3_000;
/** More hunks than this are edited in the repository, not in a modal. */
export const HUNKS_SHOWN = 20;

/** One input per hunk of the patch, holding its new lines. Saving makes a new patch, which asks for approval again. */
export function editPatchModal(path: string, hunks: readonly string[], place: ModalPlace): ModalView {
  return {
    type: 'modal',
    callback_id: CALLBACKS.patchEdit,
    title: { type: 'plain_text', text: 'Edit the patch' },
    submit: { type: 'plain_text', text: 'Save as new patch' },
    close: { type: 'plain_text', text: 'Cancel' },
    private_metadata: JSON.stringify(place),
    blocks: [
      {
        type: 'section',
        text: {
          type: 'mrkdwn',
          text: `New lines of ${code(path, 200)}. The edited patch is bound anew and asks for approval again.`,
        },
      },
      ...hunks.slice(0, HUNKS_SHOWN).map((lines, index) => ({
        type: 'input' as const,
        block_id: `${INPUTS.textBlock}:${index}`,
        optional: true,
        label: { type: 'plain_text' as const, text: `Change ${index + 1} of ${hunks.length}` },
        element: {
          type: 'plain_text_input' as const,
          action_id: INPUTS.text,
          multiline: true,
          max_length: TEXT_INPUT_LIMIT,
          ...(lines === '' ? {} : { initial_value: lines.slice(0, TEXT_INPUT_LIMIT) }),
        },
      })),
    ],
  };
}
