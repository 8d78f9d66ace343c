import type { WireRecord } from '../../page-api.ts';
import { Icon } from '../parts/icons.ts';
import { html, useState, type VNode } from '../preact.ts';
import { getState, loaded } from '../state/store.ts';
import { FaultsPanel } from './faults.ts';
import { JsonView } from './json-view.ts';
import { toggleInspector } from './top-bar.ts';

const SIDES = { all: 'All', 'to-app': 'To the app', 'from-app': 'From the app' } as const;
type Side = keyof typeof SIDES;

/** What crossed between workspace and app, newest first, and the switches that disturb it. */
export function Inspector(): VNode {
  const [side, setSide] = useState<Side>('all');
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState<number | null>(null);
  const { records } = getState();
  const { app } = loaded();
  const wanted = typed.trim().toLowerCase();
  const shown = records.filter(
    (r) => (side === 'all' || r.direction === side) && `${r.kind} ${r.summary}`.toLowerCase().includes(wanted),
  );
  return html`<aside class="inspector" aria-label="Inspector" data-testid="inspector" onKeyDown=${(
    e: KeyboardEvent,
  ) => {
    if (e.key === 'Escape') toggleInspector();
  }}>
    <header class="view-head"><h2 class="view-title">Inspector</h2><span class=${`app-state ${app.connected ? 'app-state-on' : ''}`}>${app.connected ? app.transport : 'app not connected'}</span><span class="view-space"></span>
      <button type="button" class="icon-button" aria-label="Close inspector" onClick=${toggleInspector}><${Icon} name="close" size=${18} /></button></header>
    <${FaultsPanel} />
    <div class="inspector-bar"><div class="segments" role="group" aria-label="Direction">${Object.entries(SIDES).map(([key, label]) => html`<button key=${key} type="button" aria-pressed=${side === key} onClick=${() => setSide(key as Side)}>${label}</button>`)}</div>
      <input class="field field-small" type="search" placeholder="Filter" aria-label="Filter records" value=${typed} onInput=${(e: InputEvent) => setTyped((e.target as HTMLInputElement).value)} /></div>
    <div class="records" tabindex="-1">
      ${shown.map((r) => html`<${Row} key=${r.id} record=${r} open=${open === r.id} onToggle=${() => setOpen(open === r.id ? null : r.id)} />`)}
      ${shown.length === 0 ? html`<div class="listbox-empty">${records.length === 0 ? 'Nothing has crossed yet. Press a button or type a command, and it appears here.' : 'No record matches.'}</div>` : null}
    </div>
  </aside>`;
}

function Row({ record, open, onToggle }: { record: WireRecord; open: boolean; onToggle: () => void }): VNode {
  const toApp = record.direction === 'to-app';
  const at = new Date(record.at);
  const time = Number.isNaN(at.getTime()) ? record.at : at.toLocaleTimeString('en-GB');
  return html`<div class=${`record ${record.ok ? '' : 'record-bad'} ${open ? 'record-open' : ''}`} data-testid="wire-record" data-record-id=${record.id} data-kind=${record.kind} data-direction=${record.direction} data-ok=${record.ok}>
    <button type="button" class="record-head" aria-expanded=${open} onClick=${onToggle}>
      <span class=${`record-way ${toApp ? 'record-to' : 'record-from'}`} role="img" aria-label=${toApp ? 'to the app' : 'from the app'} title=${toApp ? 'workspace → app' : 'app → workspace'}>${toApp ? '→' : '←'}</span>
      <span class="record-kind">${record.kind}</span><span class="record-summary" title=${record.summary}>${record.summary}</span>
      <span class="record-ok">${record.ok ? 'ok' : 'failed'}</span><span class="record-ms">${Math.round(record.ms)} ms</span><time class="record-at">${time}</time></button>
    ${open ? html`<div class="record-body"><h3>${toApp ? 'Sent to the app' : 'The app sent'}</h3><${JsonView} value=${record.request} /><h3>${toApp ? 'The app answered' : 'The workspace answered'}</h3><${JsonView} value=${record.response} /></div>` : null}
  </div>`;
}
