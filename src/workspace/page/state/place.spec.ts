import { describe, expect, it } from 'vitest';
import { permalink, readPlace, writePlace } from './place.ts';

const nowhere = { as: null, channel: null, thread: null, app: null, focusTs: null };

describe('the address bar', () => {
  it.each([
    ['/', nowhere],
    ['/?as=U1&channel=C1&thread=1.000002', { ...nowhere, as: 'U1', channel: 'C1', thread: '1.000002' }],
    ['/?as=U1&app=home', { ...nowhere, as: 'U1', app: 'home' }],
    ['/?app=elsewhere', nowhere],
    ['/archives/C1/p1700000000123456', { ...nowhere, channel: 'C1', focusTs: '1700000000.123456' }],
    [
      '/archives/C1/p1700000000123456?thread_ts=1699999999.000001&cid=C1',
      { ...nowhere, channel: 'C1', focusTs: '1700000000.123456', thread: '1699999999.000001' },
    ],
    ['/archives/C1/nonsense', { ...nowhere, channel: 'C1' }],
  ])('reads %s', (path, expected) => {
    expect(readPlace(new URL(path, 'http://localhost'))).toEqual(expected);
  });

  it('is read back as it was written', () => {
    const place = { ...nowhere, as: 'U1', channel: 'C1', thread: '1.000002' };
    expect(readPlace(new URL(writePlace(place), 'http://localhost'))).toEqual(place);
  });

  it('links a reply with its thread and a parent without', () => {
    expect(permalink('C1', '2.000003', '1.000002')).toBe('/archives/C1/p2000003?thread_ts=1.000002&cid=C1');
    expect(permalink('C1', '1.000002', '1.000002')).toBe('/archives/C1/p1000002');
  });
});
