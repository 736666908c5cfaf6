import type { Encryption } from '@adonisjs/core/encryption'

type MessageVerifier = ReturnType<Encryption['getMessageVerifier']>

/** So many cookies of people who are logged in. */
const most = 10_000

/**
 * Has a verifier remember what it signed: a browser sends its cookie with every request and gets
 * it back, and computing both anew is a twentieth of what a page costs. What is not the very text
 * that was signed here is computed as ever; what has an end is never remembered.
 */
export function rememberSignatures(verifier: MessageVerifier) {
  const sign = verifier.sign.bind(verifier)
  const unsign = verifier.unsign.bind(verifier)
  const signatures = new Map<string, string>()
  const contents = new Map<string, string>()

  verifier.sign = (content, expiresIn, purpose) => {
    if (typeof content !== 'string' || expiresIn !== undefined) {
      return sign(content, expiresIn, purpose)
    }
    const key = keyOf(purpose, content)
    return signatures.get(key) ?? remember(key, content, purpose)
  }
  verifier.unsign = <Content>(signature: string, purpose?: string) =>
    (contents.get(keyOf(purpose, signature)) as Content | undefined) ??
    unsign<Content>(signature, purpose)

  function remember(key: string, content: string, purpose?: string) {
    if (signatures.size >= most) {
      signatures.clear()
      contents.clear()
    }
    const signature = sign(content, undefined, purpose)
    signatures.set(key, signature)
    contents.set(keyOf(purpose, signature), content)
    return signature
  }
}

const keyOf = (purpose = '', text: string) => `${purpose}\n${text}`
