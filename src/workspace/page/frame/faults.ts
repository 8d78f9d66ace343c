import type { Faults } from '../../page-api.ts';
import { Icon } from '../parts/icons.ts';
import { html, useState, type VNode } from '../preact.ts';
import { setFaults } from '../state/acts.ts';
import { loaded } from '../state/store.ts';

type Counted = 'delayMs' | 'rateLimitNext' | 'errorNext' | 'loseAnswerNext';
const COUNTED: { key: Counted; label: string; note: string; step: number; unit: string }[] = [
  { key: 'delayMs', label: 'Delay', note: 'added before every Web API answer', step: 500, unit: 'ms' },
  { key: 'rateLimitNext', label: 'Rate limit', note: 'answer the next calls with 429', step: 1, unit: 'calls' },
  { key: 'errorNext', label: 'Fail', note: 'answer the next calls with 500', step: 1, unit: 'calls' },
  {
    key: 'loseAnswerNext',
    label: 'Lose the answer',
    note: 'carry out the next calls, then hang up',
    step: 1,
    unit: 'calls',
  },
];

/** The switches that make the workspace misbehave as slack.com sometimes does. */
export function FaultsPanel(): VNode {
  const [open, setOpen] = useState(false);
  const { faults } = loaded();
  const active = countActive(faults);
  return html`<div class="faults" data-testid="faults">
    <button type="button" class="faults-head" aria-expanded=${open} onClick=${() => setOpen(!open)}><span class=${`fold ${open ? '' : 'fold-closed'}`}><${Icon} name="caret" size=${16} /></span>Faults${active > 0 ? html`<span class="faults-on">${active} on</span>` : html`<span class="faults-off">none on</span>`}</button>
    ${
      open
        ? html`<div class="faults-body">
      <label class="fault"><span class="fault-words"><b>Refuse deliveries</b><span>as if the app were down</span></span>
        <input type="checkbox" role="switch" class="switch" checked=${faults.refuseDeliveries} data-fault="refuseDeliveries" onChange=${() => setFaults({ refuseDeliveries: !faults.refuseDeliveries })} /></label>
      ${COUNTED.map(
        (
          f,
        ) => html`<label key=${f.key} class="fault"><span class="fault-words"><b>${f.label}</b><span>${f.note}</span></span>
        <span class="fault-count"><input class="field field-small" type="number" min="0" step=${f.step} value=${faults[f.key]} data-fault=${f.key} onChange=${(e: Event) => setFaults({ [f.key]: Math.max(0, Number((e.target as HTMLInputElement).value) || 0) })} /> ${f.unit}</span></label>`,
      )}
      <div class="fault"><span class="fault-words"><b>Cut the sockets</b><span>close every Socket Mode connection now</span></span><button type="button" class="btn btn-default" data-fault="dropSocket" onClick=${() => setFaults({ dropSocket: true })}>Cut</button></div>
    </div>`
        : null
    }
  </div>`;
}

function countActive(faults: Faults): number {
  return [
    faults.refuseDeliveries,
    faults.delayMs > 0,
    faults.rateLimitNext > 0,
    faults.errorNext > 0,
    faults.loseAnswerNext > 0,
  ].filter(Boolean).length;
}
