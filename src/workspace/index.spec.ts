import { describe, expect, it } from 'vitest';
import { startWorkspace } from './index.ts';
import { seed } from './test-seed.ts';

describe('startWorkspace', () => {
  it('listens on 127.0.0.1 only, on a free port when none is given', async () => {
    const workspace = await startWorkspace({ seed });
    expect(workspace.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(workspace.apiUrl).toBe(`${workspace.url}/api/`);
    await workspace.stop();
    await expect(fetch(workspace.url)).rejects.toThrow();
  });

  it('says which port is taken', async () => {
    const workspace = await startWorkspace({ seed });
    const port = Number(new URL(workspace.url).port);
    await expect(startWorkspace({ seed, port })).rejects.toThrow(`cannot listen on 127.0.0.1:${port}. Free the port`);
    await workspace.stop();
  });

  const [channel] = seed.channels;
  it.each([
    [
      'a stranger in a channel',
      { ...seed, channels: [{ ...channel, members: ['U0NONE'] }] },
      'U0NONE is not one of the users',
    ],
    ['a person twice', { ...seed, users: [...seed.users, ...seed.users.slice(0, 1)] }, 'U0ALICE is there twice'],
    ['a token of another kind', { ...seed, app: { ...seed.app, botToken: 'xapp-1' } }, 'app.botToken'],
    ['an unknown field', { ...seed, app: { ...seed.app, color: 'red' } }, 'color'],
  ])('refuses a seed with %s and says where', async (_what, broken, message) => {
    await expect(startWorkspace({ seed: broken as typeof seed })).rejects.toThrow(message);
  });
});
