import { expect, test } from 'vitest'
import { purposeOf } from './purpose.ts'
import { SANDBOX_MODELS } from './upstreams/sandbox.ts'

test.each([
  [
    'embeddings',
    'text-embedding-3-small',
    'sandbox-embed',
    'BAAI/bge-m3',
    'intfloat/e5-large',
    'nomic-embed-text',
  ],
  ['audio', 'whisper-large-v3', 'tts-1-hd', 'gpt-4o-transcribe', 'gpt-4o-mini-tts'],
  ['images', 'dall-e-3', 'gpt-image-1', 'imagen-4.0-generate', 'black-forest-labs/flux-1.1-pro'],
  ['video', 'sora-2', 'veo-3.0-generate'],
  ['rerank', 'rerank-v3.5', 'BAAI/bge-reranker-v2-m3'],
  ['moderation', 'omni-moderation-latest'],
  [
    'chat',
    'gpt-4o',
    'o4-mini',
    'claude-sonnet-4-5',
    'gpt-4o-audio-preview',
    'qwen3-vl',
    'llama3.2',
    'swan-7b',
    'x',
  ],
])('a model for %s is told by its name', (purpose, ...models) => {
  expect(models.map((model) => [model, purposeOf(model)])).toEqual(models.map((model) => [model, purpose]))
})

test('of the sandbox, what answers chats is for chats', () => {
  expect(SANDBOX_MODELS.filter((model) => purposeOf(model) === 'chat')).toEqual([
    'sandbox-chat',
    'sandbox-unpriced',
  ])
})
