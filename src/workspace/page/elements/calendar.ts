/** A month to choose a day from. Arrow keys move by day and week, Page keys by month. */

import { Icon } from '../parts/icons.ts';
import { html, useEffect, useRef, useState, type VNode } from '../preact.ts';

const DAY_MS = 86_400_000;
const WEEKDAYS = ['Su', 'Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa'];
const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

function iso(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return iso(Date.UTC(year, month - 1 + months, Math.min(date, last)));
}

/** `chosen` and `today` are YYYY-MM-DD. */
export function Calendar({
  chosen,
  today,
  onPick,
  onClose,
}: {
  chosen: string | null;
  today: string;
  onPick: (day: string) => void;
  onClose: () => void;
}): VNode {
  const [at, setAt] = useState(chosen ?? today);
  const grid = useRef<HTMLDivElement>(null);
  useEffect(() => grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus(), [at]);
  const first = Date.parse(`${at.slice(0, 7)}-01T00:00:00Z`);
  const start = first - new Date(first).getUTCDay() * DAY_MS;
  const days = Array.from({ length: 42 }, (_, i) => iso(start + i * DAY_MS));
  const title = new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(first);
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key in STEPS) setAt(iso(Date.parse(`${at}T00:00:00Z`) + (STEPS[e.key] ?? 0) * DAY_MS));
    else if (e.key === 'PageUp') setAt(addMonths(at, -1));
    else if (e.key === 'PageDown') setAt(addMonths(at, 1));
    else if (e.key === 'Escape') onClose();
    else return;
    e.preventDefault();
    e.stopPropagation();
  };
  return html`<div class="calendar" role="dialog" aria-label="Choose a date" onKeyDown=${onKeyDown}>
    <div class="calendar-head">
      <button type="button" class="icon-button" aria-label="Previous month" onClick=${() => setAt(addMonths(at, -1))}><${Icon} name="back" size=${16} /></button>
      <b aria-live="polite">${title}</b>
      <button type="button" class="icon-button" aria-label="Next month" onClick=${() => setAt(addMonths(at, 1))}><${Icon} name="right" size=${16} /></button>
    </div>
    <div class="calendar-grid" ref=${grid} role="grid" aria-label=${title}>
      ${WEEKDAYS.map((name) => html`<span class="calendar-weekday" aria-hidden="true">${name}</span>`)}
      ${days.map(
        (
          day,
        ) => html`<button key=${day} type="button" role="gridcell" class="calendar-day" data-day=${day} tabindex=${day === at ? 0 : -1} aria-selected=${day === chosen}
          aria-current=${day === today ? 'date' : undefined} data-outside=${day.slice(0, 7) !== at.slice(0, 7)} aria-label=${new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(day))}
          onClick=${() => onPick(day)}>${Number(day.slice(8))}</button>`,
      )}
    </div>
  </div>`;
}
