import { ErrorCode } from '@slack/web-api';
import { CountersignError, messageOf } from '../../shared/errors.ts';
import { SECOND_MS } from '../../shared/time.ts';

export class SlackError extends CountersignError {}

/** Slack answers that trying again cannot change: the message or the channel itself is at fault. */
const PERMANENT: Record<string, string> = {
  channel_not_found: 'The bot cannot see that channel: invite it there.',
  not_in_channel: 'The bot is not in that channel: invite it there.',
  is_archived: 'The channel is archived: name another one in the pack.',
  invalid_blocks: 'Slack refused the message as malformed: this is a fault of Countersign.',
  invalid_blocks_format: 'Slack refused the message as malformed: this is a fault of Countersign.',
  msg_too_long: 'Slack refused the message as too long: this is a fault of Countersign.',
  msg_blocks_too_long: 'Slack refused the message as too long: this is a fault of Countersign.',
  message_not_found: 'The message was deleted in Slack.',
  cant_update_message: 'Slack does not let the bot edit that message.',
  missing_scope: 'The Slack app lacks a scope: install it again with slack-manifest.yml.',
};

type PlatformError = {
  code: string;
  data: { error: string; needed?: string; response_metadata?: { messages?: string[] } };
};
type RateLimited = { code: string; retryAfter: number };

/** What went wrong, as one sentence, with whether and when to try again. `doing` completes "Slack could not …". */
export function slackErrorOf(thrown: unknown, doing: string): SlackError {
  if (isShape<RateLimited>(thrown, ErrorCode.RateLimitedError)) {
    return new SlackError('rate-limited', `Slack asked to wait ${thrown.retryAfter} s before it could ${doing}.`, {
      retryAfterMs: thrown.retryAfter * SECOND_MS,
      cause: thrown,
    });
  }
  if (isShape<PlatformError>(thrown, ErrorCode.PlatformError)) {
    const { error, needed, response_metadata: meta } = thrown.data;
    const advice = PERMANENT[error];
    const detail = [
      needed === undefined ? '' : ` (needs ${needed})`,
      meta?.messages === undefined ? '' : ` ${meta.messages.slice(0, 3).join(' ')}`,
    ].join('');
    return new SlackError(
      error,
      `Slack could not ${doing}: ${error}${detail}.${advice === undefined ? '' : ` ${advice}`}`,
      { permanent: advice !== undefined, cause: thrown },
    );
  }
  return new SlackError('unreachable', `Slack could not ${doing}: ${messageOf(thrown)}`, { cause: thrown });
}

function isShape<T extends { code: string }>(thrown: unknown, code: string): thrown is T {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code;
}
