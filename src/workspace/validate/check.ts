/** One broken rule: where (a JSON pointer) and what, in Slack's words. */
export type Issue = { pointer: string; message: string };
export type Surface = 'message' | 'modal' | 'home';
export type Json = Record<string, unknown>;

/** What the checks of one payload share. */
export type Scope = { surface: Surface; issues: Issue[] };
export type Check = (value: unknown, at: string, scope: Scope) => void;

export function report(scope: Scope, pointer: string, message: string): void {
  scope.issues.push({ pointer, message });
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text of `min` to `max` characters, both included. */
export function str(rule: { min?: number; max?: number; pattern?: RegExp; means?: string } = {}): Check {
  const { min = 1, max, pattern, means = 'must have a valid format' } = rule;
  return (value, at, scope) => {
    if (typeof value !== 'string') return report(scope, at, 'must provide a string');
    if (value.length < min) report(scope, at, `must be more than ${min - 1} characters`);
    if (max !== undefined && value.length > max) report(scope, at, `must be less than ${max + 1} characters`);
    if (pattern && value.length >= min && !pattern.test(value)) report(scope, at, means);
  };
}

export const bool: Check = (value, at, scope) => {
  if (typeof value !== 'boolean') report(scope, at, 'must provide a boolean');
};

/** A whole number of `min` to `max`, both included. */
export function int(min: number, max: number): Check {
  return (value, at, scope) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return report(scope, at, 'must provide an integer');
    if (value < min) report(scope, at, `must be greater than or equal to ${min}`);
    if (value > max) report(scope, at, `must be less than or equal to ${max}`);
  };
}

export const num: Check = (value, at, scope) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) report(scope, at, 'must provide a number');
};

export function oneOf(...allowed: (string | number)[]): Check {
  return (value, at, scope) => {
    if (!allowed.some((each) => each === value)) {
      report(scope, at, `must be a valid enum value: ${allowed.join(', ')}`);
    }
  };
}

export function list(item: Check, min: number, max: number): Check {
  return (value, at, scope) => {
    if (!Array.isArray(value)) return report(scope, at, 'must provide an array');
    if (value.length < min) report(scope, at, `no fewer than ${min} items allowed`);
    if (value.length > max) report(scope, at, `no more than ${max} items allowed`);
    // What is past the limit is refused already; looking at it would only cost time.
    for (const [index, each] of value.slice(0, max).entries()) item(each, `${at}/${index}`, scope);
  };
}

/** Refuses a list that names something twice. */
export const unique: Check = (value, at, scope) => {
  if (!Array.isArray(value)) return;
  const texts = value.map((each) => JSON.stringify(each));
  if (new Set(texts).size < texts.length) report(scope, at, 'must not contain duplicates');
};

/** Refuses an object without any field. */
export const notEmpty: Check = (value, at, scope) => {
  if (isObject(value) && Object.keys(value).length === 0) report(scope, at, 'must have at least one property');
};

export type Shape = { needs?: Record<string, Check>; may?: Record<string, Check>; also?: Check };

function fieldsOf(value: Json, shape: Shape, at: string, scope: Scope): void {
  const { needs = {}, may = {} } = shape;
  for (const [key, check] of Object.entries(needs)) {
    if (value[key] === undefined) report(scope, at, `missing required field: ${key}`);
    else check(value[key], `${at}/${key}`, scope);
  }
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined || Object.hasOwn(needs, key)) continue;
    const check = Object.hasOwn(may, key) ? may[key] : undefined;
    if (check) check(inner, `${at}/${key}`, scope);
    else report(scope, at, `invalid additional property: ${key}`);
  }
}

/** An object with exactly these fields; anything else is refused. */
export function object(shape: Shape): Check {
  return (value, at, scope) => {
    if (!isObject(value)) return report(scope, at, 'must provide an object');
    fieldsOf(value, shape, at, scope);
    shape.also?.(value, at, scope);
  };
}

const anything: Check = () => undefined;

/** An object whose `type` picks its shape. A type outside `kinds` is refused by name. */
export function byType(kinds: () => Record<string, Shape>, what = 'type'): Check {
  return (value, at, scope) => {
    if (!isObject(value)) return report(scope, at, 'must provide an object');
    if (value.type === undefined) return report(scope, at, 'missing required field: type');
    const all = kinds();
    const shape = typeof value.type === 'string' && Object.hasOwn(all, value.type) ? all[value.type] : undefined;
    if (!shape) return report(scope, `${at}/type`, `unsupported ${what}: ${String(value.type)}`);
    fieldsOf(value, { ...shape, may: { ...shape.may, type: anything } }, at, scope);
    shape.also?.(value, at, scope);
  };
}

/** All of the checks, in order. */
export function all(...checks: Check[]): Check {
  return (value, at, scope) => {
    for (const check of checks) check(value, at, scope);
  };
}

/** Exactly one of the fields must be there. */
export function exactlyOne(...keys: string[]): Check {
  return (value, at, scope) => {
    const present = keys.filter((key) => isObject(value) && value[key] !== undefined);
    if (present.length !== 1) report(scope, at, `must define exactly one of: ${keys.join(', ')}`);
  };
}

export function atLeastOne(...keys: string[]): Check {
  return (value, at, scope) => {
    const present = keys.some((key) => isObject(value) && value[key] !== undefined);
    if (!present) report(scope, at, `must define at least one of: ${keys.join(', ')}`);
  };
}
