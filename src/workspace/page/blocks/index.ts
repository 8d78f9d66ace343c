/** Which part draws which block; the one list of blocks this page knows. */
import { children, type Json, str } from '../data/json.ts';
import { SurfaceContext } from '../elements/surface.ts';
import { Component, type ComponentChildren, html, type VNode } from '../preact.ts';
import type { Surface } from '../state/acts.ts';
import { Card, Carousel, Container } from './cards.ts';
import { Actions, Alert, Context, Divider, Header, Input, Section } from './layout.ts';
import { Markdown } from './markdown.ts';
import { FileBlock, ImageBlock, Video } from './media.ts';
import { RichText } from './rich-text.ts';
import { DataTable, Table } from './tables.ts';
import { Plan, TaskCard } from './tasks.ts';

type Draw = (props: { block: Json }) => VNode;

export const BLOCKS: Record<string, Draw> = {
  section: Section,
  actions: Actions,
  context: Context,
  context_actions: Actions,
  header: Header,
  divider: Divider,
  input: Input,
  alert: Alert,
  rich_text: RichText,
  markdown: ({ block }) => html`<${Markdown} text=${str(block, 'text')} />`,
  table: Table,
  data_table: DataTable,
  image: ImageBlock,
  video: Video,
  file: FileBlock,
  card: Card,
  carousel: Carousel,
  container: ({ block }) =>
    html`<${Container} block=${block}>${children(block, 'child_blocks').map((b, i) => html`<${OneBlock} key=${str(b, 'block_id') || i} block=${b} />`)}</${Container}>`,
  plan: Plan,
  task_card: TaskCard,
};

/** A block that fails to draw says so in its place; the others stay. */
class Guard extends Component<{ type: string; children?: ComponentChildren }, { failed: string | null }> {
  override state = { failed: null as string | null };
  override componentDidCatch(error: unknown): void {
    this.setState({ failed: error instanceof Error ? error.message : String(error) });
  }
  override render() {
    if (this.state.failed === null) return this.props.children;
    return html`<div class="unsupported" data-testid="block-failed">This ${this.props.type} block could not be drawn: ${this.state.failed}</div>`;
  }
}

export function OneBlock({ block }: { block: Json }): VNode {
  const type = str(block, 'type');
  const Drawn = BLOCKS[type];
  return html`<div class=${`block block-${type}`} data-testid="block" data-block-id=${str(block, 'block_id')} data-block-type=${type}>
    ${Drawn ? html`<${Guard} type=${type}><${Drawn} block=${block} /></${Guard}>` : html`<div class="unsupported" data-testid="unsupported">unsupported block: ${type || 'no type'}</div>`}
  </div>`;
}

/** All blocks of a message or a view. */
export function Blocks({ surface }: { surface: Surface }): VNode {
  return html`<${SurfaceContext.Provider} value=${surface}><div class="blocks">${surface.blocks.map(
    (block, i) => html`<${OneBlock} key=${str(block, 'block_id') || i} block=${block} />`,
  )}</div></${SurfaceContext.Provider}>`;
}
