/** What arrives while the page is open. */
import type { PageMessage, StreamEvent } from '../../page-api.ts';
import { postAct } from './api.ts';
import { note } from './journal.ts';
import { loadHistory, RECORDS_KEPT, refreshState, setModals, shownChannel } from './load.ts';
import { isReply, withMessage } from './messages.ts';
import { getState, setState } from './store.ts';

let stateTimer = 0;
let historyTimer = 0;

/** Takes in one event of the live stream. */
export function takeEvent(event: StreamEvent): void {
  switch (event.type) {
    case 'message':
      takeMessage(event.message);
      break;
    case 'message-deleted':
      dropMessage(event.channel, event.ts);
      break;
    case 'modals':
      setModals(event.modals);
      break;
    case 'home':
      setState({ home: { view: event.view, loaded: true } });
      break;
    case 'state':
      laterState();
      break;
    case 'wire':
      if (countsDown()) laterState();
      setState({
        records: [event.record, ...getState().records.filter((r) => r.id !== event.record.id)].slice(0, RECORDS_KEPT),
      });
      break;
  }
}

function takeMessage(message: PageMessage): void {
  note({ message });
  const { history, threads, place } = getState();
  const key = `${message.channel}/${message.threadTs ?? message.ts}`;
  const thread = threads[key];
  if (thread) setState({ threads: { ...threads, [key]: withMessage(thread, message) } });
  const known = history[message.channel];
  if (isReply(message)) {
    window.clearTimeout(historyTimer);
    if (known) historyTimer = window.setTimeout(() => void loadHistory(message.channel), 120);
    return;
  }
  if (known) setState({ history: { ...history, [message.channel]: withMessage(known, message) } });
  if (message.channel !== shownChannel()) laterState();
  else if (place.as && message.userId !== place.as)
    void postAct({ act: 'read', as: place.as, channel: message.channel });
}

function dropMessage(channel: string, ts: string): void {
  note({ channel, deletedTs: ts });
  const { history, threads } = getState();
  const keep = (list: (typeof history)[string]) => list.filter((m) => m.ts !== ts);
  const known = history[channel];
  const shrunk = Object.entries(threads).map(([key, list]) => [key, key.startsWith(`${channel}/`) ? keep(list) : list]);
  setState({
    threads: Object.fromEntries(shrunk),
    ...(known ? { history: { ...history, [channel]: keep(known) } } : {}),
  });
}

/** True while a fault is being used up call by call, so that what is left can be shown. */
function countsDown(): boolean {
  const faults = getState().server?.faults;
  return faults !== undefined && faults.rateLimitNext + faults.errorNext + faults.loseAnswerNext > 0;
}

function laterState(): void {
  window.clearTimeout(stateTimer);
  stateTimer = window.setTimeout(() => void refreshState(), 60);
}
