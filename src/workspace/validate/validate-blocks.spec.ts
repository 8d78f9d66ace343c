import { describe, expect, it } from 'vitest';
import type { Surface } from './check.ts';
import { validateBlocks } from './validate-blocks.ts';

type Block = Record<string, unknown>;
type Row = [rule: string, within: Block[], past: Block[], message: string, pointer: string, surface?: Surface];

const x = (length: number) => 'x'.repeat(length);
const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const divider = { type: 'divider' };
const section = (extra: Block) => ({ type: 'section', ...extra });
const button = (extra: Block = {}) => ({ type: 'button', text: plain('Go'), ...extra });
const actions = (...elements: Block[]) => ({ type: 'actions', elements });
const input = (element: Block, extra: Block = {}) => ({ type: 'input', label: plain('Label'), element, ...extra });
const option = (index: number, extra: Block = {}) => ({ text: plain(`Option ${index}`), value: `v${index}`, ...extra });
const options = (count: number) => times(count, (index) => option(index));
const select = (extra: Block) => actions({ type: 'static_select', ...extra });
const written = (extra: Block = {}) => ({ type: 'plain_text_input', ...extra });
const image = (extra: Block) => ({
  type: 'image',
  alt_text: 'a chart',
  image_url: 'https://acme.test/a.png',
  ...extra,
});
const rich = (...elements: Block[]) => ({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] });
const raw = (text: string) => ({ type: 'raw_text', text });
const card = (extra: Block) => ({ type: 'card', title: mrkdwn('Card'), ...extra });
const pie = (extra: Block) => ({
  type: 'data_visualization',
  title: 'Share',
  chart: { type: 'pie', segments: [{ label: 'a', value: 1 }] },
  ...extra,
});
const bars = (count: number, categories = ['a']) => {
  const series = times(count, (index) => ({ name: `s${index}`, data: [{ label: 'a', value: -1 }] }));
  return { type: 'data_visualization', title: 'Bars', chart: { type: 'bar', series, axis_config: { categories } } };
};
const video = (extra: Block) => ({
  type: 'video',
  video_url: 'https://acme.test/v',
  thumbnail_url: 'https://acme.test/t.png',
  alt_text: 'a demo',
  title: plain('Demo'),
  ...extra,
});
const confirm = (extra: Block) => ({
  title: plain('Sure?'),
  text: plain('It cannot be undone.'),
  confirm: plain('Yes'),
  deny: plain('No'),
  ...extra,
});
const less = (max: number) => `must be less than ${max + 1} characters`;
const items = (max: number) => `no more than ${max} items allowed`;

const messageOnly: Record<string, Block> = {
  markdown: { text: 'a' },
  table: { rows: [[raw('a')]] },
  context_actions: { elements: [{ type: 'icon_button', icon: 'trash', text: plain('a') }] },
  task_card: { task_id: 't', title: 'a', status: 'pending' },
  plan: { title: 'a' },
  data_table: { caption: 'a', rows: [[raw('a')], [raw('b')]] },
};

const rows: Row[] = [
  ['50 blocks in a message', times(50, () => divider), times(51, () => divider), items(50), '/blocks'],
  ['100 blocks in a modal', times(100, () => divider), times(101, () => divider), items(100), '/blocks', 'modal'],
  ['100 blocks on Home', times(100, () => divider), times(101, () => divider), items(100), '/blocks', 'home'],
  [
    'block_id 255',
    [{ ...divider, block_id: x(255) }],
    [{ ...divider, block_id: x(256) }],
    less(255),
    '/blocks/0/block_id',
  ],
  [
    'block_id at least 1',
    [{ ...divider, block_id: 'x' }],
    [{ ...divider, block_id: '' }],
    'must be more than 0 characters',
    '/blocks/0/block_id',
  ],
  [
    'block_id once',
    [divider, { ...divider, block_id: 'a' }],
    [
      { ...divider, block_id: 'a' },
      { ...divider, block_id: 'a' },
    ],
    '`block_id` a already exists',
    '/blocks/1/block_id',
  ],
  [
    'action_id 255',
    [actions(button({ action_id: x(255) }))],
    [actions(button({ action_id: x(256) }))],
    less(255),
    '/blocks/0/elements/0/action_id',
  ],
  [
    'action_id once in a block',
    [actions(button({ action_id: 'a' })), actions(button({ action_id: 'a' }))],
    [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
    '`action_id` a already exists',
    '/blocks/0/elements/1/action_id',
  ],
  [
    'section text 3000',
    [section({ text: mrkdwn(x(3000)) })],
    [section({ text: mrkdwn(x(3001)) })],
    less(3000),
    '/blocks/0/text/text',
  ],
  [
    'section text at least 1',
    [section({ text: mrkdwn('x') })],
    [section({ text: mrkdwn('') })],
    'must be more than 0 characters',
    '/blocks/0/text/text',
  ],
  [
    'section with text or fields',
    [section({ fields: [mrkdwn('a')] })],
    [section({})],
    'must define at least one of: text, fields',
    '/blocks/0',
  ],
  [
    '10 fields',
    [section({ fields: times(10, () => mrkdwn('a')) })],
    [section({ fields: times(11, () => mrkdwn('a')) })],
    items(10),
    '/blocks/0/fields',
  ],
  [
    'field 2000',
    [section({ fields: [mrkdwn(x(2000))] })],
    [section({ fields: [mrkdwn(x(2001))] })],
    less(2000),
    '/blocks/0/fields/0/text',
  ],
  [
    'emoji only on plain_text',
    [section({ text: { ...plain('a'), emoji: true } })],
    [section({ text: { ...mrkdwn('a'), emoji: true } })],
    'invalid additional property: emoji',
    '/blocks/0/text',
  ],
  [
    'verbatim only on mrkdwn',
    [section({ text: { ...mrkdwn('a'), verbatim: true } })],
    [section({ text: { ...plain('a'), verbatim: true } })],
    'invalid additional property: verbatim',
    '/blocks/0/text',
  ],
  [
    'header 150',
    [{ type: 'header', text: plain(x(150)) }],
    [{ type: 'header', text: plain(x(151)) }],
    less(150),
    '/blocks/0/text/text',
  ],
  [
    'header is plain text',
    [{ type: 'header', text: plain('a') }],
    [{ type: 'header', text: mrkdwn('a') }],
    'unsupported text type: mrkdwn',
    '/blocks/0/text/type',
  ],
  [
    '10 context elements',
    [{ type: 'context', elements: times(10, () => mrkdwn('a')) }],
    [{ type: 'context', elements: times(11, () => mrkdwn('a')) }],
    items(10),
    '/blocks/0/elements',
  ],
  [
    'at least 1 context element',
    [{ type: 'context', elements: [mrkdwn('a')] }],
    [{ type: 'context', elements: [] }],
    'no fewer than 1 items allowed',
    '/blocks/0/elements',
  ],
  [
    '25 actions',
    [actions(...times(25, () => button()))],
    [actions(...times(26, () => button()))],
    items(25),
    '/blocks/0/elements',
  ],
  [
    'image alt_text 2000',
    [image({ alt_text: x(2000) })],
    [image({ alt_text: x(2001) })],
    less(2000),
    '/blocks/0/alt_text',
  ],
  [
    'image alt_text needed',
    [image({})],
    [image({ alt_text: undefined })],
    'missing required field: alt_text',
    '/blocks/0',
  ],
  [
    'image url 3000',
    [image({ image_url: `https://a/${x(2990)}` })],
    [image({ image_url: `https://a/${x(2991)}` })],
    less(3000),
    '/blocks/0/image_url',
  ],
  [
    'image title 2000',
    [image({ title: plain(x(2000)) })],
    [image({ title: plain(x(2001)) })],
    less(2000),
    '/blocks/0/title/text',
  ],
  [
    'image from one place',
    [image({ image_url: undefined, slack_file: { id: 'F1' } })],
    [image({ slack_file: { id: 'F1' } })],
    'must define exactly one of: image_url, slack_file',
    '/blocks/0',
  ],
  [
    'input label 2000',
    [input(written(), { label: plain(x(2000)) })],
    [input(written(), { label: plain(x(2001)) })],
    less(2000),
    '/blocks/0/label/text',
  ],
  [
    'input hint 2000',
    [input(written(), { hint: plain(x(2000)) })],
    [input(written(), { hint: plain(x(2001)) })],
    less(2000),
    '/blocks/0/hint/text',
  ],
  [
    'input has an element',
    [input(written())],
    [{ type: 'input', label: plain('a') }],
    'missing required field: element',
    '/blocks/0',
  ],
  [
    'button text 75',
    [actions(button({ text: plain(x(75)) }))],
    [actions(button({ text: plain(x(76)) }))],
    less(75),
    '/blocks/0/elements/0/text/text',
  ],
  [
    'button value 2000',
    [actions(button({ value: x(2000) }))],
    [actions(button({ value: x(2001) }))],
    less(2000),
    '/blocks/0/elements/0/value',
  ],
  [
    'button url 3000',
    [actions(button({ url: `https://a/${x(2990)}` }))],
    [actions(button({ url: `https://a/${x(2991)}` }))],
    less(3000),
    '/blocks/0/elements/0/url',
  ],
  [
    'button style',
    [actions(button({ style: 'danger' }))],
    [actions(button({ style: 'default' }))],
    'must be a valid enum value: primary, danger',
    '/blocks/0/elements/0/style',
  ],
  [
    'button accessibility_label 75',
    [actions(button({ accessibility_label: x(75) }))],
    [actions(button({ accessibility_label: x(76) }))],
    less(75),
    '/blocks/0/elements/0/accessibility_label',
  ],
  ...(['title', 'text', 'confirm', 'deny'] as const).map((part): Row => {
    const max = { title: 100, text: 300, confirm: 30, deny: 30 }[part];
    const asks = (length: number) => [actions(button({ confirm: confirm({ [part]: plain(x(length)) }) }))];
    return [`confirm ${part} ${max}`, asks(max), asks(max + 1), less(max), `/blocks/0/elements/0/confirm/${part}/text`];
  }),
  [
    'confirm is whole',
    [actions(button({ confirm: confirm({}) }))],
    [actions(button({ confirm: confirm({ deny: undefined }) }))],
    'missing required field: deny',
    '/blocks/0/elements/0/confirm',
  ],
  [
    'option text 75',
    [select({ options: [option(0, { text: plain(x(75)) })] })],
    [select({ options: [option(0, { text: plain(x(76)) })] })],
    less(75),
    '/blocks/0/elements/0/options/0/text/text',
  ],
  [
    'option value 150',
    [select({ options: [option(0, { value: x(150) })] })],
    [select({ options: [option(0, { value: x(151) })] })],
    less(150),
    '/blocks/0/elements/0/options/0/value',
  ],
  [
    'option description 75',
    [select({ options: [option(0, { description: plain(x(75)) })] })],
    [select({ options: [option(0, { description: plain(x(76)) })] })],
    less(75),
    '/blocks/0/elements/0/options/0/description/text',
  ],
  [
    'option url only in overflow',
    [actions({ type: 'overflow', options: [option(0, { url: 'https://a.test' })] })],
    [select({ options: [option(0, { url: 'https://a.test' })] })],
    'invalid additional property: url',
    '/blocks/0/elements/0/options/0',
  ],
  [
    '100 options',
    [select({ options: options(100) })],
    [select({ options: options(101) })],
    items(100),
    '/blocks/0/elements/0/options',
  ],
  [
    'at least 1 option',
    [select({ options: options(1) })],
    [select({ options: [] })],
    'no fewer than 1 items allowed',
    '/blocks/0/elements/0/options',
  ],
  [
    '100 option groups',
    [select({ option_groups: times(100, (at) => ({ label: plain(`g${at}`), options: options(1) })) })],
    [select({ option_groups: times(101, (at) => ({ label: plain(`g${at}`), options: options(1) })) })],
    items(100),
    '/blocks/0/elements/0/option_groups',
  ],
  [
    'option group label 75',
    [select({ option_groups: [{ label: plain(x(75)), options: options(1) }] })],
    [select({ option_groups: [{ label: plain(x(76)), options: options(1) }] })],
    less(75),
    '/blocks/0/elements/0/option_groups/0/label/text',
  ],
  [
    'options or groups, not both',
    [select({ options: options(1) })],
    [select({ options: options(1), option_groups: [{ label: plain('g'), options: options(1) }] })],
    'must define exactly one of: options, option_groups',
    '/blocks/0/elements/0',
  ],
  [
    '5 overflow options',
    [actions({ type: 'overflow', options: options(5) })],
    [actions({ type: 'overflow', options: options(6) })],
    items(5),
    '/blocks/0/elements/0/options',
  ],
  ...(['checkboxes', 'radio_buttons'] as const).map(
    (type): Row => [
      `10 options of ${type}`,
      [actions({ type, options: options(10) })],
      [actions({ type, options: options(11) })],
      items(10),
      '/blocks/0/elements/0/options',
    ],
  ),
  [
    'mrkdwn in checkboxes, not in selects',
    [actions({ type: 'checkboxes', options: [option(0, { text: mrkdwn('*a*') })] })],
    [select({ options: [option(0, { text: mrkdwn('*a*') })] })],
    'unsupported text type: mrkdwn',
    '/blocks/0/elements/0/options/0/text/type',
  ],
  [
    'initial_option is offered',
    [select({ options: options(2), initial_option: option(1) })],
    [select({ options: options(2), initial_option: option(7) })],
    'must match one of the options',
    '/blocks/0/elements/0/initial_option',
  ],
  [
    'initial_options are offered',
    [actions({ type: 'checkboxes', options: options(2), initial_options: options(2) })],
    [actions({ type: 'checkboxes', options: options(2), initial_options: options(3) })],
    'must match one of the options',
    '/blocks/0/elements/0/initial_options/2',
  ],
  [
    'placeholder 150',
    [select({ options: options(1), placeholder: plain(x(150)) })],
    [select({ options: options(1), placeholder: plain(x(151)) })],
    less(150),
    '/blocks/0/elements/0/placeholder/text',
  ],
  [
    'min_length 3000',
    [input(written({ min_length: 3000 }))],
    [input(written({ min_length: 3001 }))],
    'must be less than or equal to 3000',
    '/blocks/0/element/min_length',
  ],
  [
    'max_length 3000',
    [input(written({ max_length: 3000 }))],
    [input(written({ max_length: 3001 }))],
    'must be less than or equal to 3000',
    '/blocks/0/element/max_length',
  ],
  [
    'max_length at least 1',
    [input(written({ max_length: 1 }))],
    [input(written({ max_length: 0 }))],
    'must be greater than or equal to 1',
    '/blocks/0/element/max_length',
  ],
  [
    'min_length not above max_length',
    [input(written({ min_length: 5, max_length: 5 }))],
    [input(written({ min_length: 6, max_length: 5 }))],
    'must not be more than max_length',
    '/blocks/0/element/min_length',
  ],
  [
    'number_input says whether decimals are allowed',
    [input({ type: 'number_input', is_decimal_allowed: false })],
    [input({ type: 'number_input' })],
    'missing required field: is_decimal_allowed',
    '/blocks/0/element',
  ],
  [
    'number_input values are strings',
    [input({ type: 'number_input', is_decimal_allowed: false, min_value: '1' })],
    [input({ type: 'number_input', is_decimal_allowed: false, min_value: 1 })],
    'must provide a string',
    '/blocks/0/element/min_value',
  ],
  [
    'number_input min not above max',
    [input({ type: 'number_input', is_decimal_allowed: true, min_value: '9', max_value: '10' })],
    [input({ type: 'number_input', is_decimal_allowed: true, min_value: '11', max_value: '10' })],
    'must not be more than max_value',
    '/blocks/0/element/min_value',
  ],
  [
    'initial_date',
    [actions({ type: 'datepicker', initial_date: '2026-02-28' })],
    [actions({ type: 'datepicker', initial_date: '28.2.2026' })],
    'must be a date as YYYY-MM-DD',
    '/blocks/0/elements/0/initial_date',
  ],
  [
    'initial_time',
    [actions({ type: 'timepicker', initial_time: '23:59' })],
    [actions({ type: 'timepicker', initial_time: '24:00' })],
    'must be a time as HH:mm',
    '/blocks/0/elements/0/initial_time',
  ],
  [
    'initial_date_time in seconds',
    [actions({ type: 'datetimepicker', initial_date_time: 1763600000 })],
    [actions({ type: 'datetimepicker', initial_date_time: 1763600000000 })],
    'must be a 10 digit number of seconds',
    '/blocks/0/elements/0/initial_date_time',
  ],
  [
    'datetimepicker not in a section',
    [actions({ type: 'datetimepicker' })],
    [section({ text: plain('a'), accessory: { type: 'datetimepicker' } })],
    'unsupported element type: datetimepicker',
    '/blocks/0/accessory/type',
  ],
  [
    '10 files',
    [input({ type: 'file_input', max_files: 10 })],
    [input({ type: 'file_input', max_files: 11 })],
    'must be less than or equal to 10',
    '/blocks/0/element/max_files',
    'modal',
  ],
  [
    'file_input does not dispatch',
    [input({ type: 'file_input' })],
    [input({ type: 'file_input' }, { dispatch_action: true })],
    'invalid additional property: dispatch_action',
    '/blocks/0',
    'modal',
  ],
  [
    'rich_text_input lines',
    [input({ type: 'rich_text_input', action_id: 'a', max_lines: 100 })],
    [input({ type: 'rich_text_input', action_id: 'a', max_lines: 101 })],
    'must be less than or equal to 100',
    '/blocks/0/element/max_lines',
  ],
  [
    'one focus_on_load',
    [input(written({ focus_on_load: true })), input(written())],
    [input(written({ focus_on_load: true })), input(written({ focus_on_load: true }))],
    'only one element may have focus_on_load',
    '/blocks',
    'modal',
  ],
  [
    'response_url_enabled only in an input',
    [input({ type: 'channels_select', response_url_enabled: true })],
    [actions({ type: 'channels_select', response_url_enabled: true })],
    'response_url_enabled is only allowed in an input block of a modal',
    '/blocks/0/elements/0',
    'modal',
  ],
  [
    'markdown 12000',
    [{ type: 'markdown', text: x(12_000) }],
    [{ type: 'markdown', text: x(12_001) }],
    less(12_000),
    '/blocks/0/text',
  ],
  [
    'markdown 12000 together',
    times(2, () => ({ type: 'markdown', text: x(6000) })),
    times(2, () => ({ type: 'markdown', text: x(6001) })),
    'markdown text must be less than 12001 characters in total',
    '/blocks',
  ],
  [
    'one table',
    [{ type: 'table', rows: [[raw('a')]] }],
    times(2, () => ({ type: 'table', rows: [[raw('a')]] })),
    'only_one_table_allowed',
    '/blocks',
  ],
  [
    '100 table rows',
    [{ type: 'table', rows: times(100, () => [raw('a')]) }],
    [{ type: 'table', rows: times(101, () => [raw('a')]) }],
    items(100),
    '/blocks/0/rows',
  ],
  [
    '20 table cells',
    [{ type: 'table', rows: [times(20, () => raw('a'))] }],
    [{ type: 'table', rows: [times(21, () => raw('a'))] }],
    items(20),
    '/blocks/0/rows/0',
  ],
  [
    '20 column settings',
    [{ type: 'table', rows: [[raw('a')]], column_settings: times(20, () => null) }],
    [{ type: 'table', rows: [[raw('a')]], column_settings: times(21, () => null) }],
    items(20),
    '/blocks/0/column_settings',
  ],
  [
    'table text 10000',
    [{ type: 'table', rows: times(5, () => [raw(x(2000))]) }],
    [{ type: 'table', rows: [...times(5, () => [raw(x(2000))]), [raw('x')]] }],
    less(10_000),
    '/blocks/0/rows',
  ],
  [
    'data_table of 100 rows and a header',
    [{ type: 'data_table', caption: 'a', rows: times(101, () => [raw('a')]) }],
    [{ type: 'data_table', caption: 'a', rows: times(102, () => [raw('a')]) }],
    items(101),
    '/blocks/0/rows',
  ],
  [
    'data_table rows of one length',
    [{ type: 'data_table', caption: 'a', rows: [[raw('a')], [raw('b')]] }],
    [{ type: 'data_table', caption: 'a', rows: [[raw('a')], [raw('b'), raw('c')]] }],
    'must have as many cells as the first row',
    '/blocks/0/rows/1',
  ],
  [
    'data_table has a caption',
    [{ type: 'data_table', caption: 'a', rows: [[raw('a')], [raw('b')]] }],
    [{ type: 'data_table', rows: [[raw('a')], [raw('b')]] }],
    'missing required field: caption',
    '/blocks/0',
  ],
  [
    'alert 200',
    [{ type: 'alert', text: plain(x(200)) }],
    [{ type: 'alert', text: plain(x(201)) }],
    less(200),
    '/blocks/0/text/text',
    'modal',
  ],
  [
    'card title 150',
    [card({ title: mrkdwn(x(150)) })],
    [card({ title: mrkdwn(x(151)) })],
    less(150),
    '/blocks/0/title/text',
  ],
  [
    'card body 200',
    [card({ body: mrkdwn(x(200)) })],
    [card({ body: mrkdwn(x(201)) })],
    less(200),
    '/blocks/0/body/text',
  ],
  [
    'card 3 buttons',
    [card({ actions: times(3, () => button()) })],
    [card({ actions: times(4, () => button()) })],
    items(3),
    '/blocks/0/actions',
  ],
  [
    'card shows something',
    [card({})],
    [{ type: 'card', subtitle: mrkdwn('a') }],
    'must define at least one of: hero_image, title, actions, body',
    '/blocks/0',
  ],
  [
    'carousel 10',
    [{ type: 'carousel', elements: times(10, () => card({})) }],
    [{ type: 'carousel', elements: times(11, () => card({})) }],
    items(10),
    '/blocks/0/elements',
  ],
  [
    'container 10',
    [{ type: 'container', title: plain('a'), child_blocks: times(10, () => divider) }],
    [{ type: 'container', title: plain('a'), child_blocks: times(11, () => divider) }],
    items(10),
    '/blocks/0/child_blocks',
  ],
  [
    'container title 150',
    [{ type: 'container', title: plain(x(150)), child_blocks: [divider] }],
    [{ type: 'container', title: plain(x(151)), child_blocks: [divider] }],
    less(150),
    '/blocks/0/title/text',
  ],
  [
    'context_actions 5',
    [{ type: 'context_actions', elements: times(5, () => ({ type: 'icon_button', icon: 'trash', text: plain('a') })) }],
    [{ type: 'context_actions', elements: times(6, () => ({ type: 'icon_button', icon: 'trash', text: plain('a') })) }],
    items(5),
    '/blocks/0/elements',
  ],
  [
    'task_card status',
    [{ type: 'task_card', task_id: 't', title: 'a', status: 'complete' }],
    [{ type: 'task_card', task_id: 't', title: 'a', status: 'done' }],
    'must be a valid enum value: pending, in_progress, complete, error',
    '/blocks/0/status',
  ],
  [
    'rich_text_list of sections',
    [
      {
        type: 'rich_text',
        elements: [
          { type: 'rich_text_list', style: 'bullet', elements: [{ type: 'rich_text_section', elements: [] }] },
        ],
      },
    ],
    [
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_list', style: 'bullet', elements: [{ type: 'rich_text_quote', elements: [] }] }],
      },
    ],
    'unsupported list item: rich_text_quote',
    '/blocks/0/elements/0/elements/0/type',
  ],
  [
    'rich text styles',
    [rich({ type: 'text', text: 'a', style: { bold: true } })],
    [rich({ type: 'text', text: 'a', style: { blink: true } })],
    'invalid additional property: blink',
    '/blocks/0/elements/0/elements/0/style',
  ],
  [
    'video title under 200',
    [video({ title: plain(x(199)) })],
    [video({ title: plain(x(200)) })],
    less(199),
    '/blocks/0/title/text',
  ],
  [
    'video author under 50',
    [video({ author_name: x(49) })],
    [video({ author_name: x(50) })],
    less(49),
    '/blocks/0/author_name',
  ],
  [
    'video over https',
    [video({})],
    [video({ video_url: 'http://acme.test/v' })],
    'must be an https url',
    '/blocks/0/video_url',
  ],
  [
    'one plan',
    [{ type: 'plan', title: 'a' }],
    times(2, () => ({ type: 'plan', title: 'a' })),
    'no more than 1 plan block allowed',
    '/blocks',
  ],
  [
    'two charts',
    times(2, () => pie({})),
    times(3, () => pie({})),
    'no more than 2 data_visualization blocks allowed',
    '/blocks',
  ],
  ['chart title 50', [pie({ title: x(50) })], [pie({ title: x(51) })], less(50), '/blocks/0/title'],
  [
    'a pie of values above 0',
    [pie({})],
    [pie({ chart: { type: 'pie', segments: [{ label: 'a', value: 0 }] } })],
    'must be greater than 0',
    '/blocks/0/chart/segments/0/value',
  ],
  ['6 series', [bars(6)], [bars(7)], items(6), '/blocks/0/chart/series'],
  [
    'a point for each category',
    [bars(1)],
    [bars(1, ['a', 'b'])],
    'must have one point for each category',
    '/blocks/0/chart/series/0/data',
  ],
  [
    'collapsed only when collapsible',
    [{ type: 'container', title: plain('a'), child_blocks: [divider], is_collapsible: true, default_collapsed: true }],
    [{ type: 'container', title: plain('a'), child_blocks: [divider], default_collapsed: true }],
    'is only allowed with is_collapsible',
    '/blocks/0/default_collapsed',
  ],
  [
    'a filter that filters',
    [actions({ type: 'conversations_select', filter: { exclude_bot_users: true } })],
    [actions({ type: 'conversations_select', filter: {} })],
    'must have at least one property',
    '/blocks/0/elements/0/filter',
  ],
  [
    'ids of users',
    [actions({ type: 'users_select', initial_user: 'U0BOB' })],
    [actions({ type: 'users_select', initial_user: 'bob' })],
    'must be the id of a user',
    '/blocks/0/elements/0/initial_user',
  ],
  [
    'dispatch triggers named once',
    [input(written({ dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] } }))],
    [input(written({ dispatch_action_config: { trigger_actions_on: ['on_enter_pressed', 'on_enter_pressed'] } }))],
    'must not contain duplicates',
    '/blocks/0/element/dispatch_action_config/trigger_actions_on',
  ],
  ['known types', [divider], [{ type: 'nonsense' }], 'unsupported type: nonsense', '/blocks/0/type'],
  ['known properties', [divider], [{ ...divider, colour: 'red' }], 'invalid additional property: colour', '/blocks/0'],
  ['a type', [divider], [{}], 'missing required field: type', '/blocks/0'],
  ['types that are own names', [divider], [{ type: 'constructor' }], 'unsupported type: constructor', '/blocks/0/type'],
  ...['markdown', 'table', 'context_actions', 'task_card', 'plan', 'data_table'].map((type): Row => {
    const blocks = [{ type, ...messageOnly[type] }];
    return [`${type} in messages only`, [divider], blocks, `unsupported type: ${type}`, '/blocks/0/type', 'modal'];
  }),
  ['card not in modals', [divider], [card({})], 'unsupported type: card', '/blocks/0/type', 'modal'],
  [
    'alert in modals only',
    [divider],
    [{ type: 'alert', text: plain('a') }],
    'unsupported type: alert',
    '/blocks/0/type',
    'message',
  ],
  [
    'file blocks are never sent',
    [divider],
    [{ type: 'file', source: 'remote', external_id: 'a' }],
    'unsupported type: file',
    '/blocks/0/type',
  ],
];

describe('validateBlocks', () => {
  it.each(rows)('takes %s', (_rule, within, _past, _message, _pointer, surface) => {
    expect(validateBlocks(within, surface ?? 'message')).toEqual([]);
  });

  it.each(rows)('refuses what is just past: %s', (_rule, _within, past, message, pointer, surface) => {
    expect(validateBlocks(past, surface ?? 'message')).toContainEqual({ pointer, message });
  });

  it.each([null, 'blocks', 7, {}])('refuses %j in place of a list', (blocks) => {
    expect(validateBlocks(blocks, 'message')).toEqual([{ pointer: '/blocks', message: 'must provide an array' }]);
  });

  it.each([null, 'block', 7, [[]]])('refuses %j in place of a block', (block) => {
    expect(validateBlocks([block], 'message')[0]?.message).toBe('must provide an object');
  });

  it('names at most 50 issues', () => {
    const many = times(50, () => ({ type: 'divider', a: 1, b: 2 }));
    expect(validateBlocks(many, 'message')).toHaveLength(50);
  });
});
