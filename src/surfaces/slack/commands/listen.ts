import type { App } from '@slack/bolt';
import { messageOf } from '../../../shared/errors.ts';
import type { Desk } from '../desk.ts';
import { COMMAND } from '../ids.ts';
import { validatePackModal } from '../modals/validate-pack.ts';
import { answerPolicy } from './policy.ts';

/** `/policy …`: acknowledged at once, answered after; only the person sees the answer. */
export function listenToCommands(app: App, desk: Desk): void {
  app.command(COMMAND, async ({ command, ack, respond, client }) => {
    await ack();
    try {
      const answer = await answerPolicy(
        {
          slackId: command.user_id,
          channel: command.channel_id,
          text: command.text ?? '',
          dedupe: `slack:command:${command.trigger_id}`,
        },
        desk,
      );
      if ('told' in answer) return;
      if ('modal' in answer) await client.views.open({ trigger_id: command.trigger_id, view: validatePackModal() });
      else
        await respond({
          response_type: 'ephemeral',
          text: answer.text,
          ...(answer.blocks === undefined ? {} : { blocks: answer.blocks }),
        });
    } catch (thrown) {
      desk.log.error({ err: messageOf(thrown), command: command.text }, 'a command could not be answered');
      await respond({
        response_type: 'ephemeral',
        text: 'Countersign could not answer that just now: try again in a moment, and tell an operator if it goes on.',
      });
    }
  });
}
