import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const BIN = fileURLToPath(new URL('./countersign.js', import.meta.url));
const env = { PATH: process.env.PATH ?? '' };

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], { encoding: 'utf8', env });
  return { status, stdout, stderr };
}

describe('the command line', () => {
  it('keeps its exit code when whoever reads it closes the pipe', async () => {
    const child = spawn(process.execPath, [BIN, 'config'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let complaints = '';
    child.stderr.on('data', (chunk) => {
      complaints += String(chunk);
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect([code, complaints]).toEqual([0, '']);
  });

  it.each([[['gate', '--help']], [['drift', 'scan', '-h']], [['pack', 'validate', '--help']]])(
    'explains one command when asked: %j',
    (args) => {
      const { status, stdout } = run(...args);
      expect([status, stdout.split('\n').length]).toEqual([0, 3]);
      expect(stdout).toContain(`countersign ${args.slice(0, -1).join(' ')}`);
    },
  );

  it.each([[{}], [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret' }]])(
    'leaves nothing behind when it cannot start: %j',
    (given) => {
      const dir = mkdtempSync(join(tmpdir(), 'countersign-start-'));
      const settings = { ...env, ...given, DATABASE_URL: `sqlite:${join(dir, 'data', 'a.db')}` };
      const { status, stderr } = spawnSync(process.execPath, [BIN, 'start'], {
        encoding: 'utf8',
        env: settings,
        cwd: dir,
      });
      const left = readdirSync(dir);
      rmSync(dir, { recursive: true });
      expect([status, left]).toEqual([2, []]);
      expect(stderr).toMatch(/^[^\n]+ set, so Countersign [^\n]+\n$/);
    },
  );

  it('starts nothing when it is given words it does not know', () => {
    expect(run('start', 'extra')).toMatchObject({ status: 2, stderr: expect.stringContaining('takes no arguments') });
  });
});
