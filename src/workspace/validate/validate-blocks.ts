import { blockShapes } from './block-shapes.ts';
import { byType, type Check, type Issue, isObject, type Json, report, type Scope, type Surface } from './check.ts';

/** Blocks that not every surface shows, and where they may be. */
const surfaces: Record<string, readonly Surface[]> = {
  markdown: ['message'],
  table: ['message'],
  data_table: ['message'],
  data_visualization: ['message'],
  plan: ['message'],
  task_card: ['message'],
  context_actions: ['message'],
  alert: ['modal'],
  card: ['message', 'home'],
  carousel: ['message', 'home'],
  container: ['message', 'home'],
};
const maxCharts = 2;
const maxBlocks = { message: 50, modal: 100, home: 100 } as const;
const maxMarkdown = 12_000;
const maxIssues = 50;

const anyBlock: Check = byType(() => blockShapes, 'type');

/**
 * Every rule Slack enforces on a list of blocks, for one surface.
 * Answers what is broken, with JSON pointers below `at`; an empty list means Slack would take it.
 */
export function validateBlocks(blocks: unknown, surface: Surface, at = '/blocks'): Issue[] {
  const scope: Scope = { surface, issues: [] };
  if (!Array.isArray(blocks)) return [{ pointer: at, message: 'must provide an array' }];
  const max = maxBlocks[surface];
  if (blocks.length > max) report(scope, at, `no more than ${max} items allowed`);
  for (const [index, block] of blocks.slice(0, max).entries()) {
    const pointer = `${at}/${index}`;
    anyBlock(block, pointer, scope);
    checkSurface(block, pointer, scope);
  }
  const known = blocks.slice(0, max).filter(isObject);
  checkIds(known, at, scope);
  checkTotals(known, at, scope);
  return scope.issues.slice(0, maxIssues);
}

function checkSurface(block: unknown, pointer: string, scope: Scope): void {
  if (!isObject(block) || typeof block.type !== 'string') return;
  const allowed = Object.hasOwn(surfaces, block.type) ? surfaces[block.type] : undefined;
  if (allowed?.includes(scope.surface) === false) report(scope, `${pointer}/type`, `unsupported type: ${block.type}`);
}

/** A block and those inside it (a container's children, a carousel's cards), each with its pointer. */
function withChildren(block: Json, at: string): [Json, string][] {
  const key = block.type === 'carousel' ? 'elements' : 'child_blocks';
  const children = Array.isArray(block[key]) ? block[key] : [];
  const inner = children.flatMap((child, index): [Json, string][] =>
    isObject(child) ? [[child, `${at}/${key}/${index}`]] : [],
  );
  return [[block, at], ...inner];
}

function checkIds(blocks: Json[], at: string, scope: Scope): void {
  const seen = new Set<unknown>();
  for (const [block, pointer] of blocks.flatMap((each, index) => withChildren(each, `${at}/${index}`))) {
    checkActionIds(block, pointer, scope);
    if (block.block_id === undefined) continue;
    if (seen.has(block.block_id)) {
      report(scope, `${pointer}/block_id`, `\`block_id\` ${String(block.block_id)} already exists`);
    }
    seen.add(block.block_id);
  }
}

function checkActionIds(block: Json, at: string, scope: Scope): void {
  const seen = new Set<unknown>();
  for (const key of ['elements', 'actions']) {
    const list = Array.isArray(block[key]) ? block[key] : [];
    for (const [place, element] of list.entries()) {
      if (!isObject(element) || element.action_id === undefined) continue;
      if (seen.has(element.action_id)) {
        const message = `\`action_id\` ${String(element.action_id)} already exists`;
        report(scope, `${at}/${key}/${place}/action_id`, message);
      }
      seen.add(element.action_id);
    }
  }
}

function checkTotals(blocks: Json[], at: string, scope: Scope): void {
  const count = (...types: string[]) => blocks.filter((block) => types.includes(String(block.type))).length;
  if (count('table', 'data_table') > 1) report(scope, at, 'only_one_table_allowed');
  if (count('plan') > 1) report(scope, at, 'no more than 1 plan block allowed');
  if (count('data_visualization') > maxCharts) report(scope, at, 'no more than 2 data_visualization blocks allowed');
  const markdown = blocks
    .filter((block) => block.type === 'markdown')
    .reduce((sum, block) => sum + (typeof block.text === 'string' ? block.text.length : 0), 0);
  if (markdown > maxMarkdown)
    report(scope, at, `markdown text must be less than ${maxMarkdown + 1} characters in total`);
  const focused = [...JSON.stringify(blocks).matchAll(/"focus_on_load":true/g)].length;
  if (focused > 1) report(scope, at, 'only one element may have focus_on_load');
}
