import type { Notice } from '../../../ports/chat.ts';
import { unreachable } from '../../../shared/errors.ts';
import { escapeMrkdwn } from '../mrkdwn.ts';
import { fallback, preformatted, type SlackMessage, section } from './blocks.ts';
import { digestMessage } from './digest.ts';
import { driftMessage } from './drift.ts';
import { flipMessage } from './flip.ts';
import { pullRequestMessage } from './pull-request.ts';

/** How each notice looks. */
export function messageOfNotice(notice: Notice): SlackMessage {
  switch (notice.type) {
    case 'pull-request':
      return pullRequestMessage(notice.view);
    case 'drift':
      return driftMessage(notice.view);
    case 'digest':
      return digestMessage(notice.digest);
    case 'flip':
      return flipMessage(notice.flip);
    case 'note':
      return {
        text: fallback(notice.text),
        blocks: [section(escapeMrkdwn(notice.text)), ...(notice.code === null ? [] : [preformatted(notice.code)])],
      };
    default:
      return unreachable(notice);
  }
}
