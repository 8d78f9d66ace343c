import { Icon } from '../parts/icons.ts';
import { type ComponentChildren, html, type VNode } from '../preact.ts';

/** Around every element: the hook for tests, and where the app's silence is told. */
export function ElementFrame(props: {
  actionId: string;
  type: string;
  failure: string | null;
  children?: ComponentChildren;
}): VNode {
  return html`<div class=${`element element-${props.type}`} data-testid="element" data-action-id=${props.actionId} data-element-type=${props.type}>
    ${props.children}
    ${props.failure ? html`<div class="element-failure" role="alert" data-testid="element-failure"><${Icon} name="warning" size=${16} /> <span>${props.failure}</span></div>` : null}
  </div>`;
}
