import type { Migration } from 'kysely/migration';
import * as first from './0001-first.ts';

/** Every migration, oldest first. A name, once released, is never changed nor taken out. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-first': first,
};
