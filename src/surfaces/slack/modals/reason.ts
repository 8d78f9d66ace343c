import type { ModalView } from '@slack/types';
import { clip } from '../../../shared/text.ts';
import { CALLBACKS, type CallbackId, INPUTS } from '../ids.ts';
import { clipMrkdwn, escapeMrkdwn } from '../mrkdwn.ts';

/**
 * Where a modal was opened from. It travels through the client, so the server believes none of it:
 * each field is compared with the record when the answer arrives.
 */
export type ModalPlace = { subjectId: string; nonce: string; channel: string; messageTs: string };

type ReasonModal = {
  callback: CallbackId;
  title: string;
  submit: string;
  intro: string;
  label: string;
  hint: string;
  place: ModalPlace;
};

const named = (name: string) => escapeMrkdwn(clip(name, 200));

/** Asks for a reason of 10 to 1,000 characters and says what will happen. */
export function reasonModal(spec: ReasonModal): ModalView {
  return {
    type: 'modal',
    callback_id: spec.callback,
    title: { type: 'plain_text', text: clip(spec.title, 24) },
    submit: { type: 'plain_text', text: clip(spec.submit, 24) },
    close: { type: 'plain_text', text: 'Cancel' },
    private_metadata: JSON.stringify(spec.place),
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: clipMrkdwn(spec.intro, 2_900) } },
      {
        type: 'input',
        block_id: INPUTS.reasonBlock,
        label: { type: 'plain_text', text: clip(spec.label, 150) },
        hint: { type: 'plain_text', text: clip(spec.hint, 150) },
        element: {
          type: 'plain_text_input',
          action_id: INPUTS.reason,
          multiline: true,
          min_length: 10,
          max_length: 1_000,
          focus_on_load: true,
        },
      },
    ],
  };
}

export function overrideModal(name: string, place: ModalPlace): ModalView {
  return reasonModal({
    callback: CALLBACKS.override,
    title: 'Override the block',
    submit: 'Override',
    intro: `*${named(name)}* is blocked. An override lets exactly this commit pass; a new push asks again. Your name and reason go into the ledger and the thread.`,
    label: 'Why may this change go in?',
    hint: 'At least 10 characters; the author and later auditors read it.',
    place,
  });
}

export function breakGlassModal(name: string, place: ModalPlace): ModalView {
  return reasonModal({
    callback: CALLBACKS.breakGlass,
    title: 'Break the glass',
    submit: 'Break the glass',
    intro: `:rotating_light: *${named(name)}* will pass at once, whatever was found. A review opens and stays open until a second person closes it.`,
    label: 'What is the emergency?',
    hint: 'At least 10 characters; name the incident if there is one.',
    place,
  });
}

export function closeReviewModal(name: string, place: ModalPlace): ModalView {
  return reasonModal({
    callback: CALLBACKS.closeReview,
    title: 'Close the review',
    submit: 'Close review',
    intro: `Somebody broke the glass for *${named(name)}*. Say what you looked at and what follows from it.`,
    label: 'What did the review find?',
    hint: 'At least 10 characters.',
    place,
  });
}

export function declineModal(page: string, place: ModalPlace): ModalView {
  return reasonModal({
    callback: CALLBACKS.patchDecline,
    title: 'Decline the patch',
    submit: 'Decline',
    intro: `The patch of *${named(page)}* will not be written.`,
    label: 'Why not?',
    hint: 'At least 10 characters, e.g. that the page is meant for the old version.',
    place,
  });
}
