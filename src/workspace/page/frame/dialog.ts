/** The browser's own modal dialog: it traps the focus, makes the rest inert and gives the focus back. */
import { type ComponentChildren, html, useLayoutEffect, useRef, type VNode } from '../preact.ts';

type Props = {
  class: string;
  labelledBy: string;
  onCancel: () => void;
  children?: ComponentChildren;
  focusKey: string;
  data?: Record<string, string>;
};

const FIRST =
  '[data-autofocus], .dialog-body input:not([type=hidden]):not([disabled]), .dialog-body textarea, .dialog-body button, .dialog-foot button:last-child';
const WRONG = ['input', 'textarea', 'button'].map((tag) => `.input-wrong ${tag}`).join(', ');

export function Dialog(props: Props): VNode {
  const box = useRef<HTMLDialogElement>(null);
  const cancel = useRef(props.onCancel);
  cancel.current = props.onCancel;
  useLayoutEffect(() => {
    const dialog = box.current;
    const opener = document.activeElement as HTMLElement | null;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (opener?.isConnected) opener.focus();
    };
  }, []);
  useLayoutEffect(() => {
    const dialog = box.current;
    const wanted =
      dialog?.querySelector<HTMLElement>(WRONG) ??
      dialog?.querySelector<HTMLElement>('[data-autofocus]') ??
      dialog?.querySelector<HTMLElement>(FIRST);
    wanted?.focus();
  }, [props.focusKey]);
  return html`<dialog ref=${box} class=${`dialog ${props.class}`} aria-labelledby=${props.labelledBy} ...${props.data ?? {}}
    onCancel=${(e: Event) => {
      e.preventDefault();
      if (e.target === box.current) cancel.current();
    }}>${props.children}</dialog>`;
}
