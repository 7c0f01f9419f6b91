/** The sandbox's embeddings: unit vectors that depend on the text alone, and mean nothing. */
import { countSandboxTokens } from './sandbox-words.ts'

const DEFAULT_DIMENSIONS = 256
const MOST_DIMENSIONS = 3072
const MOST_INPUTS = 2048

/** The reply to an embeddings body, or the reason for a 400. */
export function answerEmbeddings(body: Record<string, unknown>): { reply: string } | { refusal: string } {
  const dimensions = body.dimensions ?? DEFAULT_DIMENSIONS
  if (!Number.isInteger(dimensions) || Number(dimensions) < 1 || Number(dimensions) > MOST_DIMENSIONS) {
    return { refusal: `"dimensions" must be a whole number from 1 to ${MOST_DIMENSIONS}.` }
  }
  const format = body.encoding_format ?? 'float'
  if (format !== 'float' && format !== 'base64')
    return { refusal: '"encoding_format" must be "float" or "base64".' }
  const inputs = inputsOf(body.input)
  if (inputs.length === 0 || inputs.length > MOST_INPUTS) {
    return { refusal: `"input" must hold 1 to ${MOST_INPUTS} texts.` }
  }
  const tokens = inputs.reduce((sum, input) => sum + input.tokens, 0)
  const data = inputs.map(({ text }, index) => {
    const vector = unitVector(text, Number(dimensions))
    return {
      object: 'embedding',
      index,
      embedding: format === 'base64' ? littleEndianBase64(vector) : [...vector],
    }
  })
  const usage = { prompt_tokens: tokens, total_tokens: tokens }
  return { reply: JSON.stringify({ object: 'list', data, model: body.model, usage }) }
}

/** Texts, or lists of token ids: one, or several. */
function inputsOf(input: unknown): { text: string; tokens: number }[] {
  if (typeof input === 'string')
    return input === '' ? [] : [{ text: input, tokens: countSandboxTokens(input) }]
  if (!Array.isArray(input)) return []
  if (input.length > 0 && input.every((one) => typeof one === 'number')) {
    return [{ text: input.join(','), tokens: input.length }]
  }
  return input.flatMap((one) => inputsOf(one))
}

/** FNV-1a of the text seeds a xorshift; the numbers are 32-bit floats, so both encodings say the same. */
export function unitVector(text: string, dimensions: number): Float32Array {
  let state = 0x811c9dc5
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193)
  if (state === 0) state = 1
  const vector = new Float64Array(dimensions)
  let squares = 0
  for (let i = 0; i < dimensions; i++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    vector[i] = state / 0x80000000
    squares += vector[i]! ** 2
  }
  const length = Math.sqrt(squares)
  return Float32Array.from(vector, (value) => value / length)
}

function littleEndianBase64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4)
  for (let i = 0; i < vector.length; i++) bytes.writeFloatLE(vector[i]!, i * 4)
  return bytes.toString('base64')
}
