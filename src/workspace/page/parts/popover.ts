/** A floating panel in the browser's top layer: never clipped, and usable inside an open dialog. */
import { type ComponentChildren, html, useEffect, useLayoutEffect, useRef, type VNode } from '../preact.ts';

type Props = {
  anchor: () => Element | null;
  onClose: () => void;
  children?: ComponentChildren;
  class?: string;
  /** Where its edge lines up with the anchor's. */
  align?: 'start' | 'end';
  prefer?: 'below' | 'above';
  matchWidth?: boolean;
};

const GAP_PX = 4;

export function Popover(props: Props): VNode {
  const box = useRef<HTMLDivElement>(null);
  const close = useRef(props.onClose);
  close.current = props.onClose;
  useLayoutEffect(() => {
    const panel = box.current;
    if (!panel) return;
    panel.showPopover();
    return () => {
      if (panel.isConnected && panel.matches(':popover-open')) panel.hidePopover();
    };
  }, []);
  useLayoutEffect(() => place(box.current, props.anchor(), props));
  useEffect(() => {
    const outside = (event: Event) => {
      const target = event.target as Node;
      if (!box.current?.contains(target) && !props.anchor()?.contains(target)) close.current();
    };
    const moved = () => place(box.current, props.anchor(), props);
    const scrolled = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) moved();
    };
    document.addEventListener('pointerdown', outside, true);
    window.addEventListener('resize', moved);
    window.addEventListener('scroll', scrolled, true);
    return () => {
      document.removeEventListener('pointerdown', outside, true);
      window.removeEventListener('resize', moved);
      window.removeEventListener('scroll', scrolled, true);
    };
  }, []);
  return html`<div ref=${box} popover="manual" class=${`popover ${props.class ?? ''}`}>${props.children}</div>`;
}

function place(panel: HTMLElement | null, anchor: Element | null, props: Props): void {
  if (!panel || !anchor) return;
  const at = anchor.getBoundingClientRect();
  if (props.matchWidth) panel.style.minWidth = `${at.width}px`;
  const { offsetWidth: width, offsetHeight: height } = panel;
  const below = window.innerHeight - at.bottom - GAP_PX;
  const above = at.top - GAP_PX;
  const up = props.prefer === 'above' ? above > height || above > below : below < height && above > below;
  const left = props.align === 'end' ? at.right - width : at.left;
  panel.style.left = `${Math.max(8, Math.min(left, window.innerWidth - width - 8))}px`;
  panel.style.top = `${Math.max(8, up ? at.top - height - GAP_PX : Math.min(at.bottom + GAP_PX, window.innerHeight - height - 8))}px`;
}
