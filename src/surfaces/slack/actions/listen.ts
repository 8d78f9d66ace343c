import type { App, BlockAction } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Refusal } from '../../../model/approval.ts';
import type { EventDraft } from '../../../model/event.ts';
import { messageOf, unreachable } from '../../../shared/errors.ts';
import type { Desk, PressKind } from '../desk.ts';
import { ACTIONS } from '../ids.ts';
import { editPatchModal } from '../modals/edit-patch.ts';
import { breakGlassModal, closeReviewModal, declineModal, overrideModal } from '../modals/reason.ts';
import { type Pressed, readPress } from './press.ts';

/** The presses that a form asks words for. */
type Worded = Exclude<PressKind, 'approve' | 'patch-approve'>;

const KIND_OF: Record<string, PressKind> = {
  [ACTIONS.approve]: 'approve',
  [ACTIONS.override]: 'override',
  [ACTIONS.breakGlass]: 'break-glass',
  [ACTIONS.closeReview]: 'close-review',
  [ACTIONS.patchApprove]: 'patch-approve',
  [ACTIONS.patchEdit]: 'patch-edit',
  [ACTIONS.patchDecline]: 'patch-decline',
};

/** Every button. A press that needs no words is stored at once; one that needs a reason is first asked about. */
export function listenToActions(app: App, desk: Desk): void {
  for (const actionId of Object.keys(KIND_OF)) {
    app.action<BlockAction>(actionId, async ({ ack, body, client }) => {
      const pressed = readPress(body);
      const kind = KIND_OF[actionId];
      if (pressed === null || kind === undefined) {
        await ack();
        return;
      }
      if (kind === 'approve' || kind === 'patch-approve') {
        // Stored before the acknowledgement: a crash in between lets Slack tell the person that nothing happened.
        await desk.accept(pressDraft(kind === 'approve' ? 'approval.granted' : 'patch.approved', pressed));
        await ack();
        return;
      }
      await ack();
      const refusal = await openForm(kind, pressed, desk, client);
      if (refusal !== null) await desk.accept(refusedDraft(kind, pressed, refusal));
    });
  }
  // A link button opens by itself; Slack still wants its acknowledgement.
  app.action(ACTIONS.openLink, async ({ ack }) => ack());
}

/** Asks, then opens the form; what keeps it from opening is a refusal, so that no press is met with silence. */
async function openForm(kind: Worded, pressed: Pressed, desk: Desk, client: WebClient): Promise<Refusal | null> {
  try {
    const asked = await desk.askPress(kind, pressed.press, pressed.slackId);
    if (!asked.ok) return asked.error;
    await client.views.open({ trigger_id: pressed.triggerId ?? '', view: modalFor(kind, asked.value, pressed) });
    return null;
  } catch (thrown) {
    desk.log.error({ err: messageOf(thrown), kind }, 'a form could not be opened');
    return {
      code: 'unreadable',
      message: 'The form for this could not be opened just now, so nothing was done: press again in a moment.',
    };
  }
}

function modalFor(kind: Worded, about: { name: string; hunks: string[] }, { press }: Pressed) {
  const place = { subjectId: press.subjectId, nonce: press.nonce, channel: press.channel, messageTs: press.messageTs };
  switch (kind) {
    case 'override':
      return overrideModal(about.name, place);
    case 'break-glass':
      return breakGlassModal(about.name, place);
    case 'close-review':
      return closeReviewModal(about.name, place);
    case 'patch-decline':
      return declineModal(about.name, place);
    case 'patch-edit':
      return editPatchModal(about.name, about.hunks, place);
    default:
      return unreachable(kind);
  }
}

function pressDraft(type: 'approval.granted' | 'patch.approved', pressed: Pressed): EventDraft {
  return {
    type,
    source: 'slack',
    dedupeKey: pressed.dedupe,
    lane: `subject:${pressed.press.subjectId}`,
    actor: { type: 'slack-user', id: pressed.slackId },
    data: pressed.press,
  };
}

function refusedDraft(attempted: PressKind, pressed: Pressed, refusal: { code: string; message: string }): EventDraft {
  return {
    type: 'press.refused',
    source: 'slack',
    dedupeKey: pressed.dedupe,
    lane: `subject:${pressed.press.subjectId}`,
    actor: { type: 'slack-user', id: pressed.slackId },
    data: { ...pressed.press, attempted, code: refusal.code, message: refusal.message },
  };
}
