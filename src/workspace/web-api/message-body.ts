import { ApiError, invalidBlocks, issueLines } from '../api-error.ts';
import type { Json } from '../data.ts';
import { dressBlocks } from '../dress.ts';
import { blocksTooLong } from '../validate/block-length.ts';
import { validateBlocks } from '../validate/validate-blocks.ts';
import { metadataError } from '../validate/validate-metadata.ts';
import { type Args, json, optionalText } from './args.ts';

/** Fields are undefined when the caller did not send them: chat.update treats that differently from empty. */
export type MessageBody = {
  text: string | undefined;
  blocks: Json[] | undefined;
  attachments: Json[] | undefined;
  metadata: Json | undefined;
};

const maxAttachments = 100;
const maxMarkdown = 12_000;

/** Reads and checks what a message shows. Throws Slack's own refusal for the first rule that is broken. */
export function messageBody(args: Args): MessageBody {
  const text = optionalText(args, 'text');
  const markdown = optionalText(args, 'markdown_text');
  const sentBlocks = json(args, 'blocks', 'invalid_blocks_format');
  if (markdown !== undefined && (text !== undefined || sentBlocks !== undefined)) {
    throw new ApiError('markdown_text_conflict');
  }
  if (markdown !== undefined && markdown.length > maxMarkdown) throw new ApiError('msg_too_long');
  const blocks = markdown === undefined ? checkBlocks(sentBlocks) : dressBlocks([{ type: 'markdown', text: markdown }]);
  const attachments = checkAttachments(json(args, 'attachments', 'invalid_attachments'));
  const metadata = checkMetadata(json(args, 'metadata', 'invalid_metadata_format'));
  return { text: markdown ?? text, blocks, attachments, metadata };
}

function checkBlocks(blocks: unknown): Json[] | undefined {
  if (blocks === undefined) return undefined;
  if (!Array.isArray(blocks)) throw new ApiError('invalid_blocks_format');
  const issues = validateBlocks(blocks, 'message');
  if (issues.length > 0) throw invalidBlocks(issues);
  if (blocksTooLong(blocks)) throw new ApiError('msg_blocks_too_long');
  return dressBlocks(blocks);
}

function checkAttachments(attachments: unknown): Json[] | undefined {
  if (attachments === undefined) return undefined;
  if (!Array.isArray(attachments) || attachments.some((each) => typeof each !== 'object' || each === null)) {
    throw new ApiError('invalid_attachments');
  }
  if (attachments.length > maxAttachments) throw new ApiError('too_many_attachments');
  for (const [index, attachment] of attachments.entries()) {
    if (attachment.blocks === undefined) continue;
    const issues = validateBlocks(attachment.blocks, 'message', `/attachments/${index}/blocks`);
    if (issues.length > 0) throw new ApiError('invalid_attachments', { errors: issueLines(issues) });
  }
  return attachments;
}

function checkMetadata(metadata: unknown): Json | undefined {
  if (metadata === undefined) return undefined;
  const error = metadataError(metadata);
  if (error) throw new ApiError(error);
  return metadata as Json;
}

/** True when a message with this body would show nothing. */
export function isEmptyBody(body: {
  text?: string | undefined;
  blocks?: Json[] | undefined;
  attachments?: Json[] | undefined;
}): boolean {
  return !body.text?.trim() && !body.blocks?.length && !body.attachments?.length;
}
