import type { ModalView } from '@slack/types';
import { countOf } from '../../../shared/text.ts';
import { CALLBACKS, INPUTS } from '../ids.ts';
import { context } from '../messages/blocks.ts';
import { code } from '../mrkdwn.ts';
import type { ModalPlace } from './reason.ts';

/** Slack's own limit for what a text input can hold. */
export const TEXT_INPUT_LIMIT = 3_000;
/** More hunks than this are edited in the repository, not in a modal. */
export const HUNKS_SHOWN = 20;

/**
 * One input per hunk of the patch, holding its new lines. A hunk that no input can hold whole is left out: it would be
 * saved cut off. Saving makes a new patch, which asks for approval again.
 */
export function editPatchModal(path: string, hunks: readonly string[], place: ModalPlace): ModalView {
  const shown = hunks
    .map((lines, index) => ({ lines, index }))
    .filter(({ lines }) => lines.length <= TEXT_INPUT_LIMIT)
    .slice(0, HUNKS_SHOWN);
  const left = hunks.length - shown.length;
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
      ...shown.map(({ lines, index }) => ({
        type: 'input' as const,
        block_id: `${INPUTS.textBlock}:${index}`,
        optional: true,
        label: { type: 'plain_text' as const, text: `Change ${index + 1} of ${hunks.length}` },
        element: {
          type: 'plain_text_input' as const,
          action_id: INPUTS.text,
          multiline: true,
          max_length: TEXT_INPUT_LIMIT,
          ...(lines === '' ? {} : { initial_value: lines }),
        },
      })),
      ...(left === 0
        ? []
        : [
            context(
              `${countOf(left, 'change')} did not fit into this form: edit the page in the repository for those.`,
            ),
          ]),
    ],
  };
}
