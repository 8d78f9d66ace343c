import { createEmulator } from 'emulate';
import { type EmulatorInsides, watchForInsides } from './github/emulate-internals.ts';
import { actAs, type Files, type GithubHands } from './github/person.ts';
import { repairEmulator } from './github/repairs.ts';
import { emulatorSeed, GITHUB_APP, GITHUB_CAST, type GithubPerson, tokenOf } from './github/seed.ts';
import { restoreState, saveChanges } from './github/state-file.ts';
import { startFront } from './github-page/front.ts';
import { freePort } from './ports.ts';

export type { CheckRun, Files, GithubHands } from './github/person.ts';
export { GITHUB_APP, GITHUB_CAST, type GithubPerson, tokenOf } from './github/seed.ts';

export type EmulatedGithub = {
  /** For GITHUB_API_URL, and for a browser. */
  url: string;
  app: { appId: number; privateKey: string };
  /** For GITHUB_TOKEN. */
  token: string;
  /** True when every repository was there already, from an earlier run. */
  restored: boolean;
  /** What this person does on GitHub. */
  as(login: string): GithubHands;
  /** From now on every event of the repositories goes to `url`, signed. Answers a function that ends it. */
  deliverTo(hook: { url: string; secret: string; events?: string[] }): () => void;
  close(): Promise<void>;
};

/** The pages read with a token of their own, so that looking costs nobody a share of the hourly calls. */
const BROWSER_TOKEN = 'emulated-browser';

/**
 * A GitHub on loopback, with pages for browsers. With `stateFile` everything outlives the process; without, it is gone with it.
 * `repos` are created with one commit of `files` on `main` by `author`, unless the state file already holds them.
 */
export async function startEmulatedGithub(options: {
  repos: readonly { repo: string; files: Files; author?: string; at?: string }[];
  people?: readonly GithubPerson[];
  stateFile?: string | null;
  port?: number;
}): Promise<EmulatedGithub> {
  const people = options.people ?? GITHUB_CAST;
  const names = options.repos.map(({ repo }) => repo);
  const looksOn = people[0]?.login ?? 'alice';
  const front = await startFront({
    port: options.port ?? 0,
    repos: names,
    reader: { login: looksOn, token: BROWSER_TOKEN },
    people: (url) => ({ as: (login) => actAs(url, login) }),
  });
  const { url } = front;
  const stateFile = options.stateFile ?? null;

  let insides: EmulatorInsides | null = null;
  await watchForInsides(url, (found) => {
    insides = found;
    repairEmulator(found);
    if (stateFile !== null) saveChanges(found, stateFile);
  });
  const seed = emulatorSeed(names, people);
  // Looked for only now: while the front holds its port, this cannot be the same.
  const port = await freePort();
  const emulator = await createEmulator({ service: 'github', port, baseUrl: url, seed }).catch(
    async (cause: unknown) => {
      await front.close();
      throw cause;
    },
  );
  const running = opened(insides);
  running.tokens.set(BROWSER_TOKEN, running.tokens.get(tokenOf(looksOn)));
  front.connect(port);
  if (stateFile !== null) restoreState(running, stateFile);
  let restored = true;
  for (const { repo, files, author, at } of options.repos) {
    const hands = actAs(url, author ?? 'alice');
    if ((await hands.head(repo, 'main')) !== null) continue;
    await hands.commit(repo, 'main', 'First version', files, at);
    restored = false;
  }

  return {
    url,
    restored,
    app: { appId: GITHUB_APP.appId, privateKey: privateKeyOf(running) },
    token: tokenOf('countersign-bot'),
    as: (login) => actAs(url, login),
    deliverTo({ url: target, secret, events = ['*'] }) {
      const ids = names.map((name) => {
        const [owner = '', repo = ''] = name.split('/');
        return running.webhooks.register({ url: target, secret, events, active: true, owner, repo }).id;
      });
      return () => {
        for (const id of ids) running.webhooks.unregister(id);
      };
    },
    async close() {
      await front.close();
      await emulator.close();
    },
  };
}

function opened(insides: EmulatorInsides | null): EmulatorInsides {
  if (insides !== null) return insides;
  throw new Error('emulate did not build its GitHub; install version 0.12.2, which package.json names.');
}

function privateKeyOf({ github }: EmulatorInsides): string {
  const app = github.apps.all().find(({ app_id }) => app_id === GITHUB_APP.appId);
  if (app !== undefined) return app.private_key;
  throw new Error('The saved state of the emulated GitHub lacks our app; delete the state file and start again.');
}
