import type { App, ViewSubmitAction } from '@slack/bolt';
import { z } from 'zod';
import type { EventDraft, Press } from '../../../model/event.ts';
import { clip } from '../../../shared/text.ts';
import type { Desk } from '../desk.ts';
import { CALLBACKS, INPUTS } from '../ids.ts';
import { packIsValidModal } from './validate-pack.ts';

const Place = z.object({
  subjectId: z.string().max(200),
  nonce: z.string().max(200),
  channel: z.string().max(100),
  messageTs: z.string().max(100),
});
type Values = Record<string, Record<string, { value?: string | null }>>;
type Submission = { slackId: string; press: Press; values: Values; dedupe: string };

const REASON_EVENTS = {
  [CALLBACKS.override]: 'override.granted',
  [CALLBACKS.breakGlass]: 'break-glass.invoked',
  [CALLBACKS.closeReview]: 'break-glass.reviewed',
  [CALLBACKS.patchDecline]: 'patch.declined',
} as const;

/** Every modal submission becomes an event; whether it counts is decided on the road, where the record is. */
export function listenToModals(app: App, desk: Desk): void {
  for (const [callback, type] of Object.entries(REASON_EVENTS)) {
    app.view<ViewSubmitAction>(callback, async ({ ack, body }) => {
      const submission = readSubmission(body);
      const reason = submission.press.reason;
      if (reason.length < 10) {
        await ack({
          response_action: 'errors',
          errors: { [INPUTS.reasonBlock]: 'Write at least 10 characters that are not spaces.' },
        });
        return;
      }
      await desk.accept(draftOf(type, submission));
      await ack();
    });
  }
  app.view<ViewSubmitAction>(CALLBACKS.patchEdit, async ({ ack, body }) => {
    const submission = readSubmission(body);
    const edits = Object.entries(submission.values)
      .filter(([block]) => block.startsWith(`${INPUTS.textBlock}:`))
      .map(([block, element]) => ({
        hunk: hunkOf(block),
        text: element[INPUTS.text]?.value ?? '',
      }))
      .filter(({ hunk }) => Number.isInteger(hunk) && hunk >= 0);
    await desk.accept({ ...base(submission), type: 'patch.edited', data: { ...submission.press, edits } });
    await ack();
  });
  app.view<ViewSubmitAction>(CALLBACKS.packValidate, async ({ ack, body }) => {
    const text = (body.view.state.values as Values)[INPUTS.textBlock]?.[INPUTS.text]?.value ?? '';
    const { problems, summary } = desk.validatePack(text);
    if (problems.length > 0)
      await ack({
        response_action: 'errors',
        errors: { [INPUTS.textBlock]: clip(problems.slice(0, 5).join('\n'), 1_000) },
      });
    else await ack({ response_action: 'update', view: packIsValidModal(summary) });
  });
}

/** NaN for anything but plain digits, which the caller leaves out. */
function hunkOf(block: string): number {
  const digits = block.slice(INPUTS.textBlock.length + 1);
  return /^\d{1,4}$/.test(digits) ? Number(digits) : Number.NaN;
}

function readSubmission(body: ViewSubmitAction): Submission {
  const values = body.view.state.values as Values;
  const place = Place.safeParse(parseJson(body.view.private_metadata));
  const reason = (values[INPUTS.reasonBlock]?.[INPUTS.reason]?.value ?? '').trim();
  const known = place.success ? place.data : { subjectId: '', nonce: '', channel: '', messageTs: '' };
  return {
    slackId: body.user.id,
    press: { ...known, reason: reason.slice(0, 1_000) },
    values,
    dedupe: `slack:view:${body.view.id}:${body.view.hash}`,
  };
}

/** Metadata that is not ours reads as nothing and is refused on the road as an unknown request. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
}

function base(submission: Submission) {
  return {
    source: 'slack' as const,
    dedupeKey: submission.dedupe,
    lane: `subject:${submission.press.subjectId}`,
    actor: { type: 'slack-user' as const, id: submission.slackId },
  };
}

function draftOf(type: (typeof REASON_EVENTS)[keyof typeof REASON_EVENTS], submission: Submission): EventDraft {
  return { ...base(submission), type, data: submission.press };
}
