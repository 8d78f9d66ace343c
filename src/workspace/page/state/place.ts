/** Where a person is looking, and how that is written in the address bar. Pure. */

export type Place = {
  as: string | null;
  channel: string | null;
  thread: string | null;
  app: 'home' | 'messages' | null;
  /** The message a permalink points at. */
  focusTs: string | null;
};

/** `1700000000.123456` from the `p1700000000123456` of a permalink. */
export function tsFromPermalink(part: string): string | null {
  const digits = /^p(\d+)(\d{6})$/.exec(part);
  return digits ? `${digits[1]}.${digits[2]}` : null;
}

/** The link a person copies: `/archives/C…/p…`, with `thread_ts` for a reply. */
export function permalink(channel: string, ts: string, threadTs: string | null): string {
  const thread = threadTs && threadTs !== ts ? `?thread_ts=${threadTs}&cid=${channel}` : '';
  return `/archives/${channel}/p${ts.replace('.', '')}${thread}`;
}

export function readPlace(url: URL): Place {
  const query = url.searchParams;
  const as = query.get('as');
  const [, root, channel, message] = url.pathname.split('/');
  if (root === 'archives' && channel) {
    return { as, channel, thread: query.get('thread_ts'), app: null, focusTs: tsFromPermalink(message ?? '') };
  }
  const app = query.get('app');
  return {
    as,
    channel: query.get('channel'),
    thread: query.get('thread'),
    app: app === 'home' || app === 'messages' ? app : null,
    focusTs: query.get('message'),
  };
}

export function writePlace(place: Place): string {
  const query = new URLSearchParams();
  if (place.as) query.set('as', place.as);
  if (place.app) query.set('app', place.app);
  else if (place.channel) query.set('channel', place.channel);
  if (place.thread) query.set('thread', place.thread);
  return `/?${query}`;
}
