import { readFile } from 'node:fs/promises';

/** What of `emulate` 0.12.2 its public interface does not give: the store and the webhooks of a running GitHub. */
export type EmulatorInsides = {
  app: { fetch: (request: Request) => Promise<Response> };
  store: { snapshot(): unknown; restore(snapshot: unknown): void };
  webhooks: EmulatedWebhooks;
  tokens: Map<string, unknown>;
  github: EmulatedStore;
};

export type Payload = Record<string, unknown>;
export type EmulatedWebhooks = {
  dispatch(event: string, action: string | undefined, payload: Payload, owner: string, repo?: string): Promise<void>;
  register(subscription: {
    url: string;
    events: string[];
    active: boolean;
    secret: string;
    owner: string;
    repo: string;
  }): { id: number };
  unregister(id: number): boolean;
  setHeaderFactory(
    factory: (context: { event: string; body: string; subscription: { secret?: string } }) => Record<string, string>,
  ): void;
};

type Row = { id: number };
type Collection<T extends Row> = {
  all(): T[];
  get(id: number): T | undefined;
  findBy(field: string, value: unknown): T[];
  findOneBy(field: string, value: unknown): T | undefined;
  update(id: number, patch: Partial<T>): T | undefined;
};
export type PullRow = Row & {
  number: number;
  state: string;
  draft: boolean;
  head_ref: string;
  head_sha: string;
  head_repo_id: number;
  base_ref: string;
  base_sha: string;
  base_repo_id: number;
};
export type CheckRunRow = Row & { output: { annotations_count: number; annotations: unknown[] } };
export type EmulatedStore = {
  repos: Collection<Row & { full_name: string }>;
  pullRequests: Collection<PullRow>;
  checkRuns: Collection<CheckRunRow>;
  apps: Collection<Row & { app_id: number; private_key: string }>;
};

type Register = (
  app: EmulatorInsides['app'],
  store: EmulatorInsides['store'],
  webhooks: EmulatedWebhooks,
  baseUrl: string,
  tokens: Map<string, unknown>,
) => void;
type Plugin = { githubPlugin: { register: Register }; getGitHubStore(store: unknown): EmulatedStore };

const waiting = new Map<string, (insides: EmulatorInsides) => void>();
let hooked: Promise<void> | null = null;

/** Calls `onRegister` while the emulator that will answer at `baseUrl` is being built. */
export async function watchForInsides(baseUrl: string, onRegister: (insides: EmulatorInsides) => void): Promise<void> {
  hooked ??= hookPlugin();
  await hooked;
  waiting.set(baseUrl, onRegister);
}

async function hookPlugin(): Promise<void> {
  const entry = import.meta.resolve('emulate');
  const text = await readFile(new URL(entry), 'utf8');
  const found = /label: "GitHub REST API emulator"[\s\S]*?import\("(\.\/[^"]+)"\)/.exec(text)?.[1];
  if (found === undefined) {
    throw new Error(
      'This version of emulate keeps its GitHub somewhere else; install emulate 0.12.2, which package.json names.',
    );
  }
  const plugin: Plugin = await import(new URL(found, entry).href);
  const register = plugin.githubPlugin.register;
  plugin.githubPlugin.register = (app, store, webhooks, baseUrl, tokens) => {
    register(app, store, webhooks, baseUrl, tokens);
    waiting.get(baseUrl)?.({ app, store, webhooks, tokens, github: plugin.getGitHubStore(store) });
    waiting.delete(baseUrl);
  };
}
