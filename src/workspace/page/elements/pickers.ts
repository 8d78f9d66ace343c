import { clockTime, isoDayLabel } from '../data/dates.ts';
import { str, textOf } from '../data/json.ts';
import { Icon } from '../parts/icons.ts';
import { Popover } from '../parts/popover.ts';
import { html, useRef, useState, type VNode } from '../preact.ts';
import { getState } from '../state/store.ts';
import { Calendar } from './calendar.ts';
import { type Choice, Combobox } from './combobox.ts';
import { ElementFrame } from './frame.ts';
import { type ElementProps, useElement } from './surface.ts';

const SLOT_MINUTES = 15;

function localDay(ms: number): string {
  const date = new Date(ms);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}

function timeLabel(time: string): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return clockTime(hours * 3600 + minutes * 60, 'UTC');
}

function timeChoices(current: string | null): Choice[] {
  const slots = Array.from(
    { length: (24 * 60) / SLOT_MINUTES },
    (_, i) => `${two(Math.floor((i * SLOT_MINUTES) / 60))}:${two((i * SLOT_MINUTES) % 60)}`,
  );
  const all = current && !slots.includes(current) ? [...slots, current].sort() : slots;
  return all.map((time) => ({ id: time, text: timeLabel(time) }));
}

type FaceProps = {
  day: string | null;
  placeholder: string;
  busy: boolean;
  labelId: string | undefined;
  describedBy: string | undefined;
  focus: boolean;
  clearable: boolean;
  onPick: (day: string | null) => void;
};

function DateFace(props: FaceProps): VNode {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return html`<span class="date-face">
    <button ref=${button} type="button" class="select select-button" aria-haspopup="dialog" aria-expanded=${open} aria-disabled=${props.busy} aria-describedby=${props.describedBy}
      aria-label=${`${props.labelId ? '' : 'Date: '}${props.day ? isoDayLabel(props.day) : props.placeholder}`} data-autofocus=${props.focus || undefined} onClick=${() => setOpen(!open && !props.busy)}>
      <${Icon} name="calendar" size=${16} /><span class=${props.day ? 'select-text' : 'select-text select-placeholder'}>${props.day ? isoDayLabel(props.day) : props.placeholder}</span>
      <span class="select-caret"><${Icon} name="caret" size=${16} /></span></button>
    ${props.clearable && props.day ? html`<button type="button" class="select-clear select-clear-date" aria-label="Clear date" onClick=${() => props.onPick(null)}><${Icon} name="close" size=${14} /></button>` : null}
    ${
      open
        ? html`<${Popover} anchor=${() => button.current} onClose=${() => setOpen(false)}><${Calendar} chosen=${props.day} today=${localDay(getState().nowMs)} onClose=${close}
      onPick=${(day: string) => {
        close();
        props.onPick(day);
      }} /></${Popover}>`
        : null
    }
  </span>`;
}

function timeBox(
  props: ElementProps,
  time: string | null,
  busy: boolean,
  placeholder: string,
  onPick: (time: string | null) => void,
): VNode {
  const choices = timeChoices(time);
  return html`<${Combobox} groups=${[{ label: '', choices }]} chosen=${choices.filter((c) => c.id === time)} several=${false} most=${1} placeholder=${placeholder} labelId=${props.labelId}
    label=${placeholder} describedBy=${props.describedBy} busy=${busy} emptyText="No such time" clearable=${props.mode === 'form'} onPick=${(ids: string[]) => onPick(ids[0] ?? null)} />`;
}

export function Datepicker(props: ElementProps): VNode {
  const element = useElement(props);
  return html`<${ElementFrame} actionId=${element.actionId} type="datepicker" failure=${element.failure}>
    <${DateFace} day=${str(element.value, 'selected_date') || null} placeholder=${textOf(props.el, 'placeholder') || 'Select a date'} busy=${element.busy} labelId=${props.labelId} describedBy=${props.describedBy}
      focus=${props.el.focus_on_load === true} clearable=${props.mode === 'form'} onPick=${(day: string | null) => element.change({ selected_date: day })} />
  </${ElementFrame}>`;
}

export function Timepicker(props: ElementProps): VNode {
  const element = useElement(props);
  const pick = (time: string | null) => element.change({ selected_time: time });
  return html`<${ElementFrame} actionId=${element.actionId} type="timepicker" failure=${element.failure}>
    ${timeBox(props, str(element.value, 'selected_time') || null, element.busy, textOf(props.el, 'placeholder') || 'Select a time', pick)}
  </${ElementFrame}>`;
}

/** Day and time in the reader's own time zone; held as Unix seconds. */
export function DateTimepicker(props: ElementProps): VNode {
  const element = useElement(props);
  const seconds = typeof element.value.selected_date_time === 'number' ? element.value.selected_date_time : null;
  const shown = new Date((seconds ?? Math.ceil(getState().nowMs / 3_600_000) * 3600) * 1000);
  const time = `${two(shown.getHours())}:${two(shown.getMinutes())}`;
  const set = (day: string | null, at: string | null) => {
    const [year = 0, month = 1, date = 1] = (day ?? '').split('-').map(Number);
    const [hours = 0, minutes = 0] = (at ?? '').split(':').map(Number);
    const chosen =
      day === null || at === null ? null : Math.floor(new Date(year, month - 1, date, hours, minutes).getTime() / 1000);
    return element.change({ selected_date_time: chosen });
  };
  return html`<${ElementFrame} actionId=${element.actionId} type="datetimepicker" failure=${element.failure}>
    <div class="datetime"><${DateFace} day=${seconds === null ? null : localDay(shown.getTime())} placeholder="Select a date" busy=${element.busy} labelId=${props.labelId} describedBy=${props.describedBy}
      focus=${props.el.focus_on_load === true} clearable=${props.mode === 'form'} onPick=${(day: string | null) => set(day, time)} />
    ${timeBox(props, seconds === null ? null : time, element.busy, 'Select a time', (at) => set(localDay(shown.getTime()), at))}</div>
  </${ElementFrame}>`;
}
