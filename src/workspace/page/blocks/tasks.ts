import { child, children, type Json, str } from '../data/json.ts';
import { Icon, type IconName } from '../parts/icons.ts';
import { Link } from '../parts/mrkdwn-view.ts';
import { html, useState, type VNode } from '../preact.ts';
import { RichText } from './rich-text.ts';

const SAID: Record<string, string> = {
  pending: 'Not started',
  in_progress: 'In progress',
  complete: 'Done',
  error: 'Failed',
};
const FACE: Record<string, IconName> = { complete: 'check', error: 'close' };

function Status({ of }: { of: string }): VNode {
  const icon = FACE[of];
  return html`<span class=${`task-status task-${of}`} role="img" aria-label=${SAID[of] ?? of}>${icon ? html`<${Icon} name=${icon} size=${12} />` : null}</span>`;
}

export function TaskCard({ block }: { block: Json }): VNode {
  const details = child(block, 'details');
  const output = child(block, 'output');
  const sources = children(block, 'sources');
  const folds = details !== null || output !== null || sources.length > 0;
  const [open, setOpen] = useState(str(block, 'status') !== 'complete');
  return html`<div class="task">
    <div class="task-head"><${Status} of=${str(block, 'status')} /><span class="task-title">${str(block, 'title')}</span>
      ${folds ? html`<button type="button" class=${`icon-button fold ${open ? '' : 'fold-closed'}`} aria-expanded=${open} aria-label=${`Details of ${str(block, 'title')}`} onClick=${() => setOpen(!open)}><${Icon} name="caret" size=${16} /></button>` : null}</div>
    ${
      open && folds
        ? html`<div class="task-body">
      ${details ? html`<${RichText} block=${details} />` : null}
      ${output ? html`<div class="task-output"><${RichText} block=${output} /></div>` : null}
      ${sources.length > 0 ? html`<div class="task-sources">${sources.map((s) => html`<${Link} url=${str(s, 'url')}>${str(s, 'text') || str(s, 'url')}</${Link}>`)}</div>` : null}
    </div>`
        : null
    }
  </div>`;
}

export function Plan({ block }: { block: Json }): VNode {
  const tasks = children(block, 'tasks');
  const done = tasks.filter((t) => str(t, 'status') === 'complete').length;
  return html`<div class="plan"><div class="plan-head"><b>${str(block, 'title')}</b>${tasks.length > 0 ? html`<span class="plan-count">${done} of ${tasks.length} done</span>` : null}</div>
    ${tasks.map((task) => html`<${TaskCard} key=${str(task, 'task_id')} block=${task} />`)}</div>`;
}
