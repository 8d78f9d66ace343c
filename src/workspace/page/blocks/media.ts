import { child, type Json, safeImage, safeUrl, str, textOf } from '../data/json.ts';
import { Icon } from '../parts/icons.ts';
import { Link, TextObject } from '../parts/mrkdwn-view.ts';
import { html, useState, type VNode } from '../preact.ts';

/**
 * A picture, or its alternative text in a frame: pictures from other sites are never fetched here,
 * only those carried inline or served by this workspace.
 */
export function Picture({ of, class: className }: { of: Json; class: string }): VNode {
  const [broken, setBroken] = useState(false);
  const url = safeImage(str(of, 'image_url'));
  const local = url !== null && (!/^https?:/.test(url) || url.startsWith(`${location.origin}/`));
  const alt = str(of, 'alt_text') || 'Image without a description';
  if (local && !broken)
    return html`<img class=${className} src=${url} alt=${alt} title=${alt} onError=${() => setBroken(true)} />`;
  return html`<span class=${`${className} picture-absent`} role="img" aria-label=${alt} title=${str(of, 'image_url') || alt}><span>${alt}</span></span>`;
}

export function ImageBlock({ block }: { block: Json }): VNode {
  return html`<figure class="image-block">${child(block, 'title') ? html`<figcaption><${TextObject} of=${child(block, 'title')} /></figcaption>` : null}<${Picture} of=${block} class="image-wide" /></figure>`;
}

/** A video is a card that leads to it: nothing from elsewhere is played inside the page. */
export function Video({ block }: { block: Json }): VNode {
  const title = html`<${TextObject} of=${child(block, 'title')} />`;
  const by = [str(block, 'author_name'), str(block, 'provider_name')].filter((s) => s !== '').join(' · ');
  const url = safeUrl(str(block, 'title_url')) ?? safeUrl(str(block, 'video_url'));
  return html`<div class="video">
    ${by ? html`<div class="video-by">${by}</div>` : null}
    <div class="video-title">${url ? html`<${Link} url=${url}>${title}</${Link}>` : title}</div>
    ${textOf(block, 'description') ? html`<div class="video-words"><${TextObject} of=${child(block, 'description')} /></div>` : null}
    <a class="video-poster" href=${url ?? undefined} target="_blank" rel="noopener noreferrer" aria-label=${`Play: ${str(block, 'alt_text')}`}>
      <span class="video-play"><${Icon} name="play" size=${26} /></span><span class="video-alt">${str(block, 'alt_text')}</span></a>
  </div>`;
}

export function FileBlock({ block }: { block: Json }): VNode {
  return html`<div class="file-block"><${Icon} name="file" /><span>File ${str(block, 'external_id')}</span></div>`;
}
