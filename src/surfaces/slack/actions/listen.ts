import type { App, BlockAction } from '@slack/bolt';
import type { EventDraft } from '../../../model/event.ts';
import { unreachable } from '../../../shared/errors.ts';
import type { Desk, PressKind } from '../desk.ts';
import { ACTIONS } from '../ids.ts';
import { editPatchModal } from '../modals/edit-patch.ts';
import { breakGlassModal, closeReviewModal, declineModal, overrideModal } from '../modals/reason.ts';
import { type Pressed, readPress } from './press.ts';

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
      const asked = await desk.askPress(kind, pressed.press, pressed.slackId);
      if (!asked.ok) {
        await desk.accept(refusedDraft(kind, pressed, asked.error));
        return;
      }
      if (pressed.triggerId === null) return;
      await client.views.open({ trigger_id: pressed.triggerId, view: modalFor(kind, asked.value, pressed) });
    });
  }
  // A link button opens by itself; Slack still wants its acknowledgement.
  app.action(ACTIONS.openLink, async ({ ack }) => ack());
}

function modalFor(
  kind: Exclude<PressKind, 'approve' | 'patch-approve'>,
  about: { name: string; hunks: string[] },
  { press }: Pressed,
) {
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
