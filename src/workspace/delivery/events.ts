import { type Core, newId } from '../core.ts';
import type { Channel, Json, PendingEvent } from '../data.ts';
import { type EventName, eventScopes } from '../seed.ts';

export type Events = {
  /** Queues an event for the app when it subscribed to it and holds the scope; tries at once. */
  emit(name: EventName, event: Json): void;
  /** Tries what is waiting for a connection. */
  pump(): void;
  stop(): void;
};

const maxPending = 1000;

/** `message.channels`, `message.groups` or `message.im`, by the kind of channel. */
export function messageEventName(channel: Channel): EventName {
  const names = { channel: 'message.channels', private: 'message.groups', im: 'message.im' } as const;
  return names[channel.kind];
}

/**
 * Delivers events at least once: an event that is not acknowledged is tried again after each of the
 * retry delays, then given up (the inspector shows it). While the app has no connection events wait.
 */
export function createEvents(core: () => Core): Events {
  const inFlight = new Set<string>();
  const timers = new Map<string, NodeJS.Timeout>();
  let stopped = false;

  function remove(id: string): void {
    const { data, touch } = core();
    data.pendingEvents = data.pendingEvents.filter((pending) => pending.id !== id);
    touch();
  }

  function again(pending: PendingEvent, reason: string): void {
    const delayMs = core().timing.retryDelaysMs[pending.attempt];
    if (delayMs === undefined) {
      remove(pending.id);
      return;
    }
    pending.attempt += 1;
    pending.reason = reason;
    core().touch();
    const timer = setTimeout(() => {
      timers.delete(pending.id);
      attempt(pending);
    }, delayMs);
    timer.unref();
    timers.set(pending.id, timer);
  }

  async function attempt(pending: PendingEvent): Promise<void> {
    const { deliveries } = core();
    if (stopped || inFlight.has(pending.id) || timers.has(pending.id)) return;
    if (deliveries.transport() === 'none') return;
    inFlight.add(pending.id);
    const delivered = await deliveries.send({
      type: 'events_api',
      kind: pending.name,
      summary: pending.attempt > 0 ? `event, attempt ${pending.attempt + 1}` : 'event',
      payload: pending.body,
      retry: { attempt: pending.attempt, reason: pending.reason },
    });
    inFlight.delete(pending.id);
    if (stopped) return;
    if (delivered.ok || delivered.noRetry) return remove(pending.id);
    if (delivered.reason !== 'no_connection') again(pending, delivered.reason);
  }

  return {
    emit(name, event) {
      const { app, team, data, now, touch } = core();
      const scope = eventScopes[name];
      if (!app.events.includes(name) || (scope !== null && !app.scopes.includes(scope))) return;
      const id = newId('Ev');
      const body = {
        token: `verification-${app.id}`,
        team_id: team.id,
        context_team_id: team.id,
        api_app_id: app.id,
        event,
        type: 'event_callback',
        event_id: id,
        event_time: Math.floor(now() / 1000),
        authorizations: [
          { enterprise_id: null, team_id: team.id, user_id: app.botUserId, is_bot: true, is_enterprise_install: false },
        ],
        is_ext_shared_channel: false,
      };
      const pending: PendingEvent = { id, name, body, attempt: 0, reason: '' };
      data.pendingEvents.push(pending);
      if (data.pendingEvents.length > maxPending) data.pendingEvents.shift();
      touch();
      void attempt(pending);
    },
    pump() {
      for (const pending of [...core().data.pendingEvents]) void attempt(pending);
    },
    stop() {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
