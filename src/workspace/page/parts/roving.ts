/** Moving the focus with arrow keys, so that Tab does not stop at every single control of a long list. */

function step(items: HTMLElement[], from: number, by: number): void {
  items[Math.max(0, Math.min(items.length - 1, from + by))]?.focus();
}

/** In a list of messages: up and down between messages, right into a message's actions, Escape back to the message. */
export function moveInMessages(e: KeyboardEvent): void {
  const target = e.target as HTMLElement;
  const list = e.currentTarget as HTMLElement;
  const own = target === list || target.matches('.message, .hover-button');
  if (e.defaultPrevented || !own) return;
  const row = target.closest<HTMLElement>('.message');
  const actions = [...(row?.querySelectorAll<HTMLElement>('.hover-button') ?? [])].filter(
    (b) => b.offsetParent !== null,
  );
  const inActions = actions.indexOf(target);
  if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
    const rows = [...list.querySelectorAll<HTMLElement>('.message')];
    step(rows, row ? rows.indexOf(row) : rows.length, e.key === 'ArrowDown' ? 1 : -1);
  } else if (row && e.key === 'ArrowRight') step(actions, inActions, 1);
  else if (inActions > 0 && e.key === 'ArrowLeft') step(actions, inActions, -1);
  else if (row && inActions >= 0 && (e.key === 'Escape' || e.key === 'ArrowLeft')) row.focus();
  else return;
  e.preventDefault();
  e.stopPropagation();
}

/** In a toolbar: left and right between its buttons, of which only the first is reached by Tab. */
export function moveInToolbar(e: KeyboardEvent): void {
  if (e.key !== 'ArrowRight' && e.key !== 'ArrowLeft') return;
  const buttons = [...(e.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('button')];
  step(buttons, buttons.indexOf(e.target as HTMLElement), e.key === 'ArrowRight' ? 1 : -1);
  e.preventDefault();
}
