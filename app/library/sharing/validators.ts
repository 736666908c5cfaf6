import vine, { SimpleMessagesProvider } from '@vinejs/vine'
import { uncommon } from '#accounts/common_passwords'
import library from '#config/library'
import { subjectPlaces } from '#library/sharing/subject'

const id = () => vine.number().withoutDecimals().positive()

export const subjectValidator = vine.create({
  params: vine.object({ place: vine.enum(subjectPlaces), id: id() }),
})

export const linkValidator = vine.create({
  password: vine.string().minLength(8).maxLength(200).use(uncommon()).nullable().optional(),
  days: vine.number().withoutDecimals().range([1, 3_650]).nullable().optional(),
  allowsDownload: vine.accepted().optional(),
  showsMetadata: vine.accepted().optional(),
})
linkValidator.messagesProvider = new SimpleMessagesProvider({
  'minLength': 'At least {{ min }} characters.',
  'maxLength': 'At most {{ max }} characters.',
  'days.range': 'From 1 to 3,650 days, or nothing.',
})

export const personValidator = vine.create({
  userId: id(),
  canEdit: vine.accepted().optional(),
})

export const unshareValidator = vine.create({ params: vine.object({ userId: id() }) })

export const linkIdValidator = vine.create({ params: vine.object({ id: id() }) })

export const sharedPageValidator = vine.create({ after: vine.string().maxLength(60).optional() })

export const sharedPasswordValidator = vine.create({ password: vine.string().maxLength(200) })

export const sharedItemValidator = vine.create({ params: vine.object({ id: id() }) })

export const sharedThumbnailValidator = vine.create({
  params: vine.object({ id: id(), size: vine.number().in(library.derivativeSizes) }),
})
