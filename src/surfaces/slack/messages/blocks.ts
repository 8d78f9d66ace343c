import type {
  ActionsBlock,
  Button,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  KnownBlock,
  RichTextBlock,
  SectionBlock,
} from '@slack/types';
import { clip } from '../../../shared/text.ts';
import type { ActionId } from '../ids.ts';
import { clipMrkdwn, escapeMrkdwn } from '../mrkdwn.ts';

/** A message as it is sent: `text` is what notifications and screen readers get. */
export type SlackMessage = { text: string; blocks: KnownBlock[] };

/** The line that notifications and screen readers get. Slack reads mentions in it too, so it is escaped like any other. */
export function fallback(text: string): string {
  const line = clipMrkdwn(escapeMrkdwn(text.replace(/\s+/g, ' ').trim()), 300);
  return line === '' ? 'Countersign' : line;
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: { type: 'plain_text', text: clip(text, 150), emoji: true } };
}

export function section(text: string): SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: clipMrkdwn(text, 2_900) } };
}

export function context(...texts: string[]): ContextBlock {
  return {
    type: 'context',
    elements: texts.slice(0, 10).map((text) => ({ type: 'mrkdwn', text: clipMrkdwn(text, 2_000) })),
  };
}

/** Text exactly as it is. A code fence in mrkdwn cannot hold three backticks, which every page with code has. */
export function preformatted(text: string, limit = 2_700): RichTextBlock {
  const shown = clip(text.replace(/\n+$/, ''), limit);
  return {
    type: 'rich_text',
    elements: [
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: shown === '' ? ' ' : shown }], border: 0 },
    ],
  };
}

export function divider(): DividerBlock {
  return { type: 'divider' };
}

export type ButtonSpec = {
  action: ActionId;
  label: string;
  value: string;
  style?: 'primary' | 'danger';
  url?: string;
  confirm?: { title: string; text: string; confirm: string };
  describe?: string;
};

export function button(spec: ButtonSpec): Button {
  return {
    type: 'button',
    action_id: spec.action,
    text: { type: 'plain_text', text: clip(spec.label, 75), emoji: true },
    value: spec.value,
    ...(spec.style === undefined ? {} : { style: spec.style }),
    ...(spec.url === undefined ? {} : { url: spec.url }),
    ...(spec.describe === undefined ? {} : { accessibility_label: clip(spec.describe, 75) }),
    ...(spec.confirm === undefined
      ? {}
      : {
          confirm: {
            title: { type: 'plain_text', text: clip(spec.confirm.title, 100) },
            text: { type: 'plain_text', text: clip(spec.confirm.text, 300) },
            confirm: { type: 'plain_text', text: clip(spec.confirm.confirm, 30) },
            deny: { type: 'plain_text', text: 'Cancel' },
          },
        }),
  };
}

export function actions(blockId: string, buttons: Button[]): ActionsBlock {
  return { type: 'actions', block_id: clip(blockId, 255), elements: buttons.slice(0, 25) };
}
