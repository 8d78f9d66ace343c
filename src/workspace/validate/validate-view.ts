import { bool, type Check, type Issue, isObject, object, oneOf, type Scope, type Shape, str } from './check.ts';
import { plain } from './objects.ts';
import { validateBlocks } from './validate-blocks.ts';

const word = plain(24);
const kept = {
  callback_id: str({ min: 0, max: 255 }),
  external_id: str({ min: 0, max: 255 }),
  private_metadata: str({ min: 0, max: 3000 }),
};
const anything: Check = () => undefined;

const shapes: Record<'modal' | 'home', Shape> = {
  modal: {
    needs: { type: oneOf('modal'), title: word, blocks: anything },
    may: { ...kept, submit: word, close: word, clear_on_close: bool, notify_on_close: bool },
  },
  home: { needs: { type: oneOf('home'), blocks: anything }, may: kept },
};

/** Every rule Slack enforces on a view. Output-only fields (id, hash, state, ...) are refused as unknown. */
export function validateView(view: unknown, surface: 'modal' | 'home', at = '/view'): Issue[] {
  const scope: Scope = { surface, issues: [] };
  object(shapes[surface])(view, at, scope);
  if (!isObject(view) || view.blocks === undefined) return scope.issues;
  const issues = [...scope.issues, ...validateBlocks(view.blocks, surface, `${at}/blocks`)];
  if (!Array.isArray(view.blocks)) return issues;
  if (view.blocks.length === 0) issues.push({ pointer: `${at}/blocks`, message: 'no fewer than 1 items allowed' });
  const hasInput = view.blocks.some((block) => isObject(block) && block.type === 'input');
  if (surface === 'modal' && hasInput && view.submit === undefined) {
    issues.push({ pointer: at, message: 'missing required field: submit' });
  }
  return issues;
}
