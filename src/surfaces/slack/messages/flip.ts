import type { Flip } from '../../../model/digest.ts';
import { formatLength } from '../../../shared/time.ts';
import { escapeMrkdwn, moment } from '../mrkdwn.ts';
import { context, fallback, type SlackMessage, section } from './blocks.ts';

/** Silence and recovery of something that should be heard of. */
export function flipMessage(flip: Flip): SlackMessage {
  const recovered = flip.to === 'up';
  const mark = recovered ? ':speaker:' : ':mute:';
  const words = recovered ? `${flip.name} is heard again` : `${flip.name} went silent`;
  const last =
    flip.lastHeartbeatAt === null
      ? 'It was never heard.'
      : `Last heard ${moment(flip.lastHeartbeatAt)}, ${formatLength(flip.at - flip.lastHeartbeatAt)} before.`;
  return {
    text: fallback(words),
    blocks: [
      section(`${mark} *${escapeMrkdwn(words)}*\n${escapeMrkdwn(flip.what)}`),
      context(recovered ? `Recovered ${moment(flip.at)}.` : last),
    ],
  };
}
