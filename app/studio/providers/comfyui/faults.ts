import { isObject } from '#studio/forms/json_schema'
import type { HttpAnswer } from '#studio/providers/contract'
import type { ProviderFault } from '#studio/providers/faults'
import type { Binding, Json } from '#studio/providers/shapes'

/** Why a graph was not taken, with each complaint at the parameter it is about. */
export function refusalOf({ json }: HttpAnswer, bindings: Binding[]): Partial<ProviderFault> {
  const error = isObject(json?.error) ? json.error : {}
  const complaints = Object.entries(json?.node_errors ?? {}).flatMap(([node, found]) =>
    ((found as any)?.errors ?? []).map((each: any) => ({
      name: parameterAt(bindings, node, each.extra_info?.input_name) ?? `${node}.${each.details}`,
      message: [each.message, each.details].filter(Boolean).join(': ').slice(0, 300),
    }))
  )
  const words = [error.message, error.details].filter((each) => typeof each === 'string' && each)
  const providerMessage = words.join(': ').slice(0, 500)
  return {
    ...(providerMessage && { providerMessage }),
    ...(typeof error.type === 'string' && { providerCode: error.type }),
    ...(complaints.length && { fields: complaints }),
  }
}

/** Why a graph that was taken did not come to its end: the last message of its history says so. */
export function failureOf(messages: Json): ProviderFault {
  const [, said] = lastMessage(messages, 'execution_error') ?? []
  const details = isObject(said) ? said : {}
  const exception = String(details.exception_message ?? 'The workflow failed.').trim()
  const isMemory = /out of memory|OutOfMemory/i.test(`${details.exception_type} ${exception}`)
  return {
    code: isMemory ? 'out_of_memory' : 'provider_internal',
    retry: 'never',
    charged: 'no',
    providerCode: typeof details.exception_type === 'string' ? details.exception_type : undefined,
    providerMessage: `${details.node_type ?? 'ComfyUI'}: ${exception}`.slice(0, 500),
  }
}

export function lastMessage(messages: Json, event: string): Json[] | undefined {
  if (!Array.isArray(messages)) return undefined
  return messages.findLast((each): each is Json[] => Array.isArray(each) && each[0] === event)
}

function parameterAt(bindings: Binding[], node: string, input: unknown) {
  return bindings.find((each) => each.node === node && each.input === input)?.parameter
}
