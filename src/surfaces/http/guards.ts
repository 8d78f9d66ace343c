import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

export const GUARDS = ['open', 'github-signature', 'slack-signature', 'bearer'] as const;
/** Who may use a route. `open` ones are listed in OPEN_ROUTES and nowhere else. */
export type Guard = (typeof GUARDS)[number];
export type GuardedRoute = { method: string; url: string; guard: Guard };

declare module 'fastify' {
  interface FastifyContextConfig {
    guard?: Guard;
  }
  interface FastifyInstance {
    guardedRoutes: readonly GuardedRoute[];
  }
}

/** They tell nothing but our own state, and change nothing. */
export const OPEN_ROUTES = ['GET /health/live', 'GET /health/ready', 'GET /metrics'] as const;
const SLACK_PREFIX = '/slack/';

/** Refuses to start with a route that nothing guards. MUST be called before the first route. */
export function demandGuards(server: FastifyInstance): void {
  const routes: GuardedRoute[] = [];
  server.decorate('guardedRoutes', routes);
  server.addHook('onRoute', ({ method, url, config }) => {
    const guard = config?.guard ?? (url.startsWith(SLACK_PREFIX) ? 'slack-signature' : undefined);
    for (const one of [method].flat()) {
      const name = `${one} ${url}`;
      if (guard === undefined) throw new Error(`${name} names no guard; give the route one in surfaces/http.`);
      if (guard === 'open' && !OPEN_ROUTES.some((open) => open === name)) {
        throw new Error(`${name} is open to everybody but not listed in OPEN_ROUTES; guard it or list it.`);
      }
      routes.push({ method: one, url, guard });
    }
  });
}

/** Compares without telling by its duration how much was right. */
export function sameSecret(given: string, expected: string): boolean {
  const [left, right] = [given, expected].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}

/** The token of `Authorization: Bearer …`, or null. */
export function bearerToken(header: string | undefined): string | null {
  return /^Bearer +([\w.~+/=-]{1,512})$/i.exec(header ?? '')?.[1] ?? null;
}
