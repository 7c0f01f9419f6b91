import type { modelPurposes } from '../../../contract/gateway.ts'

export type Purpose = (typeof modelPurposes)[number]

// The first that fits counts. `(?<![a-z])…(?![a-z])` is a word within a name such as `vendor/bge-m3` or `tts-1-hd`.
const word = (words: string): RegExp => new RegExp(`(?<![a-z])(?:${words})(?![a-z])`)
const signs: readonly (readonly [Purpose, RegExp])[] = [
  ['moderation', /moderation/],
  ['rerank', /rerank/],
  ['embeddings', new RegExp(`embed|minilm|${word('bge|e5|gte|gtr').source}`)],
  ['audio', new RegExp(`whisper|transcri|speech|${word('tts|asr|stt').source}`)],
  ['video', word('sora|veo|kling|hailuo|wan|runway')],
  [
    'images',
    new RegExp(`${word('dall-?e|imagen|midjourney|seedream|flux').source}|gpt-image|stable-diffusion|sdxl`),
  ],
]

/**
 * What a model is for, by its name: providers' lists of models do not say it. Chat is what is left, so a name that tells
 * nothing is offered rather than hidden.
 */
export function purposeOf(model: string): Purpose {
  const name = model.toLowerCase()
  return signs.find(([, sign]) => sign.test(name))?.[0] ?? 'chat'
}
