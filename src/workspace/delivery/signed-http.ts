import { createHmac } from 'node:crypto';
import type { Delivered, Envelope } from './deliver.ts';

const maxAnswerBytes = 1_000_000;

function bodyOf({ type, payload }: Envelope): { body: string; contentType: string } {
  if (type === 'events_api') return { body: JSON.stringify(payload), contentType: 'application/json' };
  const fields = type === 'slash_commands' ? (payload as Record<string, string>) : { payload: JSON.stringify(payload) };
  return { body: new URLSearchParams(fields).toString(), contentType: 'application/x-www-form-urlencoded' };
}

/** Slack's request signature, version 0: HMAC-SHA256 over `v0:{timestamp in seconds}:{raw body}`. */
export function sign(secret: string, timestampS: number, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestampS}:${body}`).digest('hex')}`;
}

function parseAnswer(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Posts one payload as slack.com does. Anything but a 2xx within `ackMs` is a failed delivery. */
export async function postSigned(
  url: string,
  secret: string,
  envelope: Envelope,
  ackMs: number,
  nowMs: number,
): Promise<Delivered> {
  const { body, contentType } = bodyOf(envelope);
  const timestampS = Math.floor(nowMs / 1000);
  const headers: Record<string, string> = {
    'content-type': contentType,
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    'x-slack-request-timestamp': String(timestampS),
    'x-slack-signature': sign(secret, timestampS, body),
  };
  if (envelope.retry && envelope.retry.attempt > 0) {
    headers['x-slack-retry-num'] = String(envelope.retry.attempt);
    headers['x-slack-retry-reason'] = envelope.retry.reason;
  }
  try {
    const signal = AbortSignal.timeout(ackMs);
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    const text = await response.text();
    const noRetry = response.headers.get('x-slack-no-retry') === '1';
    if (!response.ok || text.length > maxAnswerBytes) return { ok: false, reason: 'http_error', noRetry };
    return { ok: true, answer: parseAnswer(text) };
  } catch (error) {
    const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
    return { ok: false, reason: timedOut ? 'http_timeout' : 'connection_failed', noRetry: false };
  }
}
