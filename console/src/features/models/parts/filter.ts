import type { Model } from '../queries.ts'

export const states = ['priced', 'free', 'unpriced'] as const
export const purposes = ['chat', 'embeddings', 'images', 'audio', 'video', 'rerank', 'moderation'] as const

export type ModelFilter = {
  q?: string
  state?: (typeof states)[number]
  purpose?: (typeof purposes)[number]
}

/** Every word of the search is somewhere in the name, whatever its case. */
export function fits(model: Model, { q = '', state, purpose }: ModelFilter): boolean {
  const name = model.id.toLowerCase()
  const words = q.toLowerCase().split(/\s+/)
  if (state !== undefined && model.state !== state) return false
  return (purpose === undefined || model.purpose === purpose) && words.every((word) => name.includes(word))
}
