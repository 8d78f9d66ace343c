import type { Mention } from '../data/encode-message.ts';
import { Icon, type IconName } from '../parts/icons.ts';
import { MenuButton } from '../parts/menu.ts';
import { Emoji } from '../parts/mrkdwn-view.ts';
import { Avatar } from '../parts/people.ts';
import { Popover } from '../parts/popover.ts';
import { moveInToolbar } from '../parts/roving.ts';
import { html, useLayoutEffect, useRef, useState, type VNode } from '../preact.ts';
import { runShortcut, send } from '../state/acts.ts';
import { loaded } from '../state/store.ts';
import { type Offer, offersFor } from './completion.ts';
import { EmojiButton } from './emoji-picker.ts';

const TALLEST_PX = 240;
const drafts = new Map<string, string>();

type Props = { channel: string; threadTs: string | null; placeholder: string; focus?: boolean };

/** The box to write in. Enter sends, Shift+Enter breaks the line; `/ @ # :` complete. */
export function Composer({ channel, threadTs, placeholder, focus = false }: Props): VNode {
  const draftKey = `${loaded().me.id}/${channel}/${threadTs ?? ''}`;
  const [text, setText] = useState(drafts.get(draftKey) ?? '');
  const [cursor, setCursor] = useState(0);
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const mentions = useRef<Mention[]>([]);
  const wantedCursor = useRef<number | null>(null);
  const { from, list } = dismissed ? { from: 0, list: [] } : offersFor(text, cursor);
  const listId = `offers-${threadTs ?? 'channel'}`;
  useLayoutEffect(() => {
    const field = area.current;
    if (!field) return;
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight, TALLEST_PX)}px`;
    if (wantedCursor.current === null) return;
    field.setSelectionRange(wantedCursor.current, wantedCursor.current);
    wantedCursor.current = null;
  }, [text]);
  useLayoutEffect(() => {
    if (focus) area.current?.focus();
  }, []);
  const write = (next: string, at: number) => {
    drafts.set(draftKey, next);
    setText(next);
    setCursor(at);
    setActive(0);
    setDismissed(false);
    wantedCursor.current = at;
  };
  const take = (offer: Offer | undefined) => {
    if (!offer) return;
    if (offer.mention) mentions.current.push(offer.mention);
    write(text.slice(0, from) + offer.insert + text.slice(cursor), from + offer.insert.length);
    area.current?.focus();
  };
  const submit = async () => {
    if (text.trim() === '') return;
    const sent = text;
    write('', 0);
    if (!(await send(sent, mentions.current, channel, threadTs))) write(sent, sent.length);
    else mentions.current = [];
  };
  const wrap = (before: string, after: string) => {
    const { selectionStart: a = 0, selectionEnd: b = 0 } = area.current ?? {};
    write(
      text.slice(0, a) + before + text.slice(a, b) + after + text.slice(b),
      a === b ? a + before.length : b + before.length + after.length,
    );
    area.current?.focus();
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.isComposing) return;
    const offered = list[active];
    const exact = list.length === 1 && offered?.kind === 'command' && text.trim() === offered.key;
    if (list.length > 0 && e.key === 'ArrowDown') setActive((active + 1) % list.length);
    else if (list.length > 0 && e.key === 'ArrowUp') setActive((active - 1 + list.length) % list.length);
    else if (list.length > 0 && (e.key === 'Tab' || (e.key === 'Enter' && !e.shiftKey)) && !exact) take(offered);
    else if (list.length > 0 && e.key === 'Escape') setDismissed(true);
    else if (e.key === 'Enter' && !e.shiftKey) void submit();
    else if ((e.metaKey || e.ctrlKey) && e.key === 'b') wrap('*', '*');
    else if ((e.metaKey || e.ctrlKey) && e.key === 'i') wrap('_', '_');
    else return;
    e.preventDefault();
    e.stopPropagation();
  };
  const follow = (e: Event) => setCursor((e.target as HTMLTextAreaElement).selectionStart);
  return html`<div class="composer-wrap"><div class="composer" ref=${box} data-testid=${threadTs ? 'thread-composer' : 'composer'} data-channel=${channel}>
    <${Formatting} wrap=${wrap} />
    <textarea ref=${area} class="composer-text" rows="1" placeholder=${placeholder} aria-label=${placeholder} role="combobox" aria-expanded=${list.length > 0} aria-controls=${listId} aria-autocomplete="list"
      aria-activedescendant=${list.length > 0 ? `${listId}-${active}` : undefined} value=${text} onInput=${(
        e: InputEvent,
      ) => {
        const t = e.target as HTMLTextAreaElement;
        write(t.value, t.selectionStart);
      }}
      onKeyDown=${onKeyDown} onKeyUp=${follow} onClick=${follow}></textarea>
    <div class="composer-foot"><${Shortcuts} />
      <${EmojiButton} class="composer-button" label="Emoji" onPick=${(name: string) => wrap(`:${name}: `, '')} />
      <button type="button" class="composer-button" aria-label="Mention someone" title="Mention someone" onClick=${() => wrap('@', '')}><span class="composer-at">@</span></button>
      <button type="button" class="composer-button" aria-label="Run a slash command" title="Slash commands" onClick=${() => {
        write('/', 1);
        area.current?.focus();
      }}><span class="composer-slash">/</span></button>
      <span class="view-space"></span>
      <button type="button" class="composer-send" aria-label="Send" title="Send" disabled=${text.trim() === ''} data-testid="send" onClick=${submit}><${Icon} name="send" size=${16} /></button></div>
    ${
      list.length > 0
        ? html`<${Popover} anchor=${() => box.current} prefer="above" class="offers-popover" matchWidth=${true} onClose=${() => setDismissed(true)}>
      <div id=${listId} class="offers" role="listbox" aria-label="Suggestions" data-testid="completion">
        ${list.map(
          (
            offer,
            i,
          ) => html`<div key=${offer.key} id=${`${listId}-${i}`} class="offer" role="option" aria-selected=${i === active} data-key=${offer.key} onMouseMove=${() => {
            if (active !== i) setActive(i);
          }}
          onMouseDown=${(e: Event) => e.preventDefault()} onClick=${() => take(offer)}><${OfferFace} offer=${offer} /><span class="offer-words"><b>${offer.title}</b>${offer.note ? html`<span class="offer-note">${offer.note}</span>` : null}</span></div>`,
        )}
        <div class="offers-foot"><kbd>↑</kbd><kbd>↓</kbd> to move <kbd>Tab</kbd> to choose <kbd>Esc</kbd> to dismiss</div>
      </div></${Popover}>`
        : null
    }
  </div></div>`;
}

function OfferFace({ offer }: { offer: Offer }): VNode {
  if (offer.kind === 'emoji') return html`<${Emoji} name=${offer.key} big=${true} />`;
  if (offer.kind === 'channel') return html`<${Icon} name="hash" size=${18} />`;
  return html`<${Avatar} id=${offer.kind === 'user' ? offer.key : loaded().app.botUserId} size=${offer.kind === 'user' ? 20 : 32} />`;
}

const FORMATS: { icon: IconName; label: string; before: string; after: string }[] = [
  { icon: 'bold', label: 'Bold', before: '*', after: '*' },
  { icon: 'italic', label: 'Italic', before: '_', after: '_' },
  { icon: 'strike', label: 'Strikethrough', before: '~', after: '~' },
  { icon: 'code', label: 'Code', before: '`', after: '`' },
  { icon: 'quote', label: 'Quote', before: '> ', after: '' },
  { icon: 'list', label: 'Bulleted list', before: '• ', after: '' },
];

function Formatting({ wrap }: { wrap: (before: string, after: string) => void }): VNode {
  return html`<div class="composer-formats" role="toolbar" aria-label="Formatting" onKeyDown=${moveInToolbar}>${FORMATS.map(
    (f, i) =>
      html`<button key=${f.icon} type="button" class="composer-format" tabindex=${i === 0 ? 0 : -1} aria-label=${f.label} title=${f.label} onMouseDown=${(e: Event) => e.preventDefault()} onClick=${() => wrap(f.before, f.after)}><${Icon} name=${f.icon} size=${16} /></button>`,
  )}</div>`;
}

function Shortcuts(): VNode | null {
  const { shortcuts, app } = loaded();
  const items = shortcuts
    .filter((s) => s.type === 'global')
    .map((s) => ({
      key: s.callbackId,
      label: s.name,
      note: app.name,
      icon: html`<${Icon} name="bolt" size=${16} />`,
      data: { 'data-callback-id': s.callbackId },
      onPick: () => runShortcut(s.callbackId, null),
    }));
  if (items.length === 0) return null;
  return html`<${MenuButton} label="Shortcuts" class="composer-button composer-plus" testId="shortcuts" face=${html`<${Icon} name="plus" size=${18} />`} items=${items} heading="Shortcuts" prefer="above" />`;
}
