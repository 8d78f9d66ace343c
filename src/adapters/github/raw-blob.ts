/**
 * Asks for the bytes of a blob as they are: a 13 MB file in base64 within JSON would be parsed on the event loop.
 * https://docs.github.com/en/rest/git/blobs#get-a-blob
 */
export const RAW = 'application/vnd.github.raw+json';

/** From this size on, working through a file is felt by whoever presses a button meanwhile. */
const LARGE_BYTES = 1_000_000;

/** Lets the event loop turn after a large file was worked on, so that what waits is answered in between. */
export async function breathe(bytes: number): Promise<void> {
  if (bytes >= LARGE_BYTES) await new Promise((resolve) => setImmediate(resolve));
}

/** All bytes of a response body that was left unparsed. */
export async function bytesOf(body: ReadableStream<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  const whole = Buffer.concat(chunks);
  await breathe(whole.byteLength);
  return whole;
}

/**
 * A server that does not know the raw form answers with the JSON one. It is told apart by naming the blob it was
 * asked for: no file can hold its own SHA.
 */
export function blobBytes(body: Buffer, contentType: string, sha: string): Buffer {
  if (!contentType.startsWith('application/json')) return body;
  const envelope = envelopeOf(body);
  if (envelope === null || envelope.sha !== sha) return body;
  return Buffer.from(envelope.content, envelope.encoding === 'base64' ? 'base64' : 'utf8');
}

function envelopeOf(body: Buffer): { sha: string; content: string; encoding: string } | null {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    if (typeof parsed !== 'object' || parsed === null) return null;
    const { sha, content, encoding } = parsed as Record<string, unknown>;
    return typeof sha === 'string' && typeof content === 'string' ? { sha, content, encoding: String(encoding) } : null;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
}
