import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { audit } from '#accounts/audit'
import type User from '#accounts/models/user'
import { timestamp } from '#library/curation/changes'
import { touchGroups } from '#duplicates/groups/touching'
import { defaultRules, type KeeperRule } from '#duplicates/keeper'
import type { PresetName } from '#duplicates/presets'

/** How this installation finds and treats duplicates; an administrator's to change. */
export interface DuplicateSettings {
  preset: PresetName
  /** Processes that hash side by side. */
  workers: number
  /** The source folder that "Move" offers first. */
  moveFolderId: number | null
  /** Absolute paths. What lies below them is kept before anything else and never moved. */
  protectedFolders: string[]
}

/** How one person likes to decide. */
export interface DuplicatePreferences {
  keeperRules: KeeperRule[]
  /** "Move the rest to Trash" after a merge. */
  trashRest: boolean
  /** Whether to ask before something is done to more than one group. */
  confirms: boolean
}

export async function duplicateSettings(
  client: QueryClientContract = db.connection()
): Promise<DuplicateSettings> {
  const row = await client.from('duplicate_settings').where('id', 1).first()
  return {
    preset: row?.preset ?? 'normal',
    workers: row?.workers ?? 2,
    moveFolderId: row?.move_folder_id ?? null,
    protectedFolders: JSON.parse(row?.protected_folders ?? '[]'),
  }
}

export async function saveDuplicateSettings(settings: DuplicateSettings, by: User | null = null) {
  const { protectedFolders: before } = await duplicateSettings()
  await upsert('duplicate_settings', 'id', {
    id: 1,
    preset: settings.preset,
    workers: settings.workers,
    move_folder_id: settings.moveFolderId,
    protected_folders: JSON.stringify(settings.protectedFolders),
    updated_at: timestamp(db.connection()),
  })
  const { preset, workers, protectedFolders } = settings
  const details = { preset, workers, protectedFolders }
  await audit('setting.changed', { by, subject: 'Duplicates', details })
  if (protectedFolders.join('\n') !== before.join('\n')) await touchGroups()
}

export async function duplicatePreferences(user: User): Promise<DuplicatePreferences> {
  const row = await db.from('duplicate_preferences').where('user_id', user.id).first()
  return {
    keeperRules: row?.keeper_rules ? JSON.parse(row.keeper_rules) : defaultRules,
    trashRest: row ? !!row.trash_rest : true,
    confirms: row ? !!row.confirms : true,
  }
}

/** Saves what is given and leaves the rest as it is. Null rules: the default ones again. */
export async function saveDuplicatePreferences(
  user: User,
  changes: Partial<Omit<DuplicatePreferences, 'keeperRules'>> & {
    keeperRules?: KeeperRule[] | null
  }
) {
  const { keeperRules, trashRest, confirms } = changes
  await upsert('duplicate_preferences', 'user_id', {
    user_id: user.id,
    ...(keeperRules !== undefined && { keeper_rules: keeperRules && JSON.stringify(keeperRules) }),
    ...(trashRest !== undefined && { trash_rest: trashRest }),
    ...(confirms !== undefined && { confirms }),
  })
}

function upsert(table: string, key: string, row: Record<string, unknown>) {
  return db.connection().knexQuery().table(table).insert(row).onConflict(key).merge()
}
