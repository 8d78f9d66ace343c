/** Dates as Slack writes them. `now` and the time zone are arguments; times are Unix seconds unless named ...Ms. */

const DAY_MS = 86_400_000;

function part(ms: number, zone: string | undefined, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-US', { ...options, ...(zone ? { timeZone: zone } : {}) }).format(ms);
}

function dayNumber(ms: number, zone: string | undefined): number {
  const [month, day, year] = part(ms, zone, { year: 'numeric', month: 'numeric', day: 'numeric' })
    .split('/')
    .map(Number);
  return Math.round(Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1) / DAY_MS);
}

function ordinal(day: number): string {
  const tens = day % 100;
  if (tens >= 11 && tens <= 13) return `${day}th`;
  return `${day}${['th', 'st', 'nd', 'rd'][day % 10] ?? 'th'}`;
}

function longDay(
  ms: number,
  zone: string | undefined,
  month: 'long' | 'short',
  weekday: boolean,
  year: boolean,
): string {
  const name = part(ms, zone, { month });
  const day = Number(part(ms, zone, { day: 'numeric' }));
  const lead = weekday ? `${part(ms, zone, { weekday: 'long' })}, ` : '';
  const tail = year ? `, ${part(ms, zone, { year: 'numeric' })}` : '';
  return `${lead}${name} ${month === 'long' ? ordinal(day) : day}${tail}`;
}

function relativeDay(ms: number, nowMs: number, zone: string | undefined): string | null {
  const names: Record<string, string> = { '0': 'today', '-1': 'yesterday', '1': 'tomorrow' };
  return names[String(dayNumber(ms, zone) - dayNumber(nowMs, zone))] ?? null;
}

/** `9:41 AM` */
export function clockTime(seconds: number, zone?: string): string {
  return part(seconds * 1000, zone, { hour: 'numeric', minute: '2-digit' });
}

/** `3 minutes ago`, `in 2 hours`. */
export function ago(seconds: number, nowMs: number): string {
  const delta = Math.round(seconds - nowMs / 1000);
  const size = Math.abs(delta);
  const format = new Intl.RelativeTimeFormat('en-US', { numeric: 'auto' });
  if (size < 60) return delta <= 0 ? 'just now' : format.format(delta, 'second');
  if (size < 3600) return format.format(Math.trunc(delta / 60), 'minute');
  if (size < 86_400) return format.format(Math.trunc(delta / 3600), 'hour');
  return format.format(Math.trunc(delta / 86_400), 'day');
}

/** The label of a day divider: `Today`, `Yesterday`, or `Friday, November 20th`. */
export function dayLabel(seconds: number, nowMs: number, zone?: string): string {
  const ms = seconds * 1000;
  const near = relativeDay(ms, nowMs, zone);
  if (near) return capital(near);
  const sameYear = part(ms, zone, { year: 'numeric' }) === part(nowMs, zone, { year: 'numeric' });
  return longDay(ms, zone, 'long', true, !sameYear);
}

/** True when both moments fall on the same day in the given zone. */
export function sameDay(aSeconds: number, bSeconds: number, zone?: string): boolean {
  return dayNumber(aSeconds * 1000, zone) === dayNumber(bSeconds * 1000, zone);
}

/** `Friday, November 20th, 2026 at 9:41:12 AM`, for tooltips. */
export function fullTime(seconds: number, zone?: string): string {
  const ms = seconds * 1000;
  return `${longDay(ms, zone, 'long', true, true)} at ${part(ms, zone, { hour: 'numeric', minute: '2-digit', second: '2-digit' })}`;
}

/** `Nov 20, 2026` from `2026-11-20`; the text itself when it is not a date. */
export function isoDayLabel(iso: string): string {
  const ms = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(ms) ? iso : part(ms, 'UTC', { month: 'short', day: 'numeric', year: 'numeric' });
}

/**
 * Fills the `{tokens}` of `<!date^ts^format|fallback>`; null when the format holds a token Slack does not know
 * (then the fallback is shown, as Slack does).
 */
export function slackDate(format: string, seconds: number, nowMs: number, zone?: string): string | null {
  const ms = seconds * 1000;
  const near = relativeDay(ms, nowMs, zone);
  const tokens: Record<string, () => string> = {
    date_num: () =>
      `${part(ms, zone, { year: 'numeric' })}-${part(ms, zone, { month: '2-digit' })}-${part(ms, zone, { day: '2-digit' })}`,
    date_slash: () => part(ms, zone, { year: 'numeric', month: '2-digit', day: '2-digit' }),
    date: () => longDay(ms, zone, 'long', false, true),
    date_short: () => longDay(ms, zone, 'short', false, true),
    date_long: () => longDay(ms, zone, 'long', true, true),
    date_pretty: () => near ?? longDay(ms, zone, 'long', false, true),
    date_short_pretty: () => near ?? longDay(ms, zone, 'short', false, true),
    date_long_pretty: () => near ?? longDay(ms, zone, 'long', true, true),
    time: () => clockTime(seconds, zone),
    time_secs: () => part(ms, zone, { hour: 'numeric', minute: '2-digit', second: '2-digit' }),
    ago: () => ago(seconds, nowMs),
  };
  let unknown = false;
  const filled = format.replace(/\{([a-z_]+)\}/g, (_, name: string) => {
    const write = tokens[name];
    if (!write) unknown = true;
    return write ? write() : '';
  });
  if (unknown) return null;
  return near && filled.startsWith(near) ? capital(filled) : filled;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
