import { textLength } from './block-length.ts';
import { chart } from './chart.ts';
import {
  all,
  atLeastOne,
  bool,
  byType,
  type Check,
  int,
  isObject,
  list,
  num,
  object,
  oneOf,
  report,
  type Shape,
  str,
} from './check.ts';
import { cardButton, element, inActions, inContextActions, inInput, inSection } from './elements.ts';
import { anyText, httpsUrl, id, imageShape, marked, plain, url } from './objects.ts';
import { richText, richTextShape } from './rich-text.ts';

const block_id = { block_id: id };
const status = oneOf('pending', 'in_progress', 'complete', 'error');
const icon = element('image');
const contextText = anyText(3000);

const contextItem: Check = (value, at, scope) => {
  if (isObject(value) && value.type === 'image') element('image')(value, at, scope);
  else contextText(value, at, scope);
};

const noResponseUrl: Check = (value, at, scope) => {
  if (isObject(value) && value.response_url_enabled !== undefined) {
    report(scope, at, 'response_url_enabled is only allowed in an input block of a modal');
  }
};

const inputRules: Check = (value, at, scope) => {
  if (!isObject(value) || !isObject(value.element)) return;
  const kind = value.element.type;
  if (scope.surface !== 'modal') noResponseUrl(value.element, `${at}/element`, scope);
  if (kind === 'file_input' && scope.surface !== 'modal') report(scope, `${at}/element`, 'only allowed in a modal');
  if (kind === 'file_input' && value.dispatch_action) report(scope, at, 'invalid additional property: dispatch_action');
};

const rawText: Shape = { needs: { text: str() } };
const rawNumber: Shape = { needs: { value: num, text: str() } };
const richCell: Shape = { ...richTextShape, may: block_id };
const tableCell = byType(() => ({ raw_text: rawText, raw_number: rawNumber, rich_text: richCell }), 'cell type');
const headerCell = byType(() => ({ raw_text: rawText, raw_number: rawNumber }), 'header cell type');
const column = object({ may: { align: oneOf('left', 'center', 'right'), is_wrapped: bool } });
const maxTableText = 10_000;

const tableText: Check = (value, at, scope) => {
  if (!isObject(value) || textLength(value.rows) <= maxTableText) return;
  report(scope, `${at}/rows`, `must be less than ${maxTableText + 1} characters`);
};

const dataRows: Check = (value, at, scope) => {
  list(list(tableCell, 1, 20), 2, 101)(value, at, scope);
  if (!Array.isArray(value) || !Array.isArray(value[0])) return;
  list(headerCell, 1, 20)(value[0], `${at}/0`, scope);
  for (const [index, row] of value.entries()) {
    if (Array.isArray(row) && row.length !== value[0].length) {
      report(scope, `${at}/${index}`, 'must have as many cells as the first row');
    }
  }
};

const collapsible: Check = (value, at, scope) => {
  if (!isObject(value) || value.default_collapsed !== true || value.is_collapsible === true) return;
  report(scope, `${at}/default_collapsed`, 'is only allowed with is_collapsible');
};

const task: Shape = {
  needs: { task_id: id, title: str(), status },
  may: {
    ...block_id,
    details: richText,
    output: richText,
    sources: list(
      byType(() => ({ url: { needs: { url, text: str() } } }), 'source type'),
      0,
      100,
    ),
  },
};

const card: Shape = {
  may: {
    ...block_id,
    hero_image: icon,
    icon,
    title: marked(150),
    subtitle: marked(150),
    body: marked(200),
    subtext: marked(200),
    actions: list(cardButton, 1, 3),
  },
  also: atLeastOne('hero_image', 'title', 'actions', 'body'),
};

export const blockShapes: Record<string, Shape> = {
  section: {
    may: {
      ...block_id,
      text: anyText(3000),
      expand: bool,
      fields: list(anyText(2000), 1, 10),
      accessory: all(inSection, noResponseUrl),
    },
    also: atLeastOne('text', 'fields'),
  },
  header: { needs: { text: plain(150) }, may: { ...block_id, level: int(1, 4) } },
  divider: { may: block_id },
  context: { needs: { elements: list(contextItem, 1, 10) }, may: block_id },
  actions: { needs: { elements: list(all(inActions, noResponseUrl), 1, 25) }, may: block_id },
  context_actions: { needs: { elements: list(inContextActions, 1, 5) }, may: block_id },
  image: { ...imageShape, may: { ...imageShape.may, ...block_id, title: plain(2000) } },
  input: {
    needs: { label: plain(2000), element: inInput },
    may: { ...block_id, hint: plain(2000), optional: bool, dispatch_action: bool },
    also: inputRules,
  },
  markdown: { needs: { text: str({ max: 12_000 }) }, may: block_id },
  rich_text: { ...richTextShape, may: block_id },
  table: {
    needs: { rows: list(list(tableCell, 1, 20), 1, 100) },
    may: {
      ...block_id,
      column_settings: list((value, at, scope) => value !== null && column(value, at, scope), 0, 20),
    },
    also: tableText,
  },
  data_table: {
    needs: { rows: dataRows, caption: str({ max: 2000 }) },
    may: { ...block_id, page_size: int(1, 100), row_header_column_index: int(0, 19) },
    also: tableText,
  },
  data_visualization: { needs: { title: str({ max: 50 }), chart }, may: block_id },
  alert: {
    needs: { text: anyText(200) },
    may: { ...block_id, level: oneOf('default', 'info', 'warning', 'error', 'success') },
  },
  card,
  carousel: {
    needs: {
      elements: list(
        byType(() => ({ card }), 'carousel element'),
        1,
        10,
      ),
    },
    may: block_id,
  },
  container: {
    needs: { child_blocks: list((value, at, scope) => childBlock(value, at, scope), 1, 10) },
    may: {
      ...block_id,
      title: plain(150),
      rich_text_title: richText,
      subtitle: anyText(150),
      icon,
      width: oneOf('narrow', 'standard', 'wide', 'full'),
      is_collapsible: bool,
      default_collapsed: bool,
      has_header_divider: bool,
    },
    also: all(atLeastOne('title', 'rich_text_title'), collapsible),
  },
  plan: {
    needs: { title: str() },
    may: {
      ...block_id,
      tasks: list(
        byType(() => ({ task_card: task }), 'plan item'),
        0,
        50,
      ),
    },
  },
  task_card: task,
  video: {
    needs: {
      video_url: httpsUrl,
      thumbnail_url: url,
      alt_text: str({ max: 2000 }),
      title: plain(199),
    },
    may: {
      ...block_id,
      title_url: httpsUrl,
      author_name: str({ max: 49 }),
      provider_name: str(),
      provider_icon_url: url,
      description: plain(199),
    },
  },
};

const childKinds = [
  'actions',
  'context',
  'divider',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'table',
  'video',
];
const childShapes = Object.fromEntries(childKinds.map((kind) => [kind, blockShapes[kind] ?? {}]));
const childBlock = byType(() => childShapes, 'child block type');
