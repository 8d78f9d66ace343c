import { startEmulatedGithub } from '../../src/demo/github.ts';
import { filesOf, openBreakingPullRequest, REPO } from '../../src/demo/story.ts';

const SPEC_BYTES = 13_000_000;
const MOST = 6;

/**
 * A GitHub in a process of its own, so that what it costs is not counted as ours. Told a webhook address it delivers
 * there; told `load` it opens pull requests with 13 MB specs, one after the other, until told `rest`.
 */
const github = await startEmulatedGithub({ repos: [{ repo: REPO, files: await filesOf('base') }] });
let stopped = false;
let pushed = 0;

process.on('message', (message: { kind: string; url?: string; secret?: string }) => {
  if (message.kind === 'deliver') github.deliverTo({ url: message.url ?? '', secret: message.secret ?? '' });
  if (message.kind === 'open') void openBreakingPullRequest(github);
  if (message.kind === 'load') void load();
  if (message.kind === 'rest') {
    stopped = true;
    process.send?.({ kind: 'rested', pushed });
  }
});
process.send?.({ kind: 'ready', url: github.url, token: github.token });

async function load(): Promise<void> {
  const alice = github.as('alice');
  await alice.commit(REPO, 'main', 'A huge description', { 'openapi.yaml': hugeSpec(0) });
  process.send?.({ kind: 'loading' });
  while (!stopped && pushed < MOST) {
    const branch = `huge-${pushed}`;
    await alice.branch(REPO, branch);
    await alice.commit(REPO, branch, 'Change it', { 'openapi.yaml': hugeSpec(pushed + 1) });
    await alice.openPullRequest(REPO, { head: branch, title: `Huge ${pushed}` });
    pushed += 1;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** A valid OpenAPI description in JSON (which is YAML too) of about 13 MB; `edition` changes a few types. */
function hugeSpec(edition: number): string {
  const paths: Record<string, unknown> = {};
  let size = 0;
  for (let index = 0; size < SPEC_BYTES; index += 1) {
    const properties = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [
        `field_${at}`,
        {
          type: (index + at) % 997 === edition ? 'integer' : 'string',
          description: `Field ${at} of resource ${index}, kept for callers.`,
        },
      ]),
    );
    const schema = { type: 'object', properties };
    const path = {
      get: {
        operationId: `read${index}`,
        responses: { 200: { description: 'ok', content: { 'application/json': { schema } } } },
      },
    };
    paths[`/resources/${index}`] = path;
    size += JSON.stringify(path, null, 1).length + 20;
  }
  return JSON.stringify({ openapi: '3.0.3', info: { title: 'Huge', version: `1.${edition}.0` }, paths }, null, 1);
}
