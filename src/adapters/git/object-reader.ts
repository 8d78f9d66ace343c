import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { clip } from '../../shared/text.ts';
import { GitError } from './git-error.ts';
import { startFailure } from './run-git.ts';
import { SAFE_ARGUMENTS, safeEnvironment } from './safe-git.ts';

export type ObjectInfo = { type: string; bytes: number } | 'missing';
type Waiting = { question: string; done: (answer: Answer) => void; fail: (error: GitError) => void };
type Answer = { info: ObjectInfo; content: Buffer };
const MISSING: Answer = { info: 'missing', content: Buffer.alloc(0) };
/** git gives up altogether when it may not fetch an object that a partial clone lacks; that object alone is missing. */
const LACKS_OBJECT = /could not fetch|promisor|lazy fetching/i;

export type ObjectReader = {
  info(sha: string): Promise<ObjectInfo>;
  /** The bytes of a blob, or null when the repository lacks the object. Ask `info` first: the size is not limited here. */
  content(sha: string): Promise<Buffer | null>;
  close(): void;
};

const OBJECT_ID = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

/** One long-lived `git cat-file`; answers come in the order of the questions. Started at the first question. */
export function openObjectReader(gitDir: string, timeoutMs: number): ObjectReader {
  let child: ChildProcessWithoutNullStreams | null = null;
  let complaint = '';
  let closed = false;
  let waiting: Waiting[] = [];
  let chunks: Buffer[] = [];
  let held = 0;
  /** Bytes that must be held before the first waiting answer can be complete. */
  let needed = 1;

  function ask(command: 'info' | 'contents', sha: string): Promise<Answer> {
    if (closed) return Promise.reject(new GitError('git-closed', 'The repository was closed while it was being read.'));
    if (!OBJECT_ID.test(sha)) return Promise.reject(new GitError('git-failed', `${sha} is not an object id.`));
    const running = child ?? start();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => stop(new GitError('git-timed-out', `git cat-file gave no answer in ${timeoutMs} ms.`)),
        timeoutMs,
      );
      waiting.push({
        question: `${command} ${sha}\n`,
        done: (answer) => {
          clearTimeout(timer);
          resolve(answer);
        },
        fail: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
      running.stdin.write(`${command} ${sha}\n`);
    });
  }

  function start(): ChildProcessWithoutNullStreams {
    complaint = '';
    const started = spawn('git', [...SAFE_ARGUMENTS, `--git-dir=${gitDir}`, 'cat-file', '--batch-command'], {
      cwd: gitDir,
      env: safeEnvironment(),
      stdio: ['pipe', 'pipe', 'pipe'],
      shell: false,
      windowsHide: true,
    });
    const lost = (error: GitError) => {
      if (child === started) stop(error);
    };
    started.stdout.on('data', (chunk: Buffer) => {
      if (child === started) receive(chunk);
    });
    // A broken pipe is followed by `close`, which knows why.
    started.stdin.on('error', (error) => {
      complaint ||= error.message;
    });
    started.on('error', (error) => lost(startFailure(error)));
    started.stderr.on('data', (chunk: Buffer) => {
      complaint = clip(complaint + chunk.toString('utf8'), 500);
    });
    started.on('close', () => {
      if (child !== started) return;
      if (LACKS_OBJECT.test(complaint)) return skipMissing();
      stop(new GitError('git-failed', `git cat-file stopped (${complaint.trim()}); git 2.36 or later is needed.`));
    });
    child = started;
    return started;
  }

  function forget(): Waiting[] {
    const left = waiting;
    child?.kill('SIGKILL');
    child = null;
    waiting = [];
    chunks = [];
    held = 0;
    needed = 1;
    return left;
  }

  function stop(error: GitError): void {
    for (const one of forget()) one.fail(error);
  }

  /** The first question without an answer is the one git gave up on; the others are asked again. */
  function skipMissing(): void {
    const [first, ...rest] = forget();
    first?.done(MISSING);
    if (rest.length === 0) return;
    const again = start();
    waiting = rest;
    for (const { question } of rest) again.stdin.write(question);
  }

  function receive(chunk: Buffer): void {
    chunks.push(chunk);
    held += chunk.length;
    if (held < needed) return;
    let buffer = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      const parsed = parseAnswer(buffer, first.question.startsWith('contents'));
      if (typeof parsed === 'number') {
        needed = parsed;
        break;
      }
      waiting.shift();
      buffer = buffer.subarray(parsed.consumed);
      needed = 1;
      first.done(parsed.answer);
    }
    chunks = buffer.length === 0 ? [] : [buffer];
    held = buffer.length;
  }

  return {
    info: async (sha) => (await ask('info', sha)).info,
    content: async (sha) => {
      const { info, content } = await ask('contents', sha);
      return info === 'missing' ? null : content;
    },
    close: () => {
      closed = true;
      stop(new GitError('git-closed', 'The repository was closed while it was being read.'));
    },
  };
}

/** One answer from the front of `buffer`, or how many bytes must be there before it is worth looking again. */
function parseAnswer(buffer: Buffer, wantsContent: boolean): { answer: Answer; consumed: number } | number {
  const lineEnd = buffer.indexOf(10);
  if (lineEnd === -1) return buffer.length + 1;
  const [, type = '', size = ''] = buffer.toString('latin1', 0, lineEnd).split(' ');
  if (size === '') return { answer: MISSING, consumed: lineEnd + 1 };
  const bytes = Number(size);
  if (!wantsContent) return { answer: { info: { type, bytes }, content: Buffer.alloc(0) }, consumed: lineEnd + 1 };
  const consumed = lineEnd + 1 + bytes + 1;
  if (buffer.length < consumed) return consumed;
  return { answer: { info: { type, bytes }, content: buffer.subarray(lineEnd + 1, lineEnd + 1 + bytes) }, consumed };
}
