/** Who is who on the emulated GitHub. A token is only a name there: it opens nothing anywhere else. */
export type GithubPerson = { login: string; name: string; email: string | null; admin: boolean };

export const GITHUB_CAST: readonly GithubPerson[] = [
  { login: 'alice', name: 'Alice Archer', email: 'alice@acme.example', admin: true },
  { login: 'bob', name: 'Bob Baker', email: 'bob@acme.example', admin: true },
  { login: 'dana', name: 'Dana Diaz', email: 'dana@acme.example', admin: true },
  { login: 'charlie', name: 'Charlie Cole', email: 'charlie@outside.example', admin: false },
  { login: 'countersign-bot', name: 'Countersign', email: null, admin: true },
];

export const GITHUB_APP = { appId: 4711, slug: 'countersign', installationId: 4712 };

export function tokenOf(login: string): string {
  return `emulated-${login}`;
}

/** What `createEmulator` takes as its seed: people, organisations, empty repositories, and our app installed on them. */
export function emulatorSeed(repos: readonly string[], people: readonly GithubPerson[]) {
  const owners = [...new Set(repos.map((repo) => repo.split('/')[0] ?? repo))];
  return {
    tokens: Object.fromEntries(
      people.map(({ login }) => [tokenOf(login), { login, scopes: ['repo', 'user', 'admin:repo_hook'] }]),
    ),
    github: {
      users: people.map(({ login, name, email }) => ({ login, name, ...(email === null ? {} : { email }) })),
      orgs: owners.map((login) => ({
        login,
        members: people.filter(({ admin }) => admin).map((person) => ({ login: person.login, role: 'admin' })),
      })),
      repos: repos.map((repo) => {
        const [owner, name] = repo.split('/');
        return { owner, name, auto_init: false };
      }),
      apps: [
        {
          app_id: GITHUB_APP.appId,
          slug: GITHUB_APP.slug,
          name: 'Countersign',
          permissions: { checks: 'write', contents: 'write', pull_requests: 'write', metadata: 'read' },
          events: [],
          installations: owners.map((account, index) => ({
            installation_id: GITHUB_APP.installationId + index,
            account,
            repository_selection: 'all',
          })),
        },
      ],
    },
  };
}
