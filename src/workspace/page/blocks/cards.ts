import { child, children, type Json, str } from '../data/json.ts';
import { Element } from '../elements/index.ts';
import { Icon } from '../parts/icons.ts';
import { TextObject } from '../parts/mrkdwn-view.ts';
import { type ComponentChildren, html, useState, type VNode } from '../preact.ts';
import { Picture } from './media.ts';
import { RichText } from './rich-text.ts';

export function Card({ block }: { block: Json }): VNode {
  const hero = child(block, 'hero_image');
  const icon = child(block, 'icon');
  const line = (key: string) =>
    child(block, key) ? html`<div class=${`card-${key}`}><${TextObject} of=${child(block, key)} /></div>` : null;
  const actions = children(block, 'actions');
  return html`<div class="card">
    ${hero ? html`<${Picture} of=${hero} class="card-hero" />` : null}
    <div class="card-inner">
      <div class="card-head">${icon ? html`<${Picture} of=${icon} class="card-icon" />` : null}<div class="card-heads">${line('title')}${line('subtitle')}</div></div>
      ${line('body')}${line('subtext')}
      ${actions.length > 0 ? html`<div class="actions">${actions.map((el) => html`<${Element} key=${str(el, 'action_id')} el=${el} blockId=${str(block, 'block_id')} mode="live" />`)}</div>` : null}
    </div>
  </div>`;
}

export function Carousel({ block }: { block: Json }): VNode {
  return html`<div class="carousel" tabindex="0" role="region" aria-label="Cards">${children(block, 'elements').map((card) => html`<${Card} block=${card} />`)}</div>`;
}

export function Container({ block, children: inside }: { block: Json; children?: ComponentChildren }): VNode {
  const [closed, setClosed] = useState(block.default_collapsed === true);
  const rich = child(block, 'rich_text_title');
  const folds = block.is_collapsible === true;
  const icon = child(block, 'icon');
  return html`<div class=${`container container-${str(block, 'width') || 'standard'} ${block.has_header_divider === true ? 'container-ruled' : ''}`}>
    <div class="container-head">
      ${icon ? html`<${Picture} of=${icon} class="card-icon" />` : null}
      <div class="container-heads"><div class="card-title">${rich ? html`<${RichText} block=${rich} />` : html`<${TextObject} of=${child(block, 'title')} />`}</div>
        ${child(block, 'subtitle') ? html`<div class="card-subtitle"><${TextObject} of=${child(block, 'subtitle')} /></div>` : null}</div>
      ${folds ? html`<button type="button" class=${`icon-button fold ${closed ? 'fold-closed' : ''}`} aria-expanded=${!closed} aria-label=${closed ? 'Show' : 'Hide'} onClick=${() => setClosed(!closed)}><${Icon} name="caret" size=${16} /></button>` : null}
    </div>
    ${closed ? null : html`<div class="container-body">${inside}</div>`}
  </div>`;
}
