import { describe, expect, it } from 'vitest';
import type { PageMessage } from '../../page-api.ts';
import { journalPoint, note, overlay } from './journal.ts';

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
const seen = (list: PageMessage[]) => list.map((m) => m.ts + m.text);

describe('an answer that comes late', () => {
  it('gets what arrived since it was asked for, and nothing from before', () => {
    note({ message: message('1.000001', { text: 'old' }) });
    const point = journalPoint();
    note({ message: message('2.000001', { text: 'edited' }) });
    note({ message: message('3.000001') });
    note({ message: message('4.000001', { channel: 'C2' }) });
    expect(seen(overlay([message('2.000001')], point, 'C1', null))).toEqual(['2.000001edited', '3.000001']);
  });

  it('loses what was deleted since', () => {
    const point = journalPoint();
    note({ channel: 'C1', deletedTs: '1.000001' });
    expect(seen(overlay([message('1.000001'), message('2.000001')], point, 'C1', null))).toEqual(['2.000001']);
  });

  it('keeps replies in their thread', () => {
    const point = journalPoint();
    note({ message: message('5.000001', { threadTs: '1.000001' }) });
    expect(seen(overlay([], point, 'C1', null))).toEqual([]);
    expect(seen(overlay([], point, 'C1', '1.000001'))).toEqual(['5.000001']);
  });
});
