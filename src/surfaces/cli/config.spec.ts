import { describe, expect, it } from 'vitest';
import { err, ok } from '../../shared/result.ts';
import { type ConfigDeps, runConfig } from './config.ts';

function run(args: string[], describe: ConfigDeps['describe']) {
  const said = { out: '', complaint: '' };
  const code = runConfig(args, {
    describe,
    out: (line) => {
      said.out += line;
    },
    complain: (line) => {
      said.complaint += line;
    },
  });
  return { code, ...said };
}

describe('countersign config', () => {
  it('lists what is set by group and says where it came from', () => {
    const { code, out } = run([], () =>
      ok([
        {
          group: 'Slack',
          name: 'SLACK_BOT_TOKEN',
          shown: 'set, 54 characters',
          from: 'file',
          path: '/run/secrets/slack',
        },
        { group: 'Server', name: 'PORT', shown: '3000', from: 'default', path: null },
        { group: 'Server', name: 'PUBLIC_URL', shown: 'not set', from: 'unset', path: null },
      ]),
    );
    expect([code, out]).toEqual([
      0,
      'Slack\n  SLACK_BOT_TOKEN  set, 54 characters  (file /run/secrets/slack)\n\nServer\n  PORT             3000  (default)\n  PUBLIC_URL       not set\n',
    ]);
  });

  it('says every problem and that the app would not start', () => {
    const { code, complaint } = run([], () =>
      err([{ name: 'PORT', message: 'PORT is "x": write a number from 0 to 65535.' }]),
    );
    expect([code, complaint]).toEqual([
      1,
      'PORT is "x": write a number from 0 to 65535.\n1 problem: Countersign does not start like this.',
    ]);
  });

  it('explains itself when asked wrongly', () => {
    expect(run(['--all'], () => ok([]))).toMatchObject({
      code: 2,
      complaint: expect.stringContaining('countersign config'),
    });
  });
});
