import { describe, expect, it } from 'vitest';
import type { PageMessage } from '../../page-api.ts';
import { continues, withMessage } from './messages.ts';

const message = (ts: string, more: Partial<PageMessage> = {}): PageMessage => ({
  channel: 'C1',
  ts,
  threadTs: null,
  userId: 'U0ALICE',
  botName: null,
  text: '',
  blocks: [],
  editedTs: null,
  ephemeralFor: null,
  replyCount: 0,
  lastReplyTs: null,
  replyUserIds: [],
  reactions: [],
  metadata: null,
  ...more,
});

describe('a list of messages', () => {
  it('puts a late one in its place and replaces one that changed', () => {
    const list = withMessage([message('1.000001'), message('3.000001')], message('2.000001'));
    expect(list.map((m) => m.ts)).toEqual(['1.000001', '2.000001', '3.000001']);
    expect(withMessage(list, message('2.000001', { text: 'edited' })).map((m) => m.text)).toEqual(['', 'edited', '']);
  });

  it.each([
    ['the same author soon after', message('200.000001'), true],
    ['another author', message('200.000001', { userId: 'U0BOB' }), false],
    ['the same author much later', message('900.000001'), false],
    ['a line only one person sees', message('200.000001', { ephemeralFor: 'U0ALICE' }), false],
  ])('leaves out the avatar for %s: %#', (_, next, expected) => {
    expect(continues(message('100.000001'), next)).toBe(expected);
  });
});
