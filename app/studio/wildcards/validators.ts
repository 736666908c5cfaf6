import vine, { SimpleMessagesProvider } from '@vinejs/vine'
import { largestWildcard, wildcardName } from '#studio/wildcards/files'

const id = () => vine.number().withoutDecimals().positive()
const name = () => vine.string().trim().maxLength(120).regex(wildcardName)
const params = () => vine.object({ id: id() })

export const wildcardIndexValidator = vine.create({
  search: vine.string().trim().maxLength(120).nullable().optional(),
  after: vine.string().maxLength(120).optional(),
})

export const wildcardNameValidator = vine.create({ name: name() })

export const newWildcardValidator = vine.create({ from: name().nullable().optional() })

export const wildcardIdValidator = vine.create({ params: params() })

export const wildcardValidator = vine.create({
  name: name(),
  body: vine.string().maxLength(largestWildcard).nullable().optional(),
})

export const wildcardFilesValidator = vine.create({
  files: vine
    .array(vine.file({ size: '1mb', extnames: ['txt'] }))
    .minLength(1)
    .maxLength(50),
})

wildcardValidator.messagesProvider = new SimpleMessagesProvider({
  'name.required': 'Write a name, such as animals/cats.',
  'name.maxLength': 'A name has at most {{ max }} characters.',
  'name.regex':
    'A name is letters, digits, “-”, “_”, “.” and “/”, begins with a letter or digit, and has no double “_”, “.” or “/”.',
  'body.maxLength': 'A list has at most {{ max }} characters.',
})
