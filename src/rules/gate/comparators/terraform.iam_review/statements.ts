import { type Block, type Body, bodiesOf, type HclFile, isBody, readExpression } from '../../terraform/hcl.ts';

export type Principal = { type: string; id: string };
export type Condition = { test: string; variable: string; values: string[] };

/** One statement of an AWS policy, from whichever of the four ways to write it. */
export type Statement = {
  effect: 'Allow' | 'Deny';
  actions: string[];
  notActions: string[];
  resources: string[];
  principals: Principal[];
  conditions: Condition[];
};

export type Policy = {
  file: HclFile;
  block: Block;
  /** `aws_iam_role.worker`, with the attribute that holds the policy. */
  address: string;
  attribute: string;
  statements: Statement[];
  /** Something in it is decided elsewhere: a variable, a function, another document. */
  partly: boolean;
};

const POLICY_ATTRIBUTES = [
  'policy',
  'assume_role_policy',
  'access_policy',
  'access_policies',
  'key_policy',
  'repository_policy',
];

/** All AWS policies a file writes down. What only a plan can know is marked `partly`. */
export async function policiesIn(file: HclFile, values: ReadonlyMap<string, unknown>): Promise<Policy[]> {
  const policies: Policy[] = [];
  for (const block of file.blocks) {
    const [type = ''] = block.labels;
    if (block.kind === 'data' && type === 'aws_iam_policy_document') policies.push(documentOf(file, block, values));
    if (block.kind === 'resource' && type.startsWith('aws_'))
      policies.push(...(await attributesOf(file, block, values)));
  }
  return policies;
}

export function addressOf(block: Block): string {
  return `${block.kind === 'data' ? 'data.' : ''}${block.labels.join('.')}`;
}

function documentOf(file: HclFile, block: Block, values: ReadonlyMap<string, unknown>): Policy {
  const dynamic = isBody(block.body.dynamic)
    ? bodiesOf(block.body.dynamic.statement).flatMap((one) => bodiesOf(one.content))
    : [];
  const seen = { partly: false };
  const statements = [...bodiesOf(block.body.statement), ...dynamic].map((body) => ({
    effect: effectOf(body.effect),
    actions: texts(body.actions, values, seen),
    notActions: texts(body.not_actions, values, seen),
    resources: texts(body.resources, values, seen),
    principals: bodiesOf(body.principals).flatMap((one) =>
      texts(one.identifiers, values, seen).map((id) => ({ type: String(one.type ?? 'AWS'), id })),
    ),
    conditions: bodiesOf(body.condition).map((one) => ({
      test: String(one.test ?? ''),
      variable: String(one.variable ?? ''),
      values: texts(one.values, values, seen),
    })),
  }));
  return { file, block, address: addressOf(block), attribute: 'statement', statements, partly: seen.partly };
}

async function attributesOf(file: HclFile, block: Block, values: ReadonlyMap<string, unknown>): Promise<Policy[]> {
  const written: { name: string; value: unknown }[] = POLICY_ATTRIBUTES.flatMap((name) =>
    block.body[name] === undefined ? [] : [{ name, value: block.body[name] }],
  );
  for (const inline of bodiesOf(block.body.inline_policy))
    written.push({ name: 'inline_policy', value: inline.policy });
  const policies: Policy[] = [];
  for (const { name, value } of written) {
    const document = await documentIn(value);
    if (document === 'elsewhere') continue;
    const seen = { partly: document === null };
    const statements =
      document === null ? [] : bodiesOf(document.Statement).map((body) => statementOf(body, values, seen));
    if (document !== null && Array.isArray(document.Statement))
      seen.partly ||= document.Statement.some((one) => !isBody(one));
    policies.push({ file, block, address: addressOf(block), attribute: name, statements, partly: seen.partly });
  }
  return policies;
}

/** The policy as data; `elsewhere` for a reference to another block, which is judged where it stands. */
async function documentIn(value: unknown): Promise<Body | null | 'elsewhere'> {
  if (isBody(value)) return value;
  if (typeof value !== 'string') return null;
  if (/^\$\{(data\.)?[\w.[\]"-]+\}$/.test(value)) return 'elsewhere';
  const encoded = /^\$\{\s*jsonencode\(([\s\S]*)\)\s*\}$/.exec(value);
  const document = encoded === null ? jsonOf(value) : await readExpression((encoded[1] ?? '').trim());
  return isBody(document) ? document : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
}

function statementOf(body: Body, values: ReadonlyMap<string, unknown>, seen: { partly: boolean }): Statement {
  return {
    effect: effectOf(body.Effect),
    actions: texts(body.Action, values, seen),
    notActions: texts(body.NotAction, values, seen),
    resources: texts(body.Resource, values, seen),
    principals: principalsOf(body.Principal, values, seen),
    conditions: conditionsOf(body.Condition, values, seen),
  };
}

function principalsOf(value: unknown, values: ReadonlyMap<string, unknown>, seen: { partly: boolean }): Principal[] {
  if (!isBody(value)) return texts(value, values, seen).map((id) => ({ type: 'AWS', id }));
  return Object.entries(value).flatMap(([type, ids]) => texts(ids, values, seen).map((id) => ({ type, id })));
}

function conditionsOf(value: unknown, values: ReadonlyMap<string, unknown>, seen: { partly: boolean }): Condition[] {
  if (!isBody(value)) return [];
  return Object.entries(value).flatMap(([test, tested]) =>
    isBody(tested)
      ? Object.entries(tested).map(([variable, wanted]) => ({ test, variable, values: texts(wanted, values, seen) }))
      : [],
  );
}

/** A missing effect means Allow, in the provider as in IAM's own generators. */
function effectOf(effect: unknown): Statement['effect'] {
  return effect === 'Deny' ? 'Deny' : 'Allow';
}

/** One text or a list; a local or a variable with a default of this change is looked up, anything else marks `partly`. */
function texts(value: unknown, values: ReadonlyMap<string, unknown>, seen: { partly: boolean }): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one) => texts(one, values, seen));
  if (typeof value !== 'string') return [];
  const name = /^\$\{((?:local|var)\.\w+)\}$/.exec(value)?.[1];
  if (name === undefined) return [value];
  const known = values.get(name);
  if (typeof known === 'string') return [known];
  if (Array.isArray(known)) return known.filter((one) => typeof one === 'string');
  seen.partly = true;
  return [];
}

/** Locals and defaults of variables that these files define. */
export function valuesOf(files: readonly HclFile[]): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const { kind, labels, body } of files.flatMap(({ blocks }) => blocks)) {
    if (kind === 'locals') for (const [name, value] of Object.entries(body)) values.set(`local.${name}`, value);
    if (kind === 'variable' && body.default !== undefined) values.set(`var.${labels[0]}`, body.default);
  }
  return values;
}
