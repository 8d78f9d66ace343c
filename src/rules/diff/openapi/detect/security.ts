import { entriesOf } from '../read/document.ts';
import { type JsonObject, namesOf, objectOf, own } from '../read/json.ts';
import { type Alternative, securityOf } from '../read/operation.ts';
import { type Place, type Sited, under } from '../read/place.ts';
import type { Pair } from './operation-pair.ts';

const OPEN: Alternative = new Map();

/**
 * Whether somebody who got in before may be refused now: each way in that was enough must still contain one that is.
 * A request without credentials got in where nothing, or the empty alternative, was asked.
 */
export function shutsOut(before: readonly Alternative[], after: readonly Alternative[]): boolean {
  const [was, is] = [before.length === 0 ? [OPEN] : before, after.length === 0 ? [OPEN] : after];
  return was.some((held) => !is.some((asked) => satisfies(held, asked)));
}

function satisfies(held: Alternative, asked: Alternative): boolean {
  return [...asked].every(([scheme, scopes]) => {
    const owned = held.get(scheme);
    return owned !== undefined && scopes.every((scope) => owned.includes(scope));
  });
}

/** The `security` list of the whole document. */
export function compareGlobalSecurity(pair: Pair): void {
  const [before, after] = [securityOf(pair.base.root) ?? [], securityOf(pair.head.root) ?? []];
  compareAlternatives(pair, null, before, after, {
    base: placeOf(pair.base.root),
    head: placeOf(pair.head.root),
  });
}

/** An operation's own list, or the one it inherits. Where both inherit, the document's own comparison says it once. */
export function compareOperationSecurity(
  pair: Pair,
  label: string,
  base: Sited<JsonObject>,
  head: Sited<JsonObject>,
): void {
  const [own, other] = [securityOf(base), securityOf(head)];
  if (own === null && other === null) return;
  const before = own ?? securityOf(pair.base.root) ?? [];
  const after = other ?? securityOf(pair.head.root) ?? [];
  compareAlternatives(pair, label, before, after, { base: placeOf(base), head: placeOf(head) });
}

function compareAlternatives(
  pair: Pair,
  operation: string | null,
  before: readonly Alternative[],
  after: readonly Alternative[],
  at: { base: Place; head: Place },
): void {
  const stem = operation === null ? 'api-global-security' : 'api-security';
  const effect = shutsOut(before, after) ? 'narrows' : 'widens';
  const say = (ending: string, text: string): void => {
    const message = `security: ${text}`;
    pair.report.add({
      code: `${stem}-${ending}`,
      direction: 'request',
      effect,
      operation,
      path: 'security',
      message,
      ...at,
    });
  };
  let removed = before.filter((one) => !after.some((other) => sameAlternative(one, other)));
  const added = after.filter((one) => !before.some((other) => sameAlternative(one, other)));
  for (const one of added) {
    const old = removed.find((other) => sameSchemes(one, other));
    if (old === undefined) {
      if (one.size > 0) say('added', `${textOf(one)} was added`);
      continue;
    }
    removed = removed.filter((other) => other !== old);
    for (const [scheme, scopes] of one) {
      const had = old.get(scheme) ?? [];
      for (const scope of scopes) if (!had.includes(scope)) say('scope-added', `${scheme} asks for the scope ${scope}`);
      for (const scope of had)
        if (!scopes.includes(scope)) say('scope-removed', `${scheme} no longer asks for the scope ${scope}`);
    }
  }
  for (const one of removed) if (one.size > 0) say('removed', `${textOf(one)} was removed`);
}

/** The security schemes: a scheme that changes its type refuses everybody who still uses the old one. */
export function compareSecuritySchemes(pair: Pair): void {
  const [before, after] = [schemesOf(pair, 'base'), schemesOf(pair, 'head')];
  const say = (
    ending: string,
    effect: 'narrows' | 'neutral',
    name: string,
    text: string,
    base: Place | null,
    head: Place | null,
  ) =>
    pair.report.add({
      code: `api-security-component-${ending}`,
      direction: 'none',
      effect,
      operation: null,
      path: `security scheme ${name}`,
      message: `the security scheme "${name}": ${text}`,
      base,
      head,
    });
  for (const [name, one] of before) {
    const other = after.get(name);
    if (other === undefined) {
      say('removed', 'neutral', name, 'it was removed', one.at, null);
      continue;
    }
    const [from, to] = [kindOf(one.value), kindOf(other.value)];
    if (from !== to) say('type-changed', 'narrows', name, `its type changed from ${from} to ${to}`, one.at, other.at);
    const changed = (ending: string, text: string) => say(ending, 'neutral', name, text, one.at, other.at);
    compareFlows(flowsOf(one.value), flowsOf(other.value), changed);
  }
  for (const [name, one] of after) if (!before.has(name)) say('added', 'neutral', name, 'it was added', null, one.at);
}

function compareFlows(
  before: ReadonlyMap<string, JsonObject>,
  after: ReadonlyMap<string, JsonObject>,
  say: (ending: string, text: string) => void,
): void {
  for (const [flow, one] of before) {
    const other = after.get(flow);
    if (other === undefined) continue;
    if (one.authorizationUrl !== other.authorizationUrl)
      say('oauth-url-changed', `the authorization URL of ${flow} changed`);
    if (one.tokenUrl !== other.tokenUrl) say('oauth-token-url-changed', `the token URL of ${flow} changed`);
    const [scopes, others] = [objectOf(one.scopes) ?? {}, objectOf(other.scopes) ?? {}];
    for (const scope of Object.keys(others)) {
      if (!Object.hasOwn(scopes, scope)) say('oauth-scope-added', `the scope ${scope} was added to ${flow}`);
      else if (scopes[scope] !== others[scope])
        say('oauth-scope-changed', `the scope ${scope} of ${flow} is described anew`);
    }
    for (const scope of Object.keys(scopes)) {
      if (!Object.hasOwn(others, scope)) say('oauth-scope-removed', `the scope ${scope} was removed from ${flow}`);
    }
  }
}

function schemesOf(pair: Pair, side: 'base' | 'head'): Map<string, Sited<JsonObject>> {
  const document = pair[side];
  const isSwagger = document.kind === 'swagger-2.0';
  const components = document.resolve({
    value: own(document.root.value, 'components'),
    at: under(document.root.at, 'components'),
  });
  const entries = isSwagger
    ? entriesOf(document.root, 'securityDefinitions')
    : entriesOf(components, 'securitySchemes');
  const schemes = new Map<string, Sited<JsonObject>>();
  for (const [name, sited] of entries) {
    const scheme = document.resolve(sited);
    if (scheme !== null) schemes.set(name, scheme);
  }
  return schemes;
}

/** `http bearer`, `apiKey header X-Key`, `oauth2`; Swagger 2.0 writes `basic` for `http basic`. */
function kindOf(scheme: JsonObject): string {
  const type = String(own(scheme, 'type'));
  if (type === 'basic') return 'http basic';
  if (type === 'http') return `http ${String(own(scheme, 'scheme')).toLowerCase()}`;
  return type === 'apiKey' ? `apiKey ${String(own(scheme, 'in'))} ${String(own(scheme, 'name'))}` : type;
}

const SWAGGER_FLOWS: Readonly<Record<string, string>> = {
  application: 'clientCredentials',
  accessCode: 'authorizationCode',
};

function flowsOf(scheme: JsonObject): Map<string, JsonObject> {
  const flows = new Map<string, JsonObject>();
  const single = own(scheme, 'flow');
  if (typeof single === 'string') flows.set(SWAGGER_FLOWS[single] ?? single, scheme);
  for (const [name, flow] of Object.entries(objectOf(own(scheme, 'flows')) ?? {})) {
    const object = objectOf(flow);
    if (object !== null) flows.set(name, object);
  }
  return flows;
}

function placeOf(owner: Sited<JsonObject>): Place {
  return Object.hasOwn(owner.value, 'security') ? under(owner.at, 'security') : owner.at;
}

function sameSchemes(one: Alternative, other: Alternative): boolean {
  return one.size === other.size && [...one.keys()].every((name) => other.has(name));
}

function sameAlternative(one: Alternative, other: Alternative): boolean {
  return (
    sameSchemes(one, other) &&
    [...one].every(([name, scopes]) => namesOf(scopes).join(' ') === (other.get(name) ?? []).join(' '))
  );
}

function textOf(alternative: Alternative): string {
  return [...alternative]
    .map(([name, scopes]) => (scopes.length === 0 ? name : `${name} (${scopes.join(', ')})`))
    .join(' and ');
}
