/** Every action, callback and block id, `area:verb`. Nothing else in the code spells one. */
export const ACTIONS = {
  approve: 'decision:approve',
  override: 'decision:override',
  breakGlass: 'decision:break-glass',
  closeReview: 'review:close',
  patchApprove: 'patch:approve',
  patchEdit: 'patch:edit',
  patchDecline: 'patch:decline',
  openLink: 'link:open',
  homeRefresh: 'home:refresh',
} as const;
export type ActionId = (typeof ACTIONS)[keyof typeof ACTIONS];

export const CALLBACKS = {
  override: 'decision:override-reason',
  breakGlass: 'decision:break-glass-reason',
  closeReview: 'review:close-note',
  patchEdit: 'patch:edit-text',
  patchDecline: 'patch:decline-reason',
  packValidate: 'pack:validate-text',
} as const;
export type CallbackId = (typeof CALLBACKS)[keyof typeof CALLBACKS];

export const INPUTS = {
  reasonBlock: 'reason',
  reason: 'reason:text',
  textBlock: 'text',
  text: 'text:text',
} as const;

/** Kept in message metadata, so that a message posted in doubt is found again. */
export const METADATA_EVENT = 'countersign_message';
export const COMMAND = '/policy';
